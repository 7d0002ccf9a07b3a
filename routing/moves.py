from dataclasses import dataclass

from routing.reservation import Reservation


@dataclass(frozen=True, kw_only=True)
class Moves:
    """What a transition on the floor asks the rest of the house to do.

    `changed` is False when there was nothing to do (known call, settled reservation, late event).
    `offers` must be rung. `cancels` are reservations that ended while the agent's leg may still be up: bring it down.
    `full`: so many wait for the queue already that the call was not put on the floor.
    """

    changed: bool
    offers: tuple[Reservation, ...] = ()
    cancels: tuple[Reservation, ...] = ()
    full: bool = False
