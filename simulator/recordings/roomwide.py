"""Conference record: a recording of the whole room that begins when the conference starts."""

from simulator.exchange import Exchange
from simulator.recordings.recording import RecordingOrder
from simulator.recordings.taping import record_room
from simulator.rooms.conference import Room

FROM_START = ("record-from-start", "true")


def record_from_start(x: Exchange, room: Room, order: RecordingOrder) -> None:
    """Record the room as soon as two are bridged. The first order counts; a room has one such recording."""
    if room.order is not None:
        return
    room.order = order
    if room.status == "in-progress":
        record_room(x, room, order)
    else:
        room.started.next().then(lambda _: record_room(x, room, order))
