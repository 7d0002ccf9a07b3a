"""A caller comes onto the floor, or back onto it."""

from datetime import datetime

from routing.moves import Moves
from routing.moving import carry
from routing.plan import Plan
from routing.switchboard import Switchboard


def caller_waits(board: Switchboard, call: str, plan: Plan, *, place_at: datetime, most_waiting: int = 0) -> Moves:
    """The call waits for whoever the plan names, at its place in line. Unchanged when the floor knows it already.

    With `most_waiting` and so many in the plan's queue it is not on the floor, and `full` says so.
    """
    moves = board.floor.caller_waits(
        call,
        plan=plan,
        place_at=place_at,
        boost_seconds=plan.boost_seconds,
        most_waiting=most_waiting,
        now=board.clock(),
    )
    carry(board, moves)
    return moves


def caller_returns(board: Switchboard, call: str, *, plan: Plan | None = None, why: str = "dropped") -> bool:
    """Still on the line: the old place, by this plan or the old one from its beginning. False for an unknown call."""
    moves = board.floor.caller_returns(call, plan=plan, why=why, now=board.clock())
    carry(board, moves)
    return moves.changed


def plan_changes(board: Switchboard, call: str, plan: Plan, *, why: str, op: str, only: str = "") -> bool:
    """Another plan for a caller who waits: the same place, the lines opened so far where the new plan has them too.

    Who wishes for `only` this agent is rung for by nobody else any more.
    """
    moves = board.floor.plan_changes(call, plan=plan, why=why, op=op, only=only, now=board.clock())
    carry(board, moves)
    return moves.changed


def caller_steps_aside(board: Switchboard, call: str, *, why: str) -> bool:
    """Out of all lines, the place kept. False where an agent has the caller, or nobody knows the call."""
    moves = board.floor.caller_steps_aside(call, why=why, now=board.clock())
    carry(board, moves)
    return moves.changed
