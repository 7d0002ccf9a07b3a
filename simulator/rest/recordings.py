"""/Recordings: look up, hear and delete what was recorded."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request

from simulator.exchange import Exchange
from simulator.recordings.media import wav_of
from simulator.recordings.recording import Recording
from simulator.recordings.taping import delete_recording
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.rest.recording_json import account_recording_json
from simulator.simulator import Simulator

MEDIA = "recordings.media"
"""The endpoint that may be open to everybody."""


def recordings_api(sim: Simulator) -> Blueprint:
    api = Blueprint("recordings", __name__)

    @api.get("/Recordings.json")
    def index(account: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return page_of("recordings", _listed(x), lambda one: account_recording_json(x, one))

    @api.get("/Recordings/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return account_recording_json(x, find_recording(x, sid, deleted=_wants_deleted()))

    @api.delete("/Recordings/<sid>.json")
    def remove(account: str, sid: str) -> tuple[str, int]:
        with sim.exchange.kernel.lock:
            delete_recording(sim.exchange, find_recording(sim.exchange, sid))
            return "", 204

    @api.get("/Recordings/<sid>", endpoint="media")
    @api.get("/Recordings/<sid>.wav", endpoint="media")
    @api.get("/Recordings/<sid>.mp3", endpoint="media")
    def media(account: str, sid: str) -> Response:
        with sim.exchange.kernel.lock:
            recording = find_recording(sim.exchange, sid)
        return _played(recording)

    return api


def find_recording(x: Exchange, sid: str, *, deleted: bool = False) -> Recording:
    recording = x.recordings.get(sid)
    if recording is None or (recording.status == "deleted" and not deleted):
        raise not_found(f"/Recordings/{sid}.json")
    return recording


def created_as_asked(recording: Recording) -> bool:
    """`DateCreated`, `DateCreated<` and `DateCreated>` compare days, those named included."""
    for name, compare in (("DateCreated", date.__eq__), ("DateCreated<", date.__le__), ("DateCreated>", date.__ge__)):
        wanted = request.args.get(name, "")[:10]
        if wanted and not compare(recording.started_at.date(), _day(name, wanted)):
            return False
    return True


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise bad_request(20001, f"Invalid Parameter: {name}={text}") from error


def _wants_deleted() -> bool:
    return request.args.get("IncludeSoftDeleted", "").lower() == "true"


def _listed(x: Exchange) -> list[Recording]:
    """Newest first; the deleted only for who asks for them."""
    found = [one for one in x.recordings.values() if one.status != "deleted" or _wants_deleted()]
    if call := request.args.get("CallSid"):
        found = [one for one in found if one.leg is not None and one.leg.sid == call]
    if room := request.args.get("ConferenceSid"):
        found = [one for one in found if one.room is not None and one.room.sid == room]
    return [one for one in found if created_as_asked(one)][::-1]


def _played(recording: Recording) -> Response:
    """The file, once there is one. An `.mp3` is answered with the same WAV, and says so in its Content-Type."""
    if recording.status != "completed":
        raise not_found(f"/Recordings/{recording.sid}")
    channels = request.args.get("RequestedChannels", 0, int)
    if channels not in (0, 1, 2):
        raise bad_request(20001, "Invalid Parameter: RequestedChannels is 1 or 2")
    file = wav_of(recording, channels=min(channels, recording.order.channels))
    return Response(file, content_type="audio/x-wav")
