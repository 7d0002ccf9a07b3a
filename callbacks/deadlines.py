"""What becomes of a deadline that is due, where more than the floor has to be asked."""

from callbacks.board import Board
from callbacks.dialler.sweep import ask_for
from callbacks.wrapping_up import wrap_up_is_due
from records.owed_call import CALLBACK
from routing.deadline import Deadline
from routing.timekeeping import deadline_passes


def deadline_is_due(board: Board, deadline: Deadline) -> None:
    if deadline.kind == "wrap":
        wrap_up_is_due(board, deadline.id)
    elif deadline.kind == CALLBACK:
        ask_for(board, deadline.id)
    else:
        deadline_passes(board, deadline)
