"""A callback comes to nothing while an agent stands in its room: they hear it in words, and are free at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import structlog

from callbacks.board import Board
from callbacks.dialler.in_line import CALLED_OFF
from routing.leaving import TAKEN
from routing.moving import carry
from routing.reservation import Reservation
from telephony.errors import CallRefused, NotThere, OutcomeUnknown, TryLater

log = structlog.get_logger(__name__)

WORD_TIME: Final = timedelta(seconds=12)
"""A word of 4 s and the network's delays: a leg that is up for longer is taken down."""


def agent_is_released(board: Board, floor_call: str, *, why: str, word: str) -> None:
    """The callback leaves the floor, and whoever was held for it is free for the next call before they heard why.

    `word` is the phrase they hear. Whose phone still rings for it stops ringing. Raises FloorUnavailable.
    """
    held, now = _in_the_room(board, floor_call), board.clock()
    if held is not None and held.state == "met":
        carry(board, board.floor.conversation_ends(floor_call, by="caller", wrap_up_seconds=0, now=now))
    moves = board.floor.caller_leaves(
        floor_call, why=why, ended={"by": "us", "status": why, "outcome": CALLED_OFF}, now=now
    )
    if held is None or not moves.changed:
        carry(board, moves)  # nobody is there, or they have another caller by now
        return
    board.floor.set_deadline("cancel", held.id, at=now + WORD_TIME)
    carry(board, replace(moves, cancels=()))
    _say(board, held, word)


def _in_the_room(board: Board, floor_call: str) -> Reservation | None:
    known = board.floor.call(floor_call)
    held = board.floor.reservation(known.reservation) if known is not None and known.reservation else None
    is_theirs = held is not None and held.call == floor_call  # not that of the customer's own call, who rang in
    return held if held is not None and is_theirs and held.state in TAKEN and held.leg else None


def _say(board: Board, held: Reservation, word: str) -> None:
    try:
        board.twilio.move_call(held.leg, board.urls.word_to_agent(held.id, word))
    except NotThere:
        board.floor.clear_deadline("cancel", held.id)
    except (TryLater, OutcomeUnknown, CallRefused) as trouble:
        log.warning("agent_not_told", reservation=held.id, why=str(trouble))
