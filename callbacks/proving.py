"""Attempts nobody heard of are settled by Twilio's own list of calls, and only by it."""

from datetime import timedelta

import structlog

from callbacks.board import Board
from callbacks.dialler.leg_in_doubt import customer_is_wanted
from callbacks.flow_call import KIND as FLOW_CALL
from callbacks.flow_calling import RING_SECONDS as FLOW_CALL_SECONDS
from callbacks.presence import set_presence
from callbacks.ringing import RING
from records.database import reading, writing
from records.owed_call import CALLBACK
from routing.answering import OPEN
from routing.errors import FloorUnavailable
from routing.leaving import TAKEN
from telephony.attempt import Attempt, open_attempts, prove, withdrawn
from telephony.errors import TelephonyError

log = structlog.get_logger(__name__)

UNPROVEN = ("intent", "unknown")
REQUEST_TIME = timedelta(seconds=10)
"""A request is under way for no longer than this; until then its own process will tell what came of it."""


def prove_attempts(board: Board) -> None:
    """Every attempt that is open ends: adopted, proven not made, or its leg taken down when nobody wants it."""
    with reading(board.database) as session:
        attempts = open_attempts(session)
    for attempt in attempts:
        try:
            _settle(board, attempt)
        except (TelephonyError, FloorUnavailable) as trouble:
            log.warning("attempt_not_settled_yet", attempt=attempt.token, why=str(trouble))


def _settle(board: Board, attempt: Attempt) -> None:
    if attempt.state in UNPROVEN and attempt.posted_at is not None:
        if board.clock() - attempt.posted_at > REQUEST_TIME:
            _prove(board, attempt)
    elif attempt.leg is not None and not _is_wanted(board, attempt) and not _is_let_finish(board, attempt):
        board.jobs.end_attempt(attempt.token)
    elif attempt.posted_at is None and not _is_wanted(board, attempt):
        _withdraw(board, attempt)


def _withdraw(board: Board, attempt: Attempt) -> None:
    """Written down and never dialled, by a worker that is gone: the phone is free for others again."""
    with writing(board.database) as session:
        never_left = withdrawn(session, attempt.token, now=board.clock())
    if never_left and attempt.agent_id:
        _agent_was_not_to_blame(board, attempt.agent_id)


def _is_wanted(board: Board, attempt: Attempt) -> bool:
    """Whether the floor still holds the agent for it. A floor that is lost or changes meanwhile has not answered.

    Who is called to hear a flow is wanted until the leg ends by itself: the network bounds it.
    """
    if attempt.kind == FLOW_CALL:
        return True
    if attempt.kind == CALLBACK:
        return customer_is_wanted(board, attempt)
    if wanted := board.beyond.legs.get(attempt.kind):
        return wanted(board, attempt.subject)
    epoch = board.floor.epoch
    reservation = board.floor.reservation(attempt.subject)
    board.floor.check()
    if board.floor.epoch != epoch:
        return True
    return reservation is not None and reservation.state in (*OPEN, *TAKEN)


def _is_let_finish(board: Board, attempt: Attempt) -> bool:
    """The agent hears one more word; the floor's deadline takes the leg down if it does not end by itself."""
    return attempt.kind == RING and board.floor.deadline("cancel", attempt.subject) is not None


def _prove(board: Board, attempt: Attempt) -> None:
    legs = board.twilio.calls_to(attempt.destination)
    with writing(board.database) as session:
        proven = prove(session, attempt.token, legs=legs, ring_seconds=_ring_seconds(board, attempt), now=board.clock())
    if attempt.kind == CALLBACK:
        board.jobs.look_at_leg(attempt.subject)
    if proven.state == "not_made" and attempt.agent_id:
        _agent_was_not_to_blame(board, attempt.agent_id)
    reservation = board.floor.reservation(attempt.subject)
    if proven.leg is not None and reservation is not None and reservation.state in ("failed", "withdrawn"):
        board.jobs.cancel([reservation])


def _ring_seconds(board: Board, attempt: Attempt) -> int:
    if attempt.kind == CALLBACK:
        return board.dialler.leg.ring_seconds
    return FLOW_CALL_SECONDS if attempt.kind == FLOW_CALL else board.offer_time(attempt.call or "").ring_seconds


def _agent_was_not_to_blame(board: Board, agent_id: str) -> None:
    """Their phone never rang: who was set aside for that is ready again."""
    known = board.floor.agent(agent_id)
    if known is not None and known.state == "not_ready" and known.reason in ("unreachable", "busy"):
        set_presence(board, agent_id, "ready", None)
