"""So many text messages at most: to one number in a day, to a thousand neighbours in an hour.

Whoever shows a number that is not theirs, or writes from one, makes us write to it: a message that says "we will call
you" is cheap to ask for. What we owe by a promise or a decision, and what one of us wrote, leaves all the same and
counts: the others yield to it. Counted in the transaction that claims a message, one such at a time for each number.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from callbacks.dialler.budget import A_DAY, AN_HOUR
from callbacks.dialler.rules import BudgetRules
from cases.channel import BY_TELEPHONE
from cases.message import MessageRow
from records.database import serialise
from telephony.customer_number import BLOCK_DIGITS, block_of

OVER_LIMIT: Final = "over_limit"
"""How a message ends that was not sent, because enough were."""
OWED: Final = frozenset({"promise_broken", "update", "decision", "final_answer", "payment_plan"})
"""Templates of what we must let somebody know, however much they were written to; no stranger can ask for one."""
NEVER_LEFT: Final = (OVER_LIMIT, "refused", "opted_out", "stopped", "not_sent", "expired")


@dataclass(frozen=True, kw_only=True)
class MessageBudget:
    """At most `most` messages `within` any such time to `whom`; `among` finds them by the index of numbers."""

    whom: str
    most: int
    within: timedelta
    among: ColumnElement[bool]


@dataclass(frozen=True, kw_only=True)
class OverLimit:
    """How many messages were not sent, to how many numbers."""

    messages: int
    numbers: int


def is_over_limit(session: Session, rules: BudgetRules, row: MessageRow, now: datetime) -> bool:
    """Whether this text message must not leave: as many as may left to its number, or to the neighbours of it."""
    if row.channel not in BY_TELEPHONE or row.to_number is None or row.template in OWED or row.written_by is not None:
        return False
    return any(_is_used_up(session, budget, row, now) for budget in _budgets(rules, row.to_number))


def not_sent_lately(session: Session, now: datetime) -> OverLimit:
    """In the last 24 hours."""
    lately = select(func.count(), func.count(MessageRow.to_number.distinct())).where(
        MessageRow.state == OVER_LIMIT, MessageRow.settled_at > now - A_DAY
    )
    messages, numbers = session.execute(lately).one()
    return OverLimit(messages=messages, numbers=numbers)


def _budgets(rules: BudgetRules, phone: str) -> Iterator[MessageBudget]:
    """Those that are set, the widest first."""
    block = block_of(phone)
    neighbours = and_(
        MessageRow.to_number.between(block + "0" * BLOCK_DIGITS, block + "9" * BLOCK_DIGITS),
        func.length(MessageRow.to_number) == len(phone),
    )
    every = (
        MessageBudget(whom=f"block:{block}", most=rules.messages_per_block_an_hour, within=AN_HOUR, among=neighbours),
        MessageBudget(whom=phone, most=rules.messages_per_number_a_day, within=A_DAY,
                      among=MessageRow.to_number == phone),
    )  # fmt: skip
    return (budget for budget in every if budget.most)


def _is_used_up(session: Session, budget: MessageBudget, row: MessageRow, now: datetime) -> bool:
    serialise(session, f"messages:{budget.whom}")
    left = select(MessageRow.id).where(
        budget.among,
        MessageRow.id != row.id,
        MessageRow.channel.in_(BY_TELEPHONE),
        MessageRow.posted_at > now - budget.within,
        MessageRow.state.not_in(NEVER_LEFT),
    )
    return len(session.scalars(left.limit(budget.most)).all()) >= budget.most
