"""What is true of a listening at one moment, as floor, room and rows tell it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from telephony.leg import Participant

Way = Literal["unknown", "asked", "declined", "accepted", "gone"]
"""The floor knows nothing of it; the listener is rung; will not come; is coming or there; or is done with it."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """`talks`: the agent is still in this conversation. `moved`: a colleague is being brought into it, and the agent's
    leg may leave without ending the room. `agent` and `listener` as they stand in the room."""

    now: datetime
    talks: bool
    way: Way
    moved: bool = False
    leg: str | None = None
    leg_lives: bool = True
    agent: Participant | None = None
    listener: Participant | None = None
