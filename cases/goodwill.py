"""Goodwill: something given to make a matter right, by whom, out of whose money, and who decided it.

granted at once within the giver's authority; above it asked, then granted or declined by somebody else; what was
granted by mistake is taken back. It is decided once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

Status = Literal["asked", "granted", "declined", "taken_back"]


class Goodwill(Base):
    """`once` names the request: sent twice it is one. `facts` are what it is compared by, `facts_key` stands for them.

    `charged` is the purse it came out of in `month`; None while nothing was spent. `tier` is what the giver was then.
    `by_rule` is the accepted proposal that covers it. `departs_from` are decisions on the same facts that went the
    other way.
    """

    __tablename__ = "goodwill"
    __table_args__ = (
        Index("ix_goodwill_agent_asked", "agent_id", "asked_at"),
        Index("ix_goodwill_status_asked", "status", "asked_at"),
        Index("ix_goodwill_facts_decided", "facts_key", "decided_at"),
        Index("ix_goodwill_kind_decided", "kind", "decided_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    agent_id: Mapped[str] = mapped_column(String(64))
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number", ondelete="SET NULL"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    kurus: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str | None] = mapped_column(Text)
    evidence: Mapped[list[Any]]
    facts: Mapped[dict[str, Any]]
    facts_key: Mapped[str] = mapped_column(String(64))
    tier: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(16))
    why_asked: Mapped[str | None] = mapped_column(String(24))
    asked_at: Mapped[datetime]
    charged: Mapped[str | None] = mapped_column(String(80))
    month: Mapped[str | None] = mapped_column(String(7))
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None]
    decided_once: Mapped[str | None] = mapped_column(String(160))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    voucher_id: Mapped[str | None] = mapped_column(String(64))
    by_rule: Mapped[int | None] = mapped_column(Integer)
    departs_from: Mapped[list[Any]] = mapped_column(default=list, server_default="[]")
    taken_back_by: Mapped[str | None] = mapped_column(String(64))
    taken_back_at: Mapped[datetime | None]
    taken_back_reason: Mapped[str | None] = mapped_column(Text)


def goodwills(
    session: Session,
    *,
    limit: int,
    before: int | None = None,
    agent_id: str | None = None,
    case_number: str | None = None,
    status: Status | None = None,
) -> Sequence[Goodwill]:
    """The latest first; with `before`, those that came before that one."""
    wanted = {"agent_id": agent_id, "case_number": case_number, "status": status}
    chosen = select(Goodwill).filter_by(**{column: value for column, value in wanted.items() if value is not None})
    if before is not None:
        chosen = chosen.where(Goodwill.id < before)
    return session.scalars(chosen.order_by(Goodwill.id.desc()).limit(limit)).all()
