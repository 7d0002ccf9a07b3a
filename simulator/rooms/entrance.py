"""How a leg enters a conference, and why it may not."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Subscription
from simulator.twiml.errors import TwimlError

if TYPE_CHECKING:
    from simulator.rooms.conference import Room

MOST_PARTICIPANTS = 250
BEEPS_ON_ENTER = ("true", "onEnter")
BEEPS_ON_EXIT = ("true", "onExit")


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """What is heard before the conference starts: a document, music, or nothing."""

    ask: Ask | None = None
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """How a leg enters a room: the attributes of the Conference noun.

    `early_media`: the room hears the ringing of a leg that is dialled into it.
    """

    label: str = ""
    muted: bool = False
    beep: str = "true"
    starts: bool = True
    ends_on_exit: bool = False
    coaches: str = ""
    subscription: Subscription | None = None
    most: int = MOST_PARTICIPANTS
    waiting: Waiting = Waiting()
    early_media: bool = True


def beep_when(beep: str, *, on_exit: bool) -> str:
    """The beep attribute after its part for leaving was switched."""
    on_enter = beep in BEEPS_ON_ENTER
    return {(True, True): "true", (True, False): "onEnter", (False, True): "onExit"}.get((on_enter, on_exit), "false")


def refusal(x: Exchange, room: "Room | None", entrance: Entrance) -> TwimlError | None:
    """Why nobody may enter like this, if they may not."""
    if room is not None and entrance.label and room.participant(entrance.label):
        return TwimlError(16025, f"a participant labelled {entrance.label} is in the room already")
    coach = entrance.coaches
    if coach and (room is None or room.status != "in-progress" or room.participant(coach) is None):
        return TwimlError(13240, f"{coach} is not in the room and cannot be coached")
    if room is not None and len(room.participants) >= entrance.most:
        return TwimlError(x.switches.conference_full_error, f"the room has its {entrance.most} participants")
    return None
