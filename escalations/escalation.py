"""Somebody asked for more than an agent may give, or a rule of the centre did: what was decided, what came of it."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from records.database import Base

_OPEN: Final = text("ended_at IS NULL")


class Escalation(Base):
    """Table `escalations`. `once` names what caused it: told again, it is one.

    `level` is the step of the ladder (1 senior colleague, 2 lead, 3 manager, 4 executive case): each once for a case
    while it is open. `reasons` is the trace: every rule that was looked at, with what it saw. `reason` is what the
    customer or agent said. `answered_by` is who spoke to the customer about it, at `answered_at`. `outcome`, `right`
    (what the agent did right) and `answer` are the lead's words; `told_agent_at` when the agent learned of it, before
    anybody else. `facts` are what it is compared by with what was decided later, `facts_key` stands for them, and
    `goodwill_id` is what was given.
    """

    __tablename__ = "escalations"
    __table_args__ = (
        Index("one_open_escalation_per_case_and_level", "case_number", "level", unique=True,
              sqlite_where=_OPEN, postgresql_where=_OPEN),
    )  # fmt: skip

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    trigger: Mapped[str] = mapped_column(String(24), index=True)
    level: Mapped[int] = mapped_column(Integer)
    decision: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[list[Any]]
    reason: Mapped[str | None] = mapped_column(Text)
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number", ondelete="SET NULL"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    transfer_id: Mapped[str | None] = mapped_column(String(32))
    callback_id: Mapped[str | None] = mapped_column(String(64))
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    answered_by: Mapped[str | None] = mapped_column(String(64), index=True)
    answered_at: Mapped[datetime | None]
    granted: Mapped[str | None] = mapped_column(String(16))
    outcome: Mapped[str | None] = mapped_column(String(16))
    justified: Mapped[bool | None]
    right: Mapped[str | None] = mapped_column(Text)
    answer: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None]
    told_agent_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any] | None]
    facts_key: Mapped[str | None] = mapped_column(String(64), index=True)
    goodwill_id: Mapped[int | None] = mapped_column(Integer)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
