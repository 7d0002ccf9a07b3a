from dataclasses import dataclass

from routing.moves import Moves
from routing.reservation import Reservation


@dataclass(frozen=True, kw_only=True)
class TakenOver:
    """What an incoming call took over from the callback to the same person.

    `stage` is what the callback was in: waiting, reserved or accepted; empty where nothing was taken over. With a
    `reservation` an agent is held: their phone rings, or they stand in the callback's room already.
    """

    moves: Moves
    stage: str = ""
    reservation: Reservation | None = None
