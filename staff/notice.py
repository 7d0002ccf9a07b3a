"""What somebody at work should learn of: written when it happens, shown until it was seen, in whoever's language."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Index, String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert

Kind = Literal[
    "rona",
    "task",
    "top_reason",
    "missed_sticky_call",
    "stand_in",
    "forced_wrap_up",
    "overdue_wrap_up",
    "goodwill_asked",
    "goodwill_decided",
    "broken_plan",
    "bounced",
    "owner_changed",
    "case_offered",
    "offer_answered",
    "stands_in",
    "is_back",
    "cases_handed_over",
    "coaching",
    "thanks",
    "buddy",
    "rule_proposed",
    "appeal_decided",
    "recognition",
    "sanction",
    "connection_lost",
    "promise_warned",
    "promise_broken",
    "promise_repeated",
    "callback_in_pool",
    "callback_stopped",
    "callback_reassigned",
    "calling_stopped",
    "calling_resumed",
    "message_received",
    "message_undelivered",
    "lead_promised",
    "listened_to",
    "hand_raised",
    "escalation",
]


@dataclass(frozen=True, kw_only=True)
class Notice:
    """`id` names what happened and for whom: told again, it is one notice.

    `key` and `args` are the sentence's in the console's catalogue; `args` may name an agent by id, as `agent`.
    """

    id: str
    agent_id: str
    kind: Kind
    key: str
    at: datetime
    call: str | None = None
    case_number: str | None = None
    args: Mapping[str, Any] = field(default_factory=dict)


class NoticeRow(Base):
    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_agent_at", "agent_id", "at"),)

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    agent_id: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(24))
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    key: Mapped[str] = mapped_column(String(60))
    args: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


def keep_notice(session: Session, notice: Notice) -> None:
    """Write it down, once."""
    row = {**vars(notice), "args": dict(notice.args)}
    session.execute(insert(session, NoticeRow).values(**row).on_conflict_do_nothing(index_elements=["id"]))


def notices_for(
    session: Session, agent_id: str, *, unseen: bool, limit: int, before: tuple[datetime, str] | None = None
) -> Sequence[NoticeRow]:
    """The newest first; `before` is moment and id of the last one of the page before."""
    chosen = select(NoticeRow).where(NoticeRow.agent_id == agent_id)
    if unseen:
        chosen = chosen.where(NoticeRow.seen_at.is_(None))
    if before is not None:
        at, last = before
        chosen = chosen.where((NoticeRow.at < at) | ((NoticeRow.at == at) & (NoticeRow.id > last)))
    return session.scalars(chosen.order_by(NoticeRow.at.desc(), NoticeRow.id).limit(limit)).all()


def unseen_notices(session: Session, agent_id: str) -> int:
    of_theirs = select(func.count()).where(NoticeRow.agent_id == agent_id, NoticeRow.seen_at.is_(None))
    return session.scalar(of_theirs) or 0


def notices_are_seen(session: Session, agent_id: str, *, ids: Collection[str] | None, now: datetime) -> int:
    """These, or all of them, were seen now; those seen before stay so. How many are still unseen."""
    theirs = update(NoticeRow).where(NoticeRow.agent_id == agent_id, NoticeRow.seen_at.is_(None))
    session.execute((theirs if ids is None else theirs.where(NoticeRow.id.in_(ids))).values(seen_at=now))
    return unseen_notices(session, agent_id)
