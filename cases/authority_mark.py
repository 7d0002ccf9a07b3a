"""The ledger of how authority was used: what was done well is recognised, what was abused has consequences."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.audit import append as append_audit
from records.database import Base, serialise

MarkKind = Literal["recognition", "sanction"]


class AuthorityMark(Base):
    """Table `authority_marks`. Until `suspended_until` somebody else decides whatever this agent wants to give."""

    __tablename__ = "authority_marks"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    agent_id: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    goodwill_id: Mapped[int | None] = mapped_column(ForeignKey("goodwill.id", ondelete="SET NULL"), index=True)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    suspended_until: Mapped[datetime | None]


def enter_mark(session: Session, mark: AuthorityMark) -> AuthorityMark:
    """Write it into the ledger. The same request again is the same mark."""
    serialise(session, f"mark:{mark.once}")
    known = session.scalars(select(AuthorityMark).where(AuthorityMark.once == mark.once)).first()
    if known is not None:
        return known
    session.add(mark)
    session.flush()
    until = mark.suspended_until.isoformat() if mark.suspended_until else None
    told = {"mark": mark.id, "words": mark.words, "goodwill": mark.goodwill_id, "suspended_until": until}
    append_audit(session, f"agent:{mark.by}", mark.kind, f"agent:{mark.agent_id}", told, mark.at)
    return mark


def is_suspended(session: Session, agent_id: str, now: datetime) -> bool:
    """Whether what they would give is decided by others for now."""
    chosen = select(AuthorityMark.id).where(AuthorityMark.agent_id == agent_id, AuthorityMark.suspended_until > now)
    return session.scalars(chosen.limit(1)).first() is not None


def marks(
    session: Session, *, limit: int, before: int | None = None, agent_id: str | None = None
) -> Sequence[AuthorityMark]:
    """The latest first; with `before`, those that came before that one."""
    chosen = select(AuthorityMark).order_by(AuthorityMark.id.desc()).limit(limit)
    if agent_id is not None:
        chosen = chosen.where(AuthorityMark.agent_id == agent_id)
    return session.scalars(chosen if before is None else chosen.where(AuthorityMark.id < before)).all()
