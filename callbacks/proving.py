"""Attempts nobody heard of are settled by Twilio's own list of calls, and only by it."""

import structlog

from callbacks.board import Board
from callbacks.presence import set_presence
from records.database import reading, writing
from telephony.attempt import Attempt, open_attempts, prove
from telephony.errors import TelephonyError

log = structlog.get_logger(__name__)

UNPROVEN = ("intent", "unknown")


def prove_attempts(board: Board) -> None:
    with reading(board.database) as session:
        doubtful = [attempt for attempt in open_attempts(session) if attempt.state in UNPROVEN and attempt.posted_at]
    for attempt in doubtful:
        try:
            _prove(board, attempt)
        except TelephonyError as trouble:
            log.warning("attempt_not_proven_yet", attempt=attempt.token, why=str(trouble))


def _prove(board: Board, attempt: Attempt) -> None:
    legs = board.twilio.calls_to(attempt.destination)
    with writing(board.database) as session:
        proven = prove(
            session, attempt.token, legs=legs, ring_seconds=round(board.policy.ring_seconds), now=board.clock()
        )
    if proven.state == "not_made" and attempt.agent_id:
        _agent_was_not_to_blame(board, attempt.agent_id)
    reservation = board.floor.reservation(attempt.subject)
    if proven.leg is not None and reservation is not None and reservation.state in ("failed", "withdrawn"):
        board.jobs.cancel([reservation])


def _agent_was_not_to_blame(board: Board, agent_id: str) -> None:
    """Their phone never rang: who was set aside for that is ready again."""
    known = board.floor.agent(agent_id)
    if known is not None and known.state == "not_ready" and known.reason == "unreachable":
        set_presence(board, agent_id, "ready", None)
