from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Timing:
    """How long the floor lets things be before somebody must look again. Seconds."""

    offer_seconds: float = 20.0  # an agent has this long to accept
    wrap_up_seconds: float = 60.0  # after a conversation, before the next call
    ring_hint_seconds: float = 1.0  # an offer nobody has started to ring by then lost its hint
    bring_seconds: float = 2.0  # an accepted caller who is not in the room by then must be brought again
