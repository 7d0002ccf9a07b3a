"""The life of a recording: started, paused, gone on with, stopped, and ready a little later."""

from typing import TYPE_CHECKING

from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.recordings.recording import SILENT, TOO_SHORT, Pause, Recording, RecordingOrder
from simulator.recordings.reporting import report_recording
from simulator.recordings.tape import tape_of

if TYPE_CHECKING:
    from simulator.rooms.conference import Room


def record_leg(x: Exchange, leg: Leg, order: RecordingOrder) -> Recording:
    """Record a call from now on, until it ends or somebody stops it."""
    recording = Recording(sid=x.ids.new("RE"), order=order, started_at=x.kernel.now(), leg=leg)
    leg.recordings.append(recording)
    _begin(x, recording)
    leg.ended.then(lambda _: stop_recording(x, recording))
    return recording


def record_room(x: Exchange, room: "Room", order: RecordingOrder) -> Recording:
    """Record a conference from now on, until it ends or somebody stops it."""
    recording = Recording(sid=x.ids.new("RE"), order=order, started_at=x.kernel.now(), room=room)
    room.recordings.append(recording)
    _begin(x, recording)
    room.over.then(lambda _: stop_recording(x, recording))
    return recording


def pause_recording(x: Exchange, recording: Recording, *, skip: bool) -> None:
    """Nothing that is said from now on is kept. A second pause changes nothing."""
    if recording.status != "in-progress":
        return
    recording.pauses.append(Pause(since=x.kernel.now(), skip=skip))
    _becomes(x, recording, "paused")
    report_recording(x, recording, "paused")


def resume_recording(x: Exchange, recording: Recording) -> None:
    if recording.status != "paused":
        return
    recording.pauses[-1].until = x.kernel.now()
    _becomes(x, recording, "in-progress")
    report_recording(x, recording, "resumed")


def stop_recording(x: Exchange, recording: Recording, *, by_request: bool = False) -> None:
    """No more is recorded; the file is ready a little later. `by_request` it reads `stopped` until then."""
    if not recording.is_running:
        return
    recording.ended_at = x.kernel.now()
    recording.seconds, recording.sounds = tape_of(recording, recording.ended_at)
    _becomes(x, recording, "stopped" if by_request else "processing")
    report_recording(x, recording, "stopped")
    x.kernel.after(x.switches.recording_ready_seconds, lambda: _is_ready(x, recording))


def _begin(x: Exchange, recording: Recording) -> None:
    x.recordings[recording.sid] = recording
    about = f" of {recording.room.name}" if recording.room else ""
    x.tell("note", f"recording{about} starts", recording.leg, recording=recording.sid)
    report_recording(x, recording, "started")
    report_recording(x, recording, "in-progress")


def _becomes(x: Exchange, recording: Recording, status: str) -> None:
    recording.status = status  # type: ignore[assignment]  # callers above give literals
    recording.updated_at = x.kernel.now()
    words = f": {recording.text or '(no words)'}" if status in ("stopped", "processing") else ""
    seconds = f", {recording.seconds:g} s" if words else ""
    x.tell("note", f"recording {status}{seconds}{words}", recording.leg, recording=recording.sid)


def _is_ready(x: Exchange, recording: Recording) -> None:
    """The file can be had now, or it turns out that there is none."""
    if recording.status == "deleted":
        return
    recording.error_code = _what_is_wrong(x, recording)
    recording.status = "absent" if recording.error_code else "completed"
    recording.updated_at = x.kernel.now()
    x.tell("note", f"recording {recording.status}", recording.leg, recording=recording.sid)
    report_recording(x, recording, recording.status)


def _what_is_wrong(x: Exchange, recording: Recording) -> int | None:
    silent = not recording.sounds
    if silent and (recording.order.trim or x.switches.silent_recordings_are_absent):
        return SILENT
    return TOO_SHORT if recording.seconds < x.switches.shortest_recording_seconds else None


def delete_recording(x: Exchange, recording: Recording) -> None:
    """Its media are gone, and whatever is still running stops."""
    stop_recording(x, recording)
    recording.sounds, recording.pauses = (), []
    _becomes(x, recording, "deleted")
