"""What must be true of the network at every moment, and what must be left of it when everybody has gone."""

from collections.abc import Iterator

from simulator import Simulator
from simulator.lines.leg import Leg
from simulator.rooms.conference import Room

MAY_STAY = ("Device._watch_token", "Device._expires")
"""Timers of browsers' access tokens outlive every call."""


def disorder(sim: Simulator) -> list[str]:
    """Everything that contradicts itself now."""
    x = sim.exchange
    found = [wrong for leg in x.legs.values() for wrong in (_of_the_dead(leg) if leg.is_over else _of_the_living(leg))]
    found += [wrong for room in x.rooms.values() for wrong in _of_a_room(room)]
    found += [
        f"{room.name} is open and unlisted, or listed and over" for room in x.rooms.values() if _astray(sim, room)
    ]
    found += [f"{leg.sid} is over and live" for leg in x.live.values() if leg.is_over]
    for line in x.lines.values():
        found += [f"{place.leg.sid} does not know its place" for place in line.places if place.leg.place is not place]
    return found


def leftovers(sim: Simulator) -> list[str]:
    """Everything that should not be there when all calls have been over for some minutes."""
    x = sim.exchange
    found = [f"{leg.sid} is live" for leg in x.live.values()]
    found += [f"{name} is open" for name in x.open_rooms]
    found += [f"somebody waits in {line.name}" for line in x.lines.values() if line.places]
    found += [f"recording {one.sid} is {one.status}" for one in x.recordings.values() if not one.status_is_final]
    found += [f"{one.sid} goes on" for one in x.live_transcriptions.values() if one.status == "in-progress"]
    found += [f"{one.sid} goes on" for one in x.streams.values() if one.status == "in-progress"]
    found += [f"{len(x.watchers)} watch for moments"] if x.watchers else []
    found += [f"{one.identity} is still rung" for one in x.devices if one.incoming]
    return found + [f"{name} goes on" for name in x.kernel.planned() if not name.startswith(MAY_STAY)]


def _of_the_dead(leg: Leg) -> Iterator[str]:
    """A leg that is over has let go of everything."""
    if leg.place or leg.participant or leg.bridged_with:
        yield f"{leg.sid} is over and in company"
    if any(recording.is_running for recording in leg.recordings):
        yield f"{leg.sid} is over and recorded"
    if leg.keypad.listener is not None:
        yield f"{leg.sid} is over and listened to"


def _of_the_living(leg: Leg) -> Iterator[str]:
    other = leg.bridged_with
    if other is not None and (other.bridged_with is not leg or other.is_over):
        yield f"{leg.sid} talks to somebody who does not talk to it"
    if leg.participant and leg.participant not in leg.participant.room.participants:
        yield f"{leg.sid} believes itself in a room"
    if leg.place and leg.place.dequeue is None and leg.place not in leg.place.line.places:
        yield f"{leg.sid} believes itself in a queue"
    if sum(map(bool, (leg.participant, other, leg.place))) > 1:
        yield f"{leg.sid} is in two places at once"
    if leg.status == "in-progress" and leg.program is not None and leg.program.done.done:
        yield f"{leg.sid} goes on with nothing to do"


def _of_a_room(room: Room) -> Iterator[str]:
    over = room.status == "completed"
    if over == bool(room.participants or room.awaited):
        yield f"{room.name} is {room.status} with {len(room.participants)} in it"
    if over and any(recording.is_running for recording in room.recordings):
        yield f"{room.name} is over and recorded"
    if any(one.leg.participant is not one for one in room.participants):
        yield f"somebody in {room.name} does not know it"
    if any(leg.is_over for leg in room.awaited):
        yield f"{room.name} awaits the dead"


def _astray(sim: Simulator, room: Room) -> bool:
    return (room.status == "completed") == (sim.exchange.open_rooms.get(room.name) is room)
