"""What agents may do to themselves alone: somebody signed in as an agent acts for no other."""

from collections.abc import Mapping

from callbacks.board import Board
from console.api.operation import Operation
from console.api.problem import Problem
from console.asker import Asker


def refuse_anothers(board: Board, operation: Operation, who: Asker, path: Mapping[str, str]) -> None:
    """Raises Problem 403. Programs act for whom they say; leads and above for anybody."""
    if who.kind == "key" or who.role != "agent" or operation.method == "GET":
        return
    whose = path.get("agent")
    if whose is None and (reservation := path.get("reservation")):
        known = board.floor.reservation(reservation)
        whose = known.agent if known is not None else None
    if whose is not None and whose != who.agent:
        raise Problem(403, "This is somebody else's: you act for yourself alone.")
