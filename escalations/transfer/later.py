"""A colleague who is rung says that they can in a while: the next one is asked, and if nobody comes they call."""

from datetime import timedelta
from typing import Final

from escalations.board import EscalationBoard
from escalations.transfer.floor_name import is_transfer
from escalations.transfer.transfer import Transfer, transfer_on_floor
from records.database import writing
from routing.answering import OPEN, agent_rejects
from routing.reservation import Reservation

ON_THE_LINE: Final = timedelta(seconds=20)
"""A word of thanks and when they will be reminded: a leg that is up for longer is taken down."""
IN_A_WHILE: Final = "in_a_while"
"""What stands in the journal as their reason."""


def colleague_can_later(board: EscalationBoard, reservation: Reservation) -> bool:
    """Their offer is over, their leg may say so first. The first of several who can later is the one who calls.

    False where the offer is settled, or no transfer's. Raises FloorUnavailable, RecordsUnavailable.
    """
    if not is_transfer(reservation.call) or reservation.state not in OPEN:
        return False
    with writing(board.database) as session:
        found = transfer_on_floor(session, reservation.call)
        row = session.get(Transfer, found.id, with_for_update=True, populate_existing=True) if found else None
        if row is None or row.over:
            return False
        if row.later_by is None:
            row.later_by = reservation.agent
            row.later_at = board.clock() + board.escalations.transfer.later_in
        row.look_at = board.clock()
    board.jobs.transfer(row.id)
    return agent_rejects(board, reservation.id, IN_A_WHILE, stays=ON_THE_LINE)
