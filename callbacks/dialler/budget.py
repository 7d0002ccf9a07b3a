"""So many calls to customers at most: to one number in a day; to a block, to a country and in all in an hour.

Counted in the transaction that writes the intent, and one such transaction at a time for each of these: what several
processes call together never exceeds them. A day is the last 24 hours. What never left and what the network refused to
call does not count. Whoever stands in line to be called counts as called, so that no agent is asked for a call that
may not be made any more when they are ready for it.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from callbacks.dialler.life import IN_LINE
from callbacks.dialler.neighbours import in_block
from callbacks.dialler.refusal import Refusal, UsedUp
from callbacks.dialler.rules import BudgetRules
from records.database import serialise
from telephony.attempt import AttemptRow
from telephony.customer_number import block_of, country_of

A_DAY: Final = timedelta(days=1)
AN_HOUR: Final = timedelta(hours=1)
NOBODY_RANG: Final = ("rejected", "not_made")
"""States of attempts by which no telephone rang."""
LINE_MOVES: Final = timedelta(minutes=10)
"""Who may not be called because of those in line asks again after so long."""
SPREAD: Final = timedelta(minutes=5)
"""Hundreds who wait for the same budget do not all ask in the same moment: nobody else has to wait for that."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """At most `most` calls to `whom` (a key of this budget) `within` any such time.

    `among` finds those calls; `stands` whoever may stand in line for one, and `counts` is sure; empty: nobody does.
    """

    why: UsedUp
    whom: str
    most: int
    within: timedelta
    among: ColumnElement[bool]
    stands: ColumnElement[bool] | None
    counts: Callable[[str], bool]


def used_up(session: Session, rules: BudgetRules, phone: str, now: datetime) -> Refusal | None:
    """The budget that is free again last of those that are used up; None where one more call may be made."""
    every = (_refusal(session, budget, phone, now) for budget in _budgets(rules, phone))
    return max((one for one in every if one is not None), key=lambda one: one.until or now, default=None)


def _budgets(rules: BudgetRules, phone: str) -> Iterator[Budget]:
    """Those that are set, the widest first: everybody who locks several locks them in this order."""
    country, block = country_of(phone), block_of(phone)
    every = (
        Budget(why="hour_budget", whom="", most=rules.per_hour, within=AN_HOUR, among=true(), stands=true(),
               counts=lambda _: True),
        Budget(why="country_budget", whom=country or "", most=rules.per_country_an_hour, within=AN_HOUR,
               among=AttemptRow.country == country, stands=true(), counts=lambda other: country_of(other) == country),
        Budget(why="block_budget", whom=block, most=rules.per_block_an_hour, within=AN_HOUR,
               among=AttemptRow.block == block, stands=in_block(phone), counts=lambda other: block_of(other) == block),
        Budget(why="number_budget", whom=phone, most=rules.per_number_a_day, within=A_DAY,
               among=AttemptRow.destination == phone, stands=None, counts=lambda _: False),
    )  # fmt: skip
    return (budget for budget in every if budget.most)


def _refusal(session: Session, budget: Budget, phone: str, now: datetime) -> Refusal | None:
    serialise(session, f"{budget.why}:{budget.whom}")
    calls = session.scalars(_last_calls(budget, now)).all()
    if len(calls) >= budget.most:
        free = calls[-1] + budget.within
    elif len(calls) + _in_line(session, budget, phone) >= budget.most:
        free = now + LINE_MOVES
    else:
        return None
    return Refusal(why=budget.why, until=free if budget.stands is None else free + _spread(phone))


def _last_calls(budget: Budget, now: datetime) -> Select[datetime]:
    """When the last calls were begun, the newest first: reads no more of them than the budget has."""
    counted = select(AttemptRow.created_at).where(
        budget.among,
        AttemptRow.block.is_not(None),
        AttemptRow.created_at > now - budget.within,
        AttemptRow.state.not_in(NOBODY_RANG),
    )
    return counted.order_by(AttemptRow.created_at.desc()).limit(budget.most)


def _in_line(session: Session, budget: Budget, phone: str) -> int:
    """How many others stand in line to be called."""
    if budget.stands is None:
        return 0
    others = select(Callback.phone).where(budget.stands, Callback.state.in_(IN_LINE), Callback.phone != phone)
    return sum(budget.counts(other) for other in session.scalars(others))


def _spread(phone: str) -> timedelta:
    """The same for the same number."""
    return SPREAD * (int.from_bytes(hashlib.sha256(phone.encode()).digest()[:4], "big") / 2**32)
