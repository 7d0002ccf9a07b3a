"""Who hears whom, right now: what is said, pressed or played on one leg and reaches another."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.lines.leg import Leg

if TYPE_CHECKING:
    from simulator.rooms.conference import Participant, Room


def hears(room: "Room") -> "dict[Participant, tuple[Participant, ...]]":
    """For everybody in a room, whom they hear. Nobody does before the conference has started.

    On hold one neither hears nor is heard; muted one hears only. A coach hears all and is heard by the coached alone:
    by nobody once that leg is gone, unless the room lets everybody hear them then.
    """
    present = [one for one in room.participants if not one.hold] if room.status == "in-progress" else []
    return {
        one: tuple(other for other in present if other is not one and _reaches(other, one)) if one in present else ()
        for one in room.participants
    }


def _reaches(speaker: "Participant", ear: "Participant") -> bool:
    if speaker.muted:
        return False
    if not speaker.coaches:
        return True
    coached = speaker.room.participant(speaker.coaches)
    return speaker.room.orphaned_coach_is_heard if coached is None else coached is ear


def listeners_of(leg: Leg) -> list[Leg]:
    """Every other leg that hears the person speaking on this one, the nearest first, each once."""
    found: list[Leg] = []
    _gather(leg, found, {leg})
    return found


def hearers_of_program(leg: Leg) -> list[Leg]:
    """The legs that hear what a document says on this one: itself, and whoever is beyond the far end of its wire."""
    return [leg] if leg.far is None else [leg, *(one for one in listeners_of(leg.far) if one is not leg)]


def company_changes(leg: Leg) -> None:
    """Tell the leg, and whoever it now hears or no longer hears beyond the far end of its wire."""
    leg.changed.fire()
    for other in listeners_of(leg.far) if leg.far is not None else []:
        other.changed.fire()


def _gather(leg: Leg, found: list[Leg], seen: set[Leg]) -> None:
    for other in _beside(leg):
        if other not in seen:
            seen.add(other)
            found.append(other)
            if other.far is not None:
                _gather(other.far, found, seen)


def _beside(leg: Leg) -> list[Leg]:
    """Those in the same conversation as the leg who hear it."""
    if leg.muted:
        return []
    if leg.bridged_with is not None:
        return [leg.bridged_with]
    me = leg.participant
    if me is None:
        return []
    return [one.leg for one, heard in hears(me.room).items() if me in heard]


def far_keypads(leg: Leg) -> Iterator[Leg]:
    """The legs whose documents hear keys pressed on this one: its own, and those beyond the far ends it talks to."""
    yield leg
    for other in listeners_of(leg):
        if other.far is not None:
            yield other.far
