"""Callbacks: whom we said we would call, by when, and everything that was done about it."""

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.promise_keeping import book_of
from console.api.callback_shown import CallbackShown, CallbackWhole, callback_whole
from console.api.callbacks_found import CallbacksQuery, found_callbacks
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown
from records.database import reading


def list_callbacks(board: Board, asked: Asked) -> Page[CallbackShown]:
    """The next due first. That an agent's telephone rings is read off the floor: asked for by that, or by `owner_wait`
    or `pool`, a page may have fewer than its limit."""
    return found_callbacks(board, asked.query)


def show_callback(board: Board, asked: Asked) -> CallbackWhole:
    """With every step it took and every telephone that was rung for it."""
    with reading(board.database) as session:
        callback = session.get(Callback, asked.path["callback"])
        if callback is None:
            raise unknown("callback", asked.path["callback"])
        return callback_whole(board, session, callback, book_of(board))


OPERATIONS = (
    Operation(method="GET", path="/callbacks", scope="cases:read", summary="List callbacks",
              does=list_callbacks, answers=Page[CallbackShown], query=CallbacksQuery),
    Operation(method="GET", path="/callbacks/{callback}", scope="cases:read",
              summary="Show a callback with its steps and every try", does=show_callback, answers=CallbackWhole,
              problems=(404,)),
)  # fmt: skip
