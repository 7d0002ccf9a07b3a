"""The customer's phone is made to ring: once for each try, while an agent waits in the room, whatever breaks.

The intent is committed before the request leaves, in the transaction that asks once more whether they may be called. A
try whose outcome nobody knows is not made again before proof. Whoever is asked too often finds what stands and does
nothing.
"""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback, callback_on_floor
from callbacks.dialler.customer_first import dials_later, is_held_ready
from callbacks.dialler.held import was_overtaken
from callbacks.dialler.life import moves
from callbacks.dialler.outcome import may_not_be_called, put_off
from callbacks.dialler.permission import may_call, may_still_call
from callbacks.dialler.telling_agent import agent_is_released
from callbacks.dialler.verdict import Now, Verdict
from callbacks.placing import InDoubt, NotYet, Order, Placed, Refused, Rings, held_until, placed
from callbacks.writing import write_journal
from records.database import reading, writing
from records.owed_call import CALLBACK
from routing.answering import parties_meet
from telephony.attempt import Attempt, attempt_for, begin, open_attempt_for, withdrawn
from telephony.errors import AttemptOpen
from telephony.room import room_of

LINE_IN_USE_AGAIN: Final = timedelta(minutes=1)
"""Their phone rings for something else of ours: looked at again then."""
NETWORK_AGAIN: Final = timedelta(minutes=1)
"""The network takes no calls at the moment."""
AGENT_PATIENCE: Final = timedelta(seconds=20)
"""So long an agent stands in a room for a call that may not be made yet."""
DOUBT_PATIENCE: Final = timedelta(seconds=15)
"""After the time it rings, so long an agent waits for a call of which nobody tells anything."""
NO_WORD_PATIENCE: Final = timedelta(seconds=20)
"""Where neither the network nor its list of calls tells of a leg at all, an agent waits no longer than this."""


def dial(board: Board, callback_id: str) -> None:
    """The job: begin the try or take up the one that waits, and call once."""
    with reading(board.database) as session:
        callback = session.get(Callback, callback_id)
    if callback is None or callback.floor_call is None or not _agent_is_there(board, callback, callback.floor_call):
        return
    attempt = _intent(board, callback_id, callback.floor_call)
    if attempt is None:
        return
    if attempt.posted_at is not None:
        if attempt.state != "live" and _rings_too_long(board, attempt):
            _agent_waits_no_longer(board, callback_id, callback.floor_call)
    elif later := held_until(board, attempt):
        _not_yet(board, callback_id, attempt, later)
    else:
        _came_of(board, callback_id, attempt, placed(board, attempt, _order(board, callback, attempt)))


def customer_is_brought(board: Board, floor_call: str) -> None:
    """An agent stands in the room of a callback: the customer is called, or is on the way, or is there already."""
    write_journal(board)
    with reading(board.database) as session:
        callback = callback_on_floor(session, floor_call)
        attempt = open_attempt_for(session, callback.id) if callback is not None else None
    if callback is None:
        agent_is_released(board, floor_call, why="not_wanted", word="told_not_wanted")
    elif attempt is None or (attempt.state == "intent" and attempt.posted_at is None):
        board.jobs.dial(callback.id)
    elif attempt.state == "live":
        _they_may_have_met(board, floor_call, attempt)
    elif _rings_too_long(board, attempt):
        _agent_waits_no_longer(board, callback.id, floor_call)


def _agent_is_there(board: Board, callback: Callback, floor_call: str) -> bool:
    """In the room, or held ready where the customer is rung first."""
    known = board.floor.call(floor_call)
    return (known is not None and known.state == "accepted") or is_held_ready(board, callback)


def _intent(board: Board, callback_id: str, floor_call: str) -> Attempt | None:
    """The one attempt, begun now or before; None where they may not be called, and the agent has been told."""
    try:
        with writing(board.database) as session:
            callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
            if callback is None or callback.floor_call != floor_call:
                return None
            open_one = open_attempt_for(session, callback_id)
            if open_one is None and _was_called(session, callback_id, floor_call):
                board.jobs.look_at_leg(callback_id)
                return None
            verdict = _asked(board, session, callback, open_one)
            if isinstance(verdict, Now):
                return open_one or _begun(board, session, callback)
            word = may_not_be_called(session, callback, verdict, now=board.clock())
    except AttemptOpen:
        _waits_for(board, callback_id, board.clock() + LINE_IN_USE_AGAIN, why="line_in_use", word="told_busy")
        return None
    agent_is_released(board, floor_call, why=verdict.why, word=word)
    return None


