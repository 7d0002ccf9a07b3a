"""Everything that can go wrong in routing. The docstring is the message."""


class RoutingError(Exception):
    def __init__(self, detail: str = "") -> None:
        meaning = " ".join((type(self).__doc__ or "").split())
        super().__init__(f"{meaning} ({detail})" if detail else meaning)


class FloorUnavailable(RoutingError):
    """The floor cannot be reached in time; nothing is known about whether the command was carried out."""


class FloorRebuilding(FloorUnavailable):
    """The floor is being rebuilt; ask again in a moment."""


class FloorLost(FloorUnavailable):
    """The floor's data are gone or older than the world we know: it must be rebuilt under a new epoch."""


class FloorOpen(RoutingError):
    """Restoring is only for a floor that is being rebuilt."""


class EpochChanged(FloorUnavailable):
    """This process believes in an old floor; the floor has been rebuilt since."""

    def __init__(self, *, believed: int, current: int) -> None:
        super().__init__(f"we believed in epoch {believed}, the floor is in epoch {current}")
        self.believed = believed
        self.current = current


class BadSkills(RoutingError):
    """A skill expression cannot be read."""


class BadPolicy(RoutingError):
    """The routing policy is not usable."""


class BadStaffing(RoutingError):
    """How many agents that needs cannot be calculated."""
