"""A caller comes onto the floor, or back onto it."""

from datetime import datetime

from routing.moving import carry
from routing.plan import Plan
from routing.switchboard import Switchboard


def caller_waits(board: Switchboard, call: str, plan: Plan, *, place_at: datetime) -> bool:
    """The call waits for whoever the plan names, at its place in line. False when the floor knows it already."""
    moves = board.floor.caller_waits(call, plan=plan, place_at=place_at, now=board.clock())
    carry(board, moves)
    return moves.changed


def caller_returns(board: Switchboard, call: str) -> bool:
    """Cut off a moment ago and still on the line: the old place, the owner first again. False for an unknown call."""
    moves = board.floor.caller_returns(call, now=board.clock())
    carry(board, moves)
    return moves.changed
