"""/Transcriptions: the texts of recordings, for all of them or for one."""

from typing import Any

from flask import Blueprint

from simulator.exchange import Exchange
from simulator.recordings.transcription import Transcription
from simulator.rest.errors import not_found
from simulator.rest.paging import page_of
from simulator.rest.recordings import find_recording
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION


def transcriptions_api(sim: Simulator) -> Blueprint:
    api = Blueprint("transcriptions", __name__)

    @api.get("/Transcriptions.json", defaults={"recording": ""})
    @api.get("/Recordings/<recording>/Transcriptions.json")
    def index(account: str, recording: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return page_of("transcriptions", _of(x, recording)[::-1], lambda one: _json(x, one, recording))

    @api.get("/Transcriptions/<sid>.json", defaults={"recording": ""})
    @api.get("/Recordings/<recording>/Transcriptions/<sid>.json")
    def show(account: str, recording: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return _json(x, _find(x, recording, sid), recording)

    @api.delete("/Transcriptions/<sid>.json", defaults={"recording": ""})
    @api.delete("/Recordings/<recording>/Transcriptions/<sid>.json")
    def remove(account: str, recording: str, sid: str) -> tuple[str, int]:
        x = sim.exchange
        with x.kernel.lock:
            del x.transcriptions[_find(x, recording, sid).sid]
            return "", 204

    return api


def _of(x: Exchange, recording: str) -> list[Transcription]:
    """Of this recording, or of all when it is not named."""
    if recording:
        find_recording(x, recording)
    return [one for one in x.transcriptions.values() if recording in ("", one.recording.sid)]


def _find(x: Exchange, recording: str, sid: str) -> Transcription:
    found = next((one for one in _of(x, recording) if one.sid == sid), None)
    if found is None:
        raise not_found(f"/Transcriptions/{sid}.json")
    return found


def _json(x: Exchange, one: Transcription, recording: str) -> dict[str, Any]:
    under = f"/Recordings/{recording}" if recording else ""
    return {
        "sid": one.sid,
        "account_sid": x.account.sid,
        "api_version": API_VERSION,
        "recording_sid": one.recording.sid,
        "status": one.status,
        "transcription_text": one.text or None,
        "duration": str(one.recording.duration),
        "type": "fast",
        "date_created": rfc2822(one.created_at),
        "date_updated": rfc2822(one.updated_at or one.created_at),
        "price": None,
        "price_unit": "USD",
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}{under}/Transcriptions/{one.sid}.json",
    }
