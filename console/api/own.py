"""What people may do as themselves alone: an agent acts for no other, and nobody decides in another's name."""

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from callbacks.board import Board
from callbacks.callback import Callback
from console.api.operation import Operation
from console.api.problem import Problem
from console.asker import Asker
from console.wording import told
from records.database import reading

AS_AGENT: Final = ("agent_id", "by_agent", "from_agent", "by")
"""Fields of a body that say who acts."""
OF_ANOTHER: Final = frozenset({"post_callback", "post_case_callback"})
"""Where such a field says who is to call somebody: that may be a colleague."""


def refuse_anothers(board: Board, operation: Operation, who: Asker, path: Mapping[str, str]) -> None:
    """Raises Problem 403. Programs act for whom they say; leads and above for anybody."""
    if who.kind == "key" or who.role != "agent" or operation.method == "GET":
        return
    if callback := path.get("callback"):
        _refuse_anothers_callback(board, callback, who)
    whose = path.get("agent")
    if whose is None and (reservation := path.get("reservation")):
        known = board.floor.reservation(reservation)
        whose = known.agent if known is not None else None
    if whose is not None and whose != who.agent:
        raise _not_yours()


def _refuse_anothers_callback(board: Board, name: str, who: Asker) -> None:
    """It is theirs who promised it, and theirs in whose hands it is now: a stand-in's, or whoever's of the queue."""
    with reading(board.database) as session:
        callback = session.get(Callback, name)
    if callback is None or callback.agent_id == who.agent:
        return
    known = board.floor.call(callback.floor_call) if callback.floor_call else None
    if known is None or known.agent != who.agent:
        raise _not_yours()


def _not_yours() -> Problem:
    return Problem(403, "This is somebody else's: you act for yourself alone.", told=told("not_yours", {}))


def refuse_the_name_of_another(operation: Operation, who: Asker, body: object) -> None:
    """Raises Problem 403. What somebody may give or decide hangs on who they are: a body cannot choose that.

    Leads enter things for their agents; their own decisions are theirs alone.
    """
    if who.kind == "key" or not isinstance(body, BaseModel) or operation.name in OF_ANOTHER:
        return
    if who.role != "agent" and who.agent is None:
        return
    fields = AS_AGENT if who.role == "agent" else ("by",)
    named = {str(getattr(body, field)) for field in fields if getattr(body, field, None) is not None}
    if named - {who.agent}:
        raise Problem(403, "This is somebody else's name: you act as yourself alone.")
