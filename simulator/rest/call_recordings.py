"""/Calls/{CA}/Recordings and /Conferences/{CF}/Recordings: start, pause, go on with and stop a recording."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response

from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.recordings.recording import Recording
from simulator.recordings.taping import (
    delete_recording,
    pause_recording,
    record_leg,
    resume_recording,
    stop_recording,
)
from simulator.rest import form
from simulator.rest.calls import find_leg
from simulator.rest.creating import create
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.rest.recording_forms import recording_order
from simulator.rest.recording_json import call_recording_json, conference_recording_json
from simulator.rest.recordings import created_as_asked
from simulator.rooms.conference import Room
from simulator.simulator import Simulator

FindOwner = Callable[[Exchange, str], Leg | Room]
AsJson = Callable[[Exchange, Recording], dict[str, Any]]
CURRENT = "Twilio.CURRENT"
SOURCE = "StartCallRecordingAPI"


def call_recordings_api(sim: Simulator) -> Blueprint:
    api = Blueprint("call_recordings", __name__)

    @api.post("/Calls/<call>/Recordings.json")
    def make(account: str, call: str) -> Response:
        x = sim.exchange
        with x.kernel.lock:
            return _start(sim, find_leg(x, call))

    _register_recordings_of(api, sim, "Calls", find_leg, call_recording_json)
    return api


def conference_recordings_api(sim: Simulator) -> Blueprint:
    api = Blueprint("conference_recordings", __name__)
    _register_recordings_of(api, sim, "Conferences", _room, conference_recording_json)
    return api


def _register_recordings_of(api: Blueprint, sim: Simulator, kind: str, find_owner: FindOwner, as_json: AsJson) -> None:
    """What can be done with the recordings of a call and of a conference alike."""

    @api.get(f"/{kind}/<owner>/Recordings.json")
    def index(account: str, owner: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return page_of("recordings", _listed(find_owner(x, owner)), lambda one: as_json(x, one))

    @api.get(f"/{kind}/<owner>/Recordings/<sid>.json")
    def show(account: str, owner: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return as_json(x, _find(x, find_owner(x, owner), sid))

    @api.post(f"/{kind}/<owner>/Recordings/<sid>.json")
    def change(account: str, owner: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return as_json(x, _update(x, find_owner(x, owner), sid))

    @api.delete(f"/{kind}/<owner>/Recordings/<sid>.json")
    def remove(account: str, owner: str, sid: str) -> tuple[str, int]:
        x = sim.exchange
        with x.kernel.lock:
            delete_recording(x, _find(x, find_owner(x, owner), sid))
            return "", 204


def _start(sim: Simulator, leg: Leg) -> Response:
    """Record from now on. A call that is being recorded already by REST goes on as it is: nothing is started."""
    if leg.status != "in-progress":
        raise bad_request(21220, "Unable to create record. Call is not in-progress.")
    running = [one for one in leg.recordings if one.is_running and one.order.source == SOURCE]
    if running:
        answer = create(sim, lambda: call_recording_json(sim.exchange, running[-1]))
        answer.status_code = 200
        return answer
    order = recording_order(sim.exchange, "StartCallRecordingAPI", trims=False)
    return create(sim, lambda: call_recording_json(sim.exchange, record_leg(sim.exchange, leg, order)))


def _listed(whose: Leg | Room) -> list[Recording]:
    return [one for one in whose.recordings if one.status != "deleted" and created_as_asked(one)][::-1]


def _room(x: Exchange, sid: str) -> Room:
    """By its SID: a name is not enough here."""
    if sid not in x.rooms:
        raise not_found(f"/Conferences/{sid}/Recordings.json")
    return x.rooms[sid]


def _find(x: Exchange, whose: Leg | Room, sid: str) -> Recording:
    """By its SID, or the one now running for `Twilio.CURRENT`."""
    if sid == CURRENT:
        found = [one for one in whose.recordings if one.is_running]
        found = found if x.switches.current_recording_is_the_newest else found[::-1]
    else:
        found = [one for one in whose.recordings if one.sid == sid and one.status != "deleted"]
    if not found:
        raise not_found(f"/Recordings/{sid}.json")
    return found[-1]


def _update(x: Exchange, whose: Leg | Room, sid: str) -> Recording:
    status, behaviour = form.text("Status"), form.text("PauseBehavior", "silence")
    if status not in ("in-progress", "paused", "stopped"):
        raise bad_request(20001, f"Invalid Parameter: Status={status}")
    if behaviour not in ("silence", "skip"):
        raise bad_request(20001, f"Invalid Parameter: PauseBehavior={behaviour}")
    recording = _find(x, whose, sid)
    if not recording.is_running:
        raise bad_request(21220, "Unable to update record. Recording is not in-progress.")
    if status == "paused":
        pause_recording(x, recording, skip=behaviour == "skip")
    elif status == "in-progress":
        resume_recording(x, recording)
    else:
        stop_recording(x, recording, by_request=True)
    return recording
