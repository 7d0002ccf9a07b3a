"""The customer is on the line themselves: calls we owe them are held while their own call lives, and made after it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.callback import FIRST_STATE, Callback
from records.call_record import call_record

RANG_IN: Final = "rang_in"
"""Why a callback is not made just now, or not at all any more."""
HELD_AGAIN: Final = timedelta(seconds=5)
"""How soon after their call has ended a callback that it did not settle stands in line again, at most."""
RECORD_BY: Final = timedelta(minutes=1)
"""The record of a call that rings in is written by then; one we have none of is not alive."""
LONGEST_HOLD: Final = timedelta(hours=4)
"""No call lasts longer: the network ends it."""


def hold(callback: Callback, *, call: str, now: datetime) -> None:
    """Nobody calls them while this call of theirs lives."""
    if callback.held_by != call:
        callback.held_by, callback.held_since = call, now


def was_overtaken(callback: Callback) -> bool:
    """They rang in while we were about to call them, or while their phone rang, and nothing else came of it since."""
    return callback.state == FIRST_STATE and callback.why == RANG_IN


def is_held(session: Session, callback: Callback, now: datetime) -> bool:
    """Whether a call of theirs is alive that this callback was held for."""
    if callback.held_by is None or callback.held_since is None or now - callback.held_since > LONGEST_HOLD:
        return False
    record = call_record(session, callback.held_by)
    if record is None or record.arrived_at is None:
        return now - callback.held_since <= RECORD_BY
    return record.stage != "ended"
