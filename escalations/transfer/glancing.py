"""What floor and row say of a transfer by themselves, so that the network is asked only where it may know more."""

from dataclasses import replace

from escalations.board import EscalationBoard
from escalations.transfer.searching import Search, how_it_stands, is_rung, search_of
from escalations.transfer.seen import Seen, seen_of_row
from escalations.transfer.step import next_step
from escalations.transfer.transfer import Transfer


def something_follows(board: EscalationBoard, transfer: Transfer) -> bool:
    """Whether somebody must look: time is over, somebody was not reached or has gone, or is on their way.

    Of an expert the floor knows nothing. Raises FloorUnavailable.
    """
    if transfer.phone is not None:
        return False
    search = search_of(board, transfer)
    if transfer.state == "ringing" and (search is None or search.state == "accepted"):
        return True  # to be put on the floor, or to be met in the room
    seen = _at_a_glance(board, transfer, search)
    return seen is None or next_step(seen) is not None


def _at_a_glance(board: EscalationBoard, transfer: Transfer, search: Search | None) -> Seen | None:
    """Everybody is taken to be where the floor has them; None where it knows nothing of the conversation."""
    known = board.floor.call(transfer.call)
    if known is None or search is None:
        return None
    return replace(
        seen_of_row(transfer, board.clock()),
        customer=known.state != "gone",
        agent=known.state == "talking" and known.reservation == transfer.reservation,
        colleague="there" if search.accepted else how_it_stands(board, transfer, search),
        rings=is_rung(search),
    )
