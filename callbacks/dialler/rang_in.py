"""The customer rings in before we have called them: one conversation comes of it, and no phone rings for the other.

What we owe them is held in SQL first, in the transaction in which a dialler looks too: whoever dials after it sees it,
and whoever dialled before it is seen. Then their call takes over on the floor what stood there for the callback.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.held import HELD_AGAIN, RANG_IN, hold, is_held
from callbacks.dialler.in_line import CALLED_OFF, takes_off_the_floor
from callbacks.dialler.life import IN_LINE, moves
from callbacks.noting import note
from callbacks.place import Place
from records.database import one_look, reading, writing
from records.errors import RecordsUnavailable
from telephony.attempt import open_attempt_for, withdrawn

log = structlog.get_logger(__name__)

CALLER: Final = "caller"
TALKING: Final = "connected"
IN_LINE_OR_RINGING: Final = (*IN_LINE, "customer_ringing")
ENDED: Final = {"by": "caller", "status": RANG_IN, "outcome": CALLED_OFF}
"""How a stay in line is recorded that the customer's own call has ended."""


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A callback that the customer was quicker than. `floor_call` is what the floor knows it by, where it stood there;
    `leg` the token of a try that has left already: their phone may ring."""

    queue: str
    agent_id: str | None
    language: str
    customer_id: str | None
    case_number: str
    place_at: datetime
    floor_call: str | None
    leg: str | None


def customer_rings_in(board: Board, call: str, *, phone: str, customers: Collection[str]) -> Owed | None:
    """All that we owe them is held while `call` lives, and what their phone rings for is ended. Returns the callback
    that stood in line, where one did, for `call` to take over from; once: asked again, it stands there no more. With
    the records out of reach nothing is held.
    """
    try:
        if not _are_owed_any(board, phone, customers):
            return None
        with writing(board.database) as session:
            held = _held(session, call, phone, customers, board.clock())
    except RecordsUnavailable as trouble:
        log.warning("callbacks_not_held", call=call, why=str(trouble))
        return None
    for callback in held:
        if callback.leg:
            board.jobs.end_attempt(callback.leg)
    stood = [callback for callback in held if callback.floor_call]
    if not stood:
        return None
    first, *others = stood
    for other in others:  # they are here about one of them; whoever is held for another is free
        takes_off_the_floor(board, str(other.floor_call), RANG_IN)
    return first


def at_the_callbacks_place(board: Board, place: Place) -> Place:
    """Who rings in and is due a call by this queue has waited since they asked for it, and is here about that, where
    they named no other case."""
    queue = board.policy.queue(place.queue).name
    chosen = select(Callback).where(
        Callback.held_by == place.call, Callback.queue == queue, NOT_OVER, Callback.not_before <= board.clock()
    )
    try:
        with reading(board.database) as session:
            waited = session.scalars(chosen.order_by(Callback.place_at).limit(1)).first()
    except RecordsUnavailable:
        return place
    if waited is None:
        return place
    since = min(waited.place_at, place.since)
    if place.case is not None:
        return replace(place, since=since)
    customer = place.customer or waited.customer_id
    told = {"customer": customer, "case": waited.case_number}
    note(board, "identified", place.call, told, once=f"{place.call}:{waited.id}")
    return replace(place, since=since, customer=customer, case=waited.case_number)


def _are_owed_any(board: Board, phone: str, customers: Collection[str]) -> bool:
    """One look: nearly everybody who calls is owed no call."""
    one = select(Callback.id).where(owed_to(phone, customers), NOT_OVER).limit(1)
    with one_look(board.database) as connection:
        return connection.execute(one).first() is not None


def owed_to(phone: str, customers: Collection[str]) -> ColumnElement[bool]:
    """Callbacks to this number, or about these customers at any number of theirs."""
    theirs = Callback.phone == phone
    return or_(theirs, Callback.customer_id.in_(sorted(customers))) if customers else theirs


def _held(session: Session, call: str, phone: str, customers: Collection[str], now: datetime) -> Sequence[Owed]:
    """Those that no other call of theirs holds: this one does from now on. The one their phone rings for comes first,
    then whoever waited longest. One whose conversation is on goes on: nobody is taken away from under it."""
    chosen = select(Callback).where(owed_to(phone, customers), NOT_OVER).order_by(Callback.id).with_for_update()
    held = [
        _is_held_for(session, callback, call, now)
        for callback in session.scalars(chosen).all()
        if callback.held_by == call or not is_held(session, callback, now)
    ]
    return sorted(held, key=lambda one: (one.leg is None, one.place_at))


def _is_held_for(session: Session, callback: Callback, call: str, now: datetime) -> Owed:
    hold(callback, call=call, now=now)
    stood = callback.floor_call if callback.state in IN_LINE_OR_RINGING else None
    if callback.state in IN_LINE_OR_RINGING:
        moves(session, callback, "scheduled", why=RANG_IN, who=CALLER, now=now)
        callback.look_at, callback.floor_call = now + HELD_AGAIN, None
    attempt = open_attempt_for(session, callback.id) if callback.state != TALKING else None
    left = attempt is not None and not withdrawn(session, attempt.token, now=now)
    return Owed(
        queue=callback.queue,
        agent_id=callback.agent_id,
        language=callback.language,
        customer_id=callback.customer_id,
        case_number=callback.case_number,
        place_at=callback.place_at,
        floor_call=stood,
        leg=attempt.token if attempt is not None and left else None,
    )
