"""Who owns a case, and since when, and why. Ownership passes by an act with a name, never by a transfer alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, Integer, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.case import Case
from records.database import Base
from records.outgoing_event import announce

How = Literal["first_to_talk", "accepted", "reassigned", "off_boarding", "import"]


class Ownership(Base):
    """One agent's time as owner of one case; `until` is empty while they still are."""

    __tablename__ = "case_ownerships"
    __table_args__ = (
        Index(
            "ix_one_owner_per_case",
            "case_number",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    agent_id: Mapped[str] = mapped_column(String(64), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    how: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(Text)


def owner_of(session: Session, case_number: str) -> str | None:
    """The agent who owns the case; None if nobody does or there is no such case."""
    return session.scalar(select(Case.owner_id).where(Case.number == case_number))


def take_ownership(
    session: Session, *, case_number: str, agent_id: str, how: How, now: datetime, reason: str | None = None
) -> bool:
    """Make the agent the owner from now on. False if they were it already, or there is no such case."""
    case = session.get(Case, case_number, with_for_update=True, populate_existing=True)
    if case is None or case.owner_id == agent_id:
        return False
    _end_of_ownership(session, case_number, now)
    before, case.owner_id = case.owner_id, agent_id
    session.add(Ownership(case_number=case_number, agent_id=agent_id, since=now, how=how, reason=reason))
    session.flush()
    if how != "import":
        told = {"case": case_number, "owner_id": agent_id, "before": before, "how": how}
        announce(session, "case.owner_changed", f"case:{case_number}", told, now=now)
    return True


def hand_over_all(session: Session, *, from_agent: str, to_agent: str, reason: str, now: datetime) -> int:
    """Off-boarding: every open case of one agent goes to another in one act. Tells how many."""
    numbers = session.scalars(
        select(Case.number).where(Case.owner_id == from_agent, Case.status == "open").order_by(Case.number)
    ).all()
    return sum(
        take_ownership(session, case_number=number, agent_id=to_agent, how="off_boarding", reason=reason, now=now)
        for number in numbers
    )


def owners_of(session: Session, case_number: str) -> Sequence[Ownership]:
    """The history, first owner first."""
    chosen = select(Ownership).where(Ownership.case_number == case_number)
    return session.scalars(chosen.order_by(Ownership.since, Ownership.id)).all()


def _end_of_ownership(session: Session, case_number: str, now: datetime) -> None:
    current = session.scalars(
        select(Ownership).where(Ownership.case_number == case_number, Ownership.until.is_(None))
    ).first()
    if current is not None:
        current.until = now
        session.flush()
