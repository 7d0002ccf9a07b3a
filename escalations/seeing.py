"""What is true of a matter when somebody asks whether it is to go further up: counted from the records."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.civil_day import civil_day
from cases.customer import Customer
from cases.goodwill_rules import months_between
from cases.hardship import Hardship
from cases.promise import OURS, Promise
from escalations.asked import Request
from escalations.board import EscalationBoard
from escalations.hold_time import held_for
from records.call_record import SIDE, CallRow
from records.owed_call import CALLBACK
from staff.agent import agent

CONDUCT: Final = "conduct"
"""The reason of a case about how somebody was treated."""
ONE_MINUTE: Final = timedelta(minutes=1)
NOT_OF_CALLERS: Final = (CALLBACK, SIDE)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """`waited` and `held` are minutes; `months_here` None where nobody knows when the agent was hired, or there is
    none. `tier` is the customer's."""

    repeat_calls: int = 0
    broken_promises: int = 0
    bounces: int = 0
    waited: float = 0
    held: float = 0
    hardship: bool = False
    public: bool = False
    conduct: bool = False
    months_here: int | None = None
    tier: str | None = None


def what_is_seen(board: EscalationBoard, session: Session, request: Request, now: datetime) -> Seen:
    """Without a case nothing of a case is seen, and so on: what nobody knows is nothing."""
    case = session.get(Case, request.case_number) if request.case_number else None
    customer_id = request.customer_id or (case.customer_id if case else None)
    customer = session.get(Customer, customer_id) if customer_id else None
    within = timedelta(days=board.escalations.triggers["repeat_calls"].within_days)
    return Seen(
        repeat_calls=_calls(session, case, now - within) if case else 0,
        broken_promises=_broken(session, case.number) if case else 0,
        bounces=case.bounces if case else 0,
        waited=_waited(session, request.call, now),
        held=held_for(session, request.call, now) / ONE_MINUTE if request.call else 0,
        hardship=_is_protected(session, customer_id, case.phone if case else None, now),
        public=case is not None and case.public_link is not None,
        conduct=case is not None and case.reason == CONDUCT,
        months_here=_months_here(session, request.agent_id, now),
        tier=customer.tier if customer else None,
    )


def _calls(session: Session, case: Case, since: datetime) -> int:
    """Calls of theirs about it, of the same day as well."""
    about = select(func.count()).where(
        CallRow.case_number == case.number, CallRow.arrived_at >= since, CallRow.direction.not_in(NOT_OF_CALLERS)
    )
    return session.scalar(about) or 0


def _broken(session: Session, number: str) -> int:
    ours = select(func.count()).where(
        Promise.case_number == number,
        Promise.party == OURS,
        Promise.status == "broken",
        Promise.made_good_at.is_(None),
        Promise.makes_good.is_(None),
    )
    return session.scalar(ours) or 0


def _waited(session: Session, call: str | None, now: datetime) -> float:
    row = session.get(CallRow, call) if call else None
    if row is None or row.waiting_at is None:
        return 0
    since = min(row.place_at or row.waiting_at, row.waiting_at)
    return max(((row.answered_at or row.ended_at or now) - since) / ONE_MINUTE, 0)


def _is_protected(session: Session, customer_id: str | None, phone: str | None, now: datetime) -> bool:
    on, whose = civil_day(now), []
    if customer_id is not None:
        whose.append(Hardship.customer_id == customer_id)
    if phone is not None:
        whose.append(Hardship.phone == phone)
    if not whose:
        return False
    in_force = (Hardship.starts_on <= on) & or_(Hardship.ends_on.is_(None), Hardship.ends_on >= on)
    chosen = select(Hardship.id).where(or_(*whose), Hardship.ended_at.is_(None), in_force)
    return session.scalars(chosen.limit(1)).first() is not None


def _months_here(session: Session, agent_id: str | None, now: datetime) -> int | None:
    known = agent(session, agent_id) if agent_id else None
    if known is None or known.hired_on is None:
        return None
    return months_between(known.hired_on, civil_day(now))
