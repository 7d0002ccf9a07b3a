"""So many calls to customers at most: to one number in a day; to a block, to a country and in all in an hour.

Counted in the transaction that writes the intent, and one such transaction at a time for each of these: what several
processes call together never exceeds them. A day is the last 24 hours. What never left and what the network refused to
call does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, Select, select, true
from sqlalchemy.orm import Session

from callbacks.dialler.refusal import Refusal, UsedUp
from callbacks.dialler.rules import BudgetRules
from records.database import serialise
from telephony.attempt import AttemptRow
from telephony.customer_number import block_of, country_of

A_DAY: Final = timedelta(days=1)
AN_HOUR: Final = timedelta(hours=1)
NOBODY_RANG: Final = ("rejected", "not_made")
"""States of attempts by which no telephone rang."""


@dataclass(frozen=True, kw_only=True)
class Budget:
    """At most `most` calls to `whom` (a key of this budget) `within` any such time."""

    why: UsedUp
    whom: str
    among: ColumnElement[bool]
    most: int
    within: timedelta


def used_up(session: Session, rules: BudgetRules, phone: str, now: datetime) -> Refusal | None:
    """The budget that is free again last of those that are used up; None where one more call may be made."""
    refusals = [refusal for budget in _budgets(rules, phone) if (refusal := _refusal(session, budget, now)) is not None]
    return max(refusals, key=lambda one: one.until or now, default=None)


def _budgets(rules: BudgetRules, phone: str) -> Iterator[Budget]:
    """Those that are set, the widest first: everybody who locks several locks them in this order."""
    country, block = country_of(phone), block_of(phone)
    every = (
        Budget(why="hour_budget", whom="", among=true(), most=rules.per_hour, within=AN_HOUR),
        Budget(why="country_budget", whom=country or "", among=AttemptRow.country == country,
               most=rules.per_country_an_hour, within=AN_HOUR),
        Budget(why="block_budget", whom=block, among=AttemptRow.block == block,
               most=rules.per_block_an_hour, within=AN_HOUR),
        Budget(why="number_budget", whom=phone, among=AttemptRow.destination == phone,
               most=rules.per_number_a_day, within=A_DAY),
    )  # fmt: skip
    return (budget for budget in every if budget.most)


def _refusal(session: Session, budget: Budget, now: datetime) -> Refusal | None:
    serialise(session, f"{budget.why}:{budget.whom}")
    last_but_most = session.scalar(_last_but_most(budget, now))
    return None if last_but_most is None else Refusal(why=budget.why, until=last_but_most + budget.within)


def _last_but_most(budget: Budget, now: datetime) -> Select[datetime]:
    """When the oldest of the last `most` calls was begun, where there were so many: reads no more rows than that."""
    counted = select(AttemptRow.created_at).where(
        budget.among,
        AttemptRow.block.is_not(None),
        AttemptRow.created_at > now - budget.within,
        AttemptRow.state.not_in(NOBODY_RANG),
    )
    return counted.order_by(AttemptRow.created_at.desc()).offset(budget.most - 1).limit(1)
