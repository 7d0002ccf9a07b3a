"""A customer was passed on: they wanted whoever owns their case, and talked with somebody else who could not know them.

Counted for each case until the owner, a stand-in or a lead has talked with them. After the second the next call is
the owner's or their lead's: nobody is told a third time that somebody else can help.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, ForeignKey, Integer, String, literal
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.case import Case
from cases.ownership_rules import OwnershipRules
from records.audit import append as append_audit
from records.database import Base, insert

HIGH: Final = 1
"""Priority of a case whose customer was passed on too often: before those nobody complained about."""


class Bounce(Base):
    """Table `bounces`. `once` names the conversation. `agent_id` talked with them instead of `owner_id`."""

    __tablename__ = "bounces"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(140), unique=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    owner_id: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)


def customer_bounces(session: Session, case: Case, *, call: str, agent_id: str, now: datetime) -> bool:
    """Count it; False when this conversation was counted before, or nobody owns the case."""
    if case.owner_id is None:
        return False
    facts = {"case_number": case.number, "call": call, "owner_id": case.owner_id, "agent_id": agent_id, "at": now}
    row = insert(session, Bounce).values(once=f"{call}:{agent_id}", **facts)
    if session.execute(row.on_conflict_do_nothing(index_elements=["once"]).returning(Bounce.id)).first() is None:
        return False
    case.bounces += 1
    session.flush()
    return True


def owner_is_forced(session: Session, case: Case, now: datetime) -> None:
    """The customer was passed on too often: from now on the case comes before others."""
    case.priority = max(case.priority, HIGH)
    told = {"bounces": case.bounces, "owner": case.owner_id}
    append_audit(session, "house", "owner_forced", f"case:{case.number}", told, now)


def customer_is_reached(session: Session, case: Case) -> None:
    """The owner, or who answers for them, has talked with the customer: counted anew from here."""
    case.bounces = 0
    session.flush()


def passed_on_too_often(rules: OwnershipRules) -> tuple[ColumnElement[bool], ...]:
    """Open cases whose customer was passed on so often that it may become an escalation; with 0, none."""
    most = rules.bounces_force_lead
    return Case.status == "open", Case.bounces >= most, literal(most > 0)
