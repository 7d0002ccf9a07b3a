"""A thousand neighbouring numbers, of which one caller may have all: how many of them are owed a call already."""

from typing import Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.rules import BudgetRules
from records.database import serialise
from telephony.customer_number import BLOCK_DIGITS, block_of

OWED: Final = "block_owed"
"""Why no call is promised: so many neighbours of this number wait for one that this could not be kept."""


def in_block(phone: str) -> ColumnElement[bool]:
    """Callbacks to numbers of the same block, found by the index of numbers."""
    block = block_of(phone)
    return and_(
        Callback.phone.between(block + "0" * BLOCK_DIGITS, block + "9" * BLOCK_DIGITS),
        func.length(Callback.phone) == len(phone),
    )


def too_many_owed(session: Session, rules: BudgetRules, phone: str) -> bool:
    """Whether its block is owed as many calls as may be made to it in an hour: one more would only be a broken promise.

    While a transaction asks, no other one promises a call to this block.
    """
    if not rules.per_block_an_hour:
        return False
    serialise(session, f"{OWED}:{block_of(phone)}")
    owed = select(func.count()).select_from(Callback).where(in_block(phone), NOT_OVER)
    return (session.scalar(owed) or 0) >= rules.per_block_an_hour
