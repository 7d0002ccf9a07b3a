"""A transfer is looked at: what is true now decides what happens next, whoever said that something happened."""

from escalations.board import EscalationBoard
from escalations.transfer.transfer import transfers_to_look_at
from records.database import reading


def look_at_transfer(board: EscalationBoard, transfer_id: str) -> None:
    """Once; who finds more to do has it looked at again."""


def see_to_transfers(board: EscalationBoard) -> None:
    """Whatever nobody told us of, and every state whose time is over."""
    with reading(board.database) as session:
        found = transfers_to_look_at(session, board.clock())
    for transfer_id in found:
        look_at_transfer(board, transfer_id)