def _asked(board: Board, session: Session, callback: Callback, open_one: Attempt | None) -> Verdict:
    """Hours may have passed since an intent was written down that has not left: then it never will."""
    now = board.clock()
    if open_one is None:
        return may_call(board, session, callback, now)
    verdict = Now() if open_one.posted_at is not None else may_still_call(board, session, callback, now)
    if not isinstance(verdict, Now):
        withdrawn(session, open_one.token, now=now)
    return verdict


def _was_called(session: Session, callback_id: str, floor_call: str) -> bool:
    """One call for each stay in line: what came of it is to be settled first."""
    before = attempt_for(session, callback_id)
    return before is not None and before.call == floor_call and before.posted_at is not None


def _begun(board: Board, session: Session, callback: Callback) -> Attempt:
    now = board.clock()
    begun = begin(session, token=board.new_id(), kind=CALLBACK, subject=callback.id, destination=callback.phone,
                  call=callback.floor_call, now=now)  # fmt: skip
    moves(session, callback, "customer_ringing", now=now)
    callback.look_at = now + board.dialler.leg.longest
    return begun


def _order(board: Board, callback: Callback, attempt: Attempt) -> Order:
    """Its addresses tell the leg where it belongs, should nobody be able to read that then."""
    rules, urls = board.dialler.leg, board.urls
    stay = {"f": attempt.call or ""}
    return Order(
        url=urls.callback_answer(callback.id, attempt.token, **stay),
        fallback=urls.callback_fallback(callback.id, attempt.token, **stay, l=callback.language),
        status_callback=urls.callback_leg_status(callback.id, attempt.token, **stay),
        ring_seconds=rules.ring_seconds,
        longest_seconds=round(rules.longest.total_seconds()),
        machine_told=urls.callback_answerer(callback.id, attempt.token) if rules.detect_machines else None,
    )


def _came_of(board: Board, callback_id: str, attempt: Attempt, what: Placed | None) -> None:
    match what:
        case NotYet(at=later):
            _not_yet(board, callback_id, attempt, later)
        case Refused():
            board.jobs.look_at_leg(callback_id)
        case Rings() if not _is_still_wanted(board, callback_id):
            board.jobs.end_attempt(attempt.token)  # they rang in while the request was on its way
        case Rings() | InDoubt() | None:
            return  # the network's own word, or its list, tells what came of it


def _is_still_wanted(board: Board, callback_id: str) -> bool:
    with reading(board.database) as session:
        callback = session.get(Callback, callback_id)
        return callback is not None and not was_overtaken(callback)


def _not_yet(board: Board, callback_id: str, attempt: Attempt, later: datetime) -> None:
    """At its moment, if that is soon; an agent does not stand in a room for longer than a while."""
    if later - attempt.created_at <= AGENT_PATIENCE and attempt.call is not None:
        if not dials_later(board, attempt.call, later):
            board.floor.set_deadline("bring", attempt.call, at=later)
        return
    with writing(board.database) as session:
        never_left = withdrawn(session, attempt.token, now=board.clock())
    if never_left:
        _waits_for(board, callback_id, max(later, board.clock() + NETWORK_AGAIN), why="network", word="told_network")


def _waits_for(board: Board, callback_id: str, at: datetime, *, why: str, word: str) -> None:
    """Nobody was rung and nothing is counted: it is looked at again then, and the agent is free."""
    with writing(board.database) as session:
        callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
        floor_call = put_off(session, callback, at=at, why=why, now=board.clock()) if callback is not None else None
    if floor_call is not None:
        agent_is_released(board, floor_call, why=why, word=word)


def _they_may_have_met(board: Board, floor_call: str, attempt: Attempt) -> None:
    """They answered, and we were not told of their coming into the room."""
    if any(one.call == attempt.leg for one in board.twilio.participants(room_of(floor_call))):
        parties_meet(board, floor_call)


def _rings_too_long(board: Board, attempt: Attempt) -> bool:
    if attempt.posted_at is None:
        return False
    rings = timedelta(seconds=board.dialler.leg.ring_seconds) + DOUBT_PATIENCE
    return board.clock() - attempt.posted_at > (NO_WORD_PATIENCE if attempt.leg is None else rings)


def _agent_waits_no_longer(board: Board, callback_id: str, floor_call: str) -> None:
    """Nobody tells how the call fares. It is not made again before proof; whoever answers it after all hears a word and
    is in line again."""
    with writing(board.database) as session:
        callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
        if callback is None or callback.floor_call != floor_call:
            return
        callback.floor_call = None
    agent_is_released(board, floor_call, why="unknown", word="told_unknown")
