"""The life of a callback: its states, what may follow what, and how it ends. docs/callbacks.md draws it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal, get_args

from sqlalchemy.orm import Session

from callbacks.callback import Callback, announce_callback
from callbacks.callback_step import keep_step
from callbacks.dialler.state import State
from cases.promise import End, Promise, end_promise, make_good

Waiting = Literal["owner_wait", "pool"]
ENDS: Final[tuple[str, ...]] = get_args(End)
CLOCK: Final = "clock"

FOLLOWS: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "scheduled": frozenset({"owner_wait", "pool"}),
    "owner_wait": frozenset({"pool", "agent_ringing", "customer_ringing", "scheduled"}),
    "pool": frozenset({"owner_wait", "agent_ringing", "customer_ringing", "scheduled"}),
    "agent_ringing": frozenset({"owner_wait", "pool", "customer_ringing", "scheduled"}),
    "customer_ringing": frozenset({"owner_wait", "pool", "agent_ringing", "connected", "scheduled"}),
    "connected": frozenset({"customer_ringing", "owner_wait", "pool", "scheduled"}),
})  # fmt: skip
"""What may follow each state; every one of them may also end."""

IN_LINE: Final = ("owner_wait", "pool", "agent_ringing")
"""An agent is looked for, or rings."""
ON_THE_LINE: Final = ("customer_ringing", "connected")
"""The customer's phone rings, or they talk: nobody takes the callback away from under them."""


def moves(
    session: Session, callback: Callback, to: State, *, why: str | None = None, who: str = CLOCK, now: datetime
) -> bool:
    """Into another state, as a step. False where it is over, in that state already for that reason, or may not."""
    if callback.over or to not in FOLLOWS[callback.state]:
        return False
    callback.state, callback.why = to, why
    callback.version += 1
    keep_step(session, callback, who=who, now=now)
    session.flush()
    return True


def ends(
    session: Session,
    callback: Callback,
    how: End,
    *,
    why: str | None = None,
    who: str = CLOCK,
    now: datetime,
    note: str | None = None,
) -> bool:
    """It is over, and so is its promise, if that was not. False where it was over already.

    What stands on the floor or rings for it is ended by whoever calls this, once it is committed, or by its last look.
    """
    if callback.over:
        return False
    if not end_promise(session, callback.promise_id, how, now, who=who, note=note or why) and how == "kept":
        _makes_good(session, callback.promise_id, who=who, note=note or why, now=now)
    callback.state, callback.why, callback.ended_at = how, why, now
    callback.look_at = now if callback.floor_call else None
    callback.version += 1
    keep_step(session, callback, who=who, now=now)
    session.flush()
    announce_callback(session, f"callback.{how}", callback, now=now)
    return True


def _makes_good(session: Session, promise_id: int, *, who: str, note: str | None, now: datetime) -> None:
    """The call was made after all: too late for its promise, which was broken, and better than never."""
    promise = session.get(Promise, promise_id)
    if promise is not None and promise.status == "broken":
        make_good(session, promise, who=who, note=note, now=now)
