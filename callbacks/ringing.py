"""An agent's phone is made to ring: once, for one reservation, whatever breaks on the way.

A browser is not rung: the desk shows the offer, and the agent's click connects it to us. For a telephone the intent is
committed before the request leaves; a request whose outcome nobody knows is never sent again.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from callbacks.board import Board
from callbacks.dialler.customer_first import is_held_for
from callbacks.dialler.floor_name import is_callback
from callbacks.placing import InDoubt, NotYet, Order, Refused, Rings, held_until, placed
from callbacks.writing import write_journal
from records.database import reading, writing
from routing.moving import carry
from routing.reservation import Reservation
from staff.agent import Agent, agent
from telephony.attempt import Attempt, begin, open_attempt_for, open_attempt_to, withdrawn
from telephony.errors import AttemptOpen

RING: Final = "agent_ring"
LANGUAGE: Final = "tr"
"""Spoken to an agent whose languages nobody wrote down."""
LINE_BUSY_AGAIN: Final = timedelta(seconds=1)
"""The agent's phone may still be ringing for somebody else: look again then."""
LINE_BUSY_PATIENCE: Final = timedelta(seconds=3)
"""A leg that is being taken down is down by then; what lasts longer is not worth a caller's wait."""
LONGEST_CALL_SECONDS: Final = 14_400
"""Four hours: Twilio's own bound, said aloud so that no leg can run for ever."""


def ring(board: Board, reservation_id: str) -> None:
    reservation = board.floor.reservation(reservation_id)
    if reservation is None or reservation.state != "offered" or is_held_for(board, reservation):
        return
    with reading(board.database) as session:
        called = agent(session, reservation.agent)
    if called is not None and called.endpoint == "browser":
        _shows_on_the_desk(board, reservation)
        return
    if called is None or not called.phone:
        carry(board, board.floor.offer_fails(reservation_id, why="unreachable", now=board.clock()))
        return
    attempt = _intent(board, reservation, called)
    if attempt is None or _nobody_waits_any_more(board, reservation, attempt):
        return
    if later := held_until(board, attempt):
        board.floor.ring_later(reservation.id, at=later, now=board.clock())
    else:
        _dial(board, reservation, attempt, language=str(called.languages[0]) if called.languages else LANGUAGE)


def _shows_on_the_desk(board: Board, reservation: Reservation) -> None:
    """The offer stands as long as it did before: from here on it is the agent who is waited for."""
    until = _offered_at(board, reservation) + board.offer_time(reservation.call).offer
    board.floor.reservation_rings(reservation.id, leg="", deadline=until, now=board.clock())


def _offered_at(board: Board, reservation: Reservation) -> datetime:
    """Of an offer that nobody began to ring."""
    return reservation.deadline - timedelta(seconds=board.policy.offer_seconds)


def _intent(board: Board, reservation: Reservation, called: Agent) -> Attempt | None:
    """The one attempt for this reservation, new or begun earlier; None while the phone may ring for another.

    For whom it rings is in SQL before it does: were Redis lost then, the leg would be nobody's, and rung once more.
    """
    if (begun := _begun(board, reservation)) is not None:
        return begun
    write_journal(board)
    facts: dict[str, Any] = {
        "kind": RING,
        "subject": reservation.id,
        "call": reservation.call,
        "agent_id": reservation.agent,
    }
    try:
        with writing(board.database) as session:
            return begin(session, token=board.new_id(), destination=str(called.phone), now=board.clock(), **facts)
    except AttemptOpen:
        if (begun := _begun(board, reservation)) is not None:
            return begun  # another process was a moment quicker; one of the two will dial
        _ask_no_more(board, str(called.phone))
        _line_may_be_busy(board, reservation)
        return None


def _nobody_waits_any_more(board: Board, reservation: Reservation, attempt: Attempt) -> bool:
    """Since it was written down the floor may have been lost, and somebody else may be offered this agent."""
    if board.floor.reservation(reservation.id) is not None:
        return False
    with writing(board.database) as session:
        withdrawn(session, attempt.token, now=board.clock())
    return True


def _begun(board: Board, reservation: Reservation) -> Attempt | None:
    with reading(board.database) as session:
        return open_attempt_for(session, reservation.id)


def _ask_no_more(board: Board, phone: str) -> None:
    """Who has just declined may still be asked why, on this phone, and who stood in the room of a callback may still
    hear what became of it: the next caller is worth more than either."""
    with reading(board.database) as session:
        attempt = open_attempt_to(session, phone)
    before = board.floor.reservation(attempt.subject) if attempt and attempt.kind == RING else None
    if before is not None and (before.why == "rejected" or (is_callback(before.call) and not _holds(board, before))):
        board.jobs.cancel([before])


def _holds(board: Board, reservation: Reservation) -> bool:
    known = board.floor.agent(reservation.agent)
    return known is not None and known.reservation == reservation.id


def _line_may_be_busy(board: Board, reservation: Reservation) -> None:
    """The agent's phone rings for somebody else, or may: a moment's patience, then the caller goes on to the next."""
    now = board.clock()
    if now - _offered_at(board, reservation) < LINE_BUSY_PATIENCE:
        board.floor.set_deadline("ring", reservation.id, at=now + LINE_BUSY_AGAIN)
    else:
        carry(board, board.floor.offer_fails(reservation.id, why="busy", now=now))


def _dial(board: Board, reservation: Reservation, attempt: Attempt, *, language: str) -> None:
    order = Order(
        url=board.urls.whisper(reservation.id, attempt.token),
        fallback=board.urls.agent_fallback(reservation.id, attempt.token, l=language),
        status_callback=board.urls.leg_status(reservation.id, attempt.token),
        ring_seconds=board.offer_time(reservation.call).ring_seconds,
        longest_seconds=LONGEST_CALL_SECONDS,
    )
    match placed(board, attempt, order):
        case Rings(leg=leg):
            _rings(board, reservation, leg)
        case NotYet(at=later):
            board.floor.ring_later(reservation.id, at=later, now=board.clock())
        case InDoubt():
            board.floor.clear_deadline("ring", reservation.id)
        case Refused():
            carry(board, board.floor.offer_fails(reservation.id, why="unreachable", now=board.clock()))


def _rings(board: Board, reservation: Reservation, leg: str) -> None:
    now = board.clock()
    known = board.floor.reservation(reservation.id)
    if known is not None and known.state in ("ringing", "accepted", "met"):
        if known.leg not in ("", leg):
            board.jobs.cancel([known])  # taken at a browser meanwhile: this telephone need not ring
        return  # a webhook of the leg was quicker than the answer to our request
    deadline = now + board.offer_time(reservation.call).offer
    if not board.floor.reservation_rings(reservation.id, leg=leg, deadline=deadline, now=now):
        board.jobs.cancel([reservation])
