"""Who owns a case, and since when, and why. Ownership passes by an act with a name, never by a transfer alone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import ForeignKey, Index, Integer, String, Text, insert, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.case import Case
from cases.ownership_offer import offers_are_overtaken
from cases.promise import Promise
from records.database import Base
from records.outgoing_event import announce

How = Literal["first_to_talk", "accepted", "reassigned", "off_boarding", "import"]
AT_ONCE: Final = 500
"""Cases of one statement: SQLite takes so many parameters, and no lock is held for long."""


class Ownership(Base):
    """One agent's time as owner of one case; `until` is empty while they still are.

    `reason` says why it began, `ended_because` why it ended where nobody came after them.
    """

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
    ended_because: Mapped[str | None] = mapped_column(Text)


def owner_of(session: Session, case_number: str) -> str | None:
    """The agent who owns the case; None if nobody does or there is no such case."""
    return session.scalar(select(Case.owner_id).where(Case.number == case_number))


def take_ownership(
    session: Session, *, case_number: str, agent_id: str, how: How, now: datetime, reason: str | None = None
) -> bool:
    """Make the agent the owner from now on. False if they were it already, or there is no such case.

    What the owner before had promised and is not done yet is promised by the new one. An offer of the case that stood
    is overtaken.
    """
    case = session.get(Case, case_number, with_for_update=True, populate_existing=True)
    if case is None or case.owner_id == agent_id:
        return False
    before = case.owner_id
    _ends(session, [case_number], now)
    if before is not None:
        _promises_follow(session, [case_number], before, agent_id)
    case.owner_id = agent_id
    session.add(Ownership(case_number=case_number, agent_id=agent_id, since=now, how=how, reason=reason))
    session.flush()
    if how != "import":
        _announce(session, case_number, before, agent_id, how, now)
    return True


def give_up_ownership(session: Session, *, case_number: str, because: str, now: datetime) -> str | None:
    """From now on nobody owns the case: the next to talk to its customer will. Tells whose it was; None if nobody's."""
    case = session.get(Case, case_number, with_for_update=True, populate_existing=True)
    if case is None or case.owner_id is None:
        return None
    owner, case.owner_id = case.owner_id, None
    _ends(session, [case_number], now, because)
    session.flush()
    _announce(session, case_number, owner, None, "given_up", now)
    return owner


def open_cases_of(session: Session, agent_id: str) -> Sequence[str]:
    """The numbers of an agent's open cases; nobody else changes these cases until this transaction ends."""
    theirs = select(Case.number).where(Case.owner_id == agent_id, Case.status == "open")
    return session.scalars(theirs.order_by(Case.number).with_for_update()).all()


def hand_over_all(session: Session, *, from_agent: str, to_agents: Sequence[str], reason: str, now: datetime) -> int:
    """Off-boarding: every open case of one agent goes to others in one act, dealt out one by one where they are
    several. Tells how many. Closed cases are nobody's any more: whoever talks about one first will own it.
    """
    numbers = open_cases_of(session, from_agent)
    for place, to_agent in enumerate(to_agents):
        dealt = numbers[place :: len(to_agents)]
        for begin in range(0, len(dealt), AT_ONCE):
            _pass_on(session, dealt[begin : begin + AT_ONCE], from_agent, to_agent, reason, now)
    _let_go_of_closed(session, from_agent, reason, now)
    return len(numbers)


def owners_of(session: Session, case_number: str) -> Sequence[Ownership]:
    """The history, first owner first."""
    chosen = select(Ownership).where(Ownership.case_number == case_number)
    return session.scalars(chosen.order_by(Ownership.since, Ownership.id)).all()


def _pass_on(
    session: Session, numbers: Sequence[str], from_agent: str, to_agent: str, reason: str, now: datetime
) -> None:
    _ends(session, numbers, now)
    _promises_follow(session, numbers, from_agent, to_agent)
    session.execute(update(Case).where(Case.number.in_(numbers)).values(owner_id=to_agent))
    facts = {"agent_id": to_agent, "since": now, "how": "off_boarding", "reason": reason}
    session.execute(insert(Ownership), [{"case_number": number, **facts} for number in numbers])
    for number in numbers:
        _announce(session, number, from_agent, to_agent, "off_boarding", now)


def _let_go_of_closed(session: Session, agent_id: str, because: str, now: datetime) -> None:
    current = update(Ownership).where(Ownership.agent_id == agent_id, Ownership.until.is_(None))
    session.execute(current.values(until=now, ended_because=because))
    session.execute(update(Case).where(Case.owner_id == agent_id, Case.status == "closed").values(owner_id=None))


def _ends(session: Session, numbers: Sequence[str], now: datetime, because: str | None = None) -> None:
    """Whoever owned these does no longer, and what was offered of them is no more."""
    current = update(Ownership).where(Ownership.case_number.in_(numbers), Ownership.until.is_(None))
    session.execute(current.values(until=now, ended_because=because))
    offers_are_overtaken(session, numbers, now)


def _promises_follow(session: Session, numbers: Sequence[str], from_agent: str, to_agent: str) -> None:
    theirs = Promise.case_number.in_(numbers), Promise.by_agent == from_agent, Promise.status == "open"
    session.execute(update(Promise).where(*theirs).values(by_agent=to_agent))


def _announce(session: Session, number: str, before: str | None, owner: str | None, how: str, now: datetime) -> None:
    told = {"case": number, "owner_id": owner, "before": before, "how": how}
    announce(session, "case.owner_changed", f"case:{number}", told, now=now)
