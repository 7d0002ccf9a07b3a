"""How a listener's leg should be in the room: silent, heard by the agent alone, or heard by all.

A whisper is heard by one leg alone, and by everybody once that leg is gone, if the network lets it. So nobody whispers
to a leg that may leave without ending the room: they are muted until it ends with it again.
"""

from dataclasses import dataclass

from escalations.listening.seen import Seen
from escalations.words import Mode
from telephony.leg import Participant


@dataclass(frozen=True, kw_only=True)
class Place:
    """`coaches` is the leg that alone hears them; empty for nobody in particular."""

    muted: bool
    coaches: str = ""

    def is_of(self, leg: Participant) -> bool:
        """Whether they stand so. Who is muted coaches nobody, whatever is said of them."""
        return leg.muted == self.muted and (self.muted or leg.coaches == self.coaches)

    @property
    def mode(self) -> Mode:
        return "monitor" if self.muted else "whisper" if self.coaches else "barge"


SILENT = Place(muted=True)


def place_of(mode: str, seen: Seen) -> Place:
    """Where nothing else is certain, they are silent."""
    if mode == "barge":
        return Place(muted=False)
    if mode == "whisper" and seen.agent is not None and _ends_the_room(seen, seen.agent):
        return Place(muted=False, coaches=seen.agent.call)
    return SILENT


def _ends_the_room(seen: Seen, agent: Participant) -> bool:
    return agent.ends_on_exit and not seen.moved
