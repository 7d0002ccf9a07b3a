"""Where `sahip hardship` works: the register of this folder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from cases.caller_id import parse_caller_id
from cases.civil_day import civil_day
from cases.errors import EntryOverlaps, EntryRefused
from cases.hardship import ACTIONS, Action, Hardship, Verdict, Whose, hardships, may_be_done
from cases.hardship_register import Person, Scope, end_entry, enter
from engine.demo_clock import clock_of
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.hours_desk import who_orders
from engine.stores import database_of, see_to_schema
from records.database import reading, writing

MOST = 10_000
"""Entries listed; the API has them all, page by page."""


@dataclass(frozen=True, kw_only=True)
class _Desk:
    database: Engine
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        return civil_day(self.clock())


def entries_here(*, every: bool) -> Sequence[Hardship]:
    """Those in force today or later, or all."""
    desk = _desk()
    with reading(desk.database) as session:
        return [one for one in hardships(session, limit=MOST) if every or not _is_over(one, desk.today)]


def add_here(
    *, author: str | None, actions: Sequence[Action], starts_on: date | None, phone: str | None, **told: Any
) -> Hardship:
    """Raises OrderRefused with what is wrong; then nothing was written."""
    desk = _desk()
    person = Person(phone=_number(phone), customer_id=told.pop("customer_id"), subscriber=told.pop("subscriber"))
    scope = Scope(actions=tuple(actions) or ACTIONS, starts_on=starts_on or desk.today, **told)
    try:
        with writing(desk.database) as session:
            return enter(session, person, scope, by=who_orders(author), now=desk.clock())
    except (EntryRefused, EntryOverlaps) as refused:
        raise OrderRefused(str(refused)) from None


def end_here(entry_id: int, *, author: str | None) -> bool:
    desk = _desk()
    with writing(desk.database) as session:
        entry = session.get(Hardship, entry_id)
        if entry is None:
            raise OrderRefused(f"There is no entry {entry_id} in the register.")
        return end_entry(session, entry, by=who_orders(author), now=desk.clock())


def check_here(
    *, action: Action, phone: str | None, customer_id: str | None, subscriber: str | None, debt_date: date | None,
    on: date | None,
) -> Verdict:  # fmt: skip
    """Raises OrderRefused where nobody is named, or a number cannot be read: it would protect nobody."""
    if not (phone or customer_id or subscriber):
        raise OrderRefused("Say whom: --phone, --customer or --subscriber.")
    desk = _desk()
    whose = Whose(phone=_number(phone), customer_id=customer_id, subscriber=subscriber)
    with reading(desk.database) as session:
        return may_be_done(session, action, whose, on=on or desk.today, debt_date=debt_date)


def _desk() -> _Desk:
    settings = source_here().settings()
    see_to_schema(settings)
    return _Desk(database=database_of(settings), clock=clock_of(settings))


def _is_over(entry: Hardship, today: date) -> bool:
    return entry.ended_at is not None or (entry.ends_on is not None and entry.ends_on < today)


def _number(written: str | None) -> str | None:
    if written is None:
        return None
    number = parse_caller_id(written)
    if number.kind != "e164":
        raise OrderRefused(f"{written} is not a telephone number such as +905321234567.")
    return number.value
