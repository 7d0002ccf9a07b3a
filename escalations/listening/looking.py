"""A listening is looked at: who is in the room decides whether the listener may be heard."""

from escalations.board import EscalationBoard


def look_at_listening(board: EscalationBoard, listening_id: str) -> None:
    """Once; who finds more to do has it looked at again."""


def see_to_listenings(board: EscalationBoard) -> None:
    """Whatever nobody told us of."""
