"""The floor: how the centre stands at this moment, and the calls that are under way."""

from callbacks.board import Board
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.floor.centre_now import CentreNow, centre_now
from console.floor.live_call import LiveCall, live_calls


def show_floor(board: Board, asked: Asked) -> CentreNow:
    """The six figures of the floor page and each queue. What is of the day is five seconds old at most."""
    return centre_now(board)


def list_live_calls(board: Board, asked: Asked) -> Page[LiveCall]:
    """Those that are under way, the latest first; 200 at most."""
    return Page(items=live_calls(board, silent=asked.who.may("listening:silent")))


OPERATIONS = (
    Operation(method="GET", path="/floor", scope="calls:read", summary="Show how the centre stands now",
              does=show_floor, answers=CentreNow),
    Operation(method="GET", path="/floor/calls", scope="calls:read", summary="List the calls that are under way",
              does=list_live_calls, answers=Page[LiveCall]),
)  # fmt: skip
