"""How the register of hardship is kept: who is entered, what an entry may say, how it changes and ends.

Two entries about the same customer, number or meter never speak of the same day, action and debt: whoever reads the
register finds one answer. Entries that come of a payment plan stand beside the others; they are their plan's.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from cases.civil_day import civil_day
from cases.customer import Customer
from cases.errors import EntryChanged, EntryOverlaps, EntryRefused
from cases.hardship import ACTIONS, Action, Hardship
from cases.payment_plan import PaymentPlan
from records.audit import append as append_audit
from records.database import serialise

FURTHEST: Final = timedelta(days=3660)
"""An entry that begins or ends further away than ten years is a slip of the pen."""


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is not done, on which days, for which debts, and why."""

    actions: tuple[Action, ...] = ACTIONS
    starts_on: date
    ends_on: date | None = None
    debts_from: date | None = None
    debts_until: date | None = None
    reason: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """Whom an entry is for: by at least one of these."""

    customer_id: str | None = None
    phone: str | None = None
    subscriber: str | None = None


def enter(session: Session, person: Person, scope: Scope, *, by: str, now: datetime) -> Hardship:
    """Put somebody in the register. Raises EntryRefused and EntryOverlaps; then nothing was written."""
    _check_person(session, person)
    _check(scope, civil_day(now))
    serialise(session, "hardship")
    _refuse_overlap(session, person, scope)
    entry = Hardship(**asdict(person), **_columns(scope), made_by=by, made_at=now)
    session.add(entry)
    session.flush()
    told = _told(asdict(person) | _columns(scope))
    append_audit(session, by, "hardship_entered", f"hardship:{entry.id}", told, now)
    return entry


def change(session: Session, entry_id: int, scope: Scope, *, version: int, by: str, now: datetime) -> Hardship:
    """Give an entry another scope, if it is still as it was read. Raises EntryChanged, EntryRefused, EntryOverlaps."""
    serialise(session, "hardship")
    entry = session.get_one(Hardship, entry_id, with_for_update=True, populate_existing=True)
    if entry.version != version or entry.ended_at is not None:
        raise EntryChanged(entry.id, entry.version, ended=entry.ended_at is not None)
    _check(scope, civil_day(now))
    person = Person(customer_id=entry.customer_id, phone=entry.phone, subscriber=entry.subscriber)
    _refuse_overlap(session, person, scope, but=entry.id)
    told = {name: value for name, value in _columns(scope).items() if getattr(entry, name) != value}
    for name, value in told.items():
        setattr(entry, name, value)
    if told:
        entry.version += 1
        append_audit(session, by, "hardship_changed", f"hardship:{entry.id}", _told(told), now)
    session.flush()
    return entry


def end_entry(session: Session, entry: Hardship, *, by: str, now: datetime) -> bool:
    """From now on it stops nothing; it stays to be read. False when it had ended before."""
    entry = session.get_one(Hardship, entry.id, with_for_update=True, populate_existing=True)
    if entry.ended_at is not None:
        return False
    entry.ended_at, entry.version = now, entry.version + 1
    append_audit(session, by, "hardship_ended", f"hardship:{entry.id}", {}, now)
    session.flush()
    return True


def overlapping(session: Session, person: Person, scope: Scope, *, but: int | None = None) -> Hardship | None:
    """The first entry that speaks of the same person, day, action and debt; one of a payment plan is none."""
    of_plans = select(PaymentPlan.hardship_id).where(PaymentPlan.hardship_id.is_not(None))
    chosen = select(Hardship).where(_about(person), Hardship.ended_at.is_(None), Hardship.id.not_in(of_plans))
    others = (entry for entry in session.scalars(chosen.order_by(Hardship.id)) if entry.id != but)
    return first_overlap(scope, others)


def first_overlap(scope: Scope, entries: Iterable[Hardship]) -> Hardship | None:
    return next((entry for entry in entries if _same_scope(scope, entry)), None)


def _same_scope(scope: Scope, entry: Hardship) -> bool:
    return (
        not set(scope.actions).isdisjoint(entry.actions)
        and _share_days(scope.starts_on, scope.ends_on, entry.starts_on, entry.ends_on)
        and _share_days(scope.debts_from, scope.debts_until, entry.debts_from, entry.debts_until)
    )


def _share_days(first: date | None, last: date | None, other_first: date | None, other_last: date | None) -> bool:
    """Whether two spans have a day in common; one without a beginning or an end goes on for ever."""
    begins, other_begins = first or date.min, other_first or date.min
    return begins <= (other_last or date.max) and other_begins <= (last or date.max)


def _about(person: Person) -> ColumnElement[bool]:
    """One of the three is the same: an entry for a number and one for its customer may each say its own."""
    named = {getattr(Hardship, name): value for name, value in asdict(person).items() if value}
    return or_(*(column == value for column, value in named.items()))


def _refuse_overlap(session: Session, person: Person, scope: Scope, *, but: int | None = None) -> None:
    other = overlapping(session, person, scope, but=but)
    if other is not None:
        raise EntryOverlaps(other.id)


def _check_person(session: Session, person: Person) -> None:
    if not (person.customer_id or person.phone or person.subscriber):
        raise EntryRefused("customer_id", "Say for whom: customer_id, phone or subscriber.")
    if person.customer_id and session.get(Customer, person.customer_id) is None:
        raise EntryRefused("customer_id", f"There is no customer {person.customer_id}.")


def _check(scope: Scope, today: date) -> None:
    """Debts may be as old as they like, and the entry may have begun; what is over protects nobody any more."""
    if scope.ends_on and scope.ends_on < scope.starts_on:
        raise EntryRefused("ends_on", "lies before starts_on")
    if scope.ends_on and scope.ends_on < today:
        raise EntryRefused("ends_on", "lies in the past: such an entry would stop nothing")
    if scope.debts_from and scope.debts_until and scope.debts_until < scope.debts_from:
        raise EntryRefused("debts_until", "lies before debts_from")
    for name, day in (("starts_on", scope.starts_on), ("ends_on", scope.ends_on)):
        if day is not None and abs(day - today) > FURTHEST:
            raise EntryRefused(name, "is more than ten years away")


def _columns(scope: Scope) -> dict[str, object]:
    return asdict(scope) | {"actions": list(scope.actions)}


def _told(facts: dict[str, object]) -> dict[str, object]:
    """As the audit keeps it: days are written out."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()}
