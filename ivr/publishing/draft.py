"""A draft: the next version of a flow, that only the test numbers reach."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from ivr.publishing.kept_flow import keep
from ivr.publishing.kept_release import keep_release
from ivr.publishing.pointer import point_at_drafts
from ivr.publishing.written_flow import WrittenFlow
from records.database import Base


class FlowDraft(Base):
    """`base` is the release it was made on: when its flow has been published since, publishing the draft is refused."""

    __tablename__ = "flow_drafts"

    flow: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[str] = mapped_column(String(12))
    base: Mapped[str] = mapped_column(String(12))
    author: Mapped[str] = mapped_column(String(80))
    saved_at: Mapped[datetime]


def drafts(session: Session) -> Sequence[FlowDraft]:
    return session.scalars(select(FlowDraft).order_by(FlowDraft.flow)).all()


def save_draft(session: Session, draft: FlowDraft, written: WrittenFlow, *, rebased: bool = False) -> None:
    """The draft of this flow from now on. One that was there before keeps its base, unless it is put on a new one."""
    keep(session, [written], draft.saved_at)
    before = session.get(FlowDraft, draft.flow)
    if before is not None and not rebased:
        draft.base = before.base
    session.merge(draft)


def drop_drafts(session: Session, flows: Sequence[str]) -> int:
    """Forget the drafts of these flows; tells how many there were."""
    found = session.scalars(delete(FlowDraft).where(FlowDraft.flow.in_(flows)).returning(FlowDraft.flow)).all()
    return len(found)


def drafts_change(session: Session, published: Mapping[str, str], now: datetime) -> str:
    """The test numbers reach these versions with all drafts instead of theirs: the id of that release."""
    session.flush()
    release = keep_release(session, {**published, **{one.flow: one.version for one in drafts(session)}}, now)
    point_at_drafts(session, release, now)
    return release
