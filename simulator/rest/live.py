"""/Calls/{CA}/Transcriptions, /Streams and /Siprec: whoever listens to a call while it goes on."""

from typing import Any

from flask import Blueprint, Response

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.live.stream import Stream, StreamWish, is_stream_url, start_stream, stop_stream
from simulator.live.transcription import TRACKS, LiveTranscription, Wish, start_transcribing, stop_transcribing
from simulator.rest import form
from simulator.rest.calls import find_leg
from simulator.rest.creating import create
from simulator.rest.errors import RestError, bad_request, not_found
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

Listener = LiveTranscription | Stream


def live_api(sim: Simulator) -> Blueprint:
    api = Blueprint("live", __name__)
    _transcriptions(api, sim)
    _streams(api, sim)

    @api.post("/Calls/<call>/Siprec.json", defaults={"sid": ""})
    @api.post("/Calls/<call>/Siprec/<sid>.json")
    def siprec(account: str, call: str, sid: str) -> dict[str, Any]:
        raise RestError(501, 20001, "Siprec is not simulated: a limit of the simulator, not of your application")

    return api


def _transcriptions(api: Blueprint, sim: Simulator) -> None:
    @api.post("/Calls/<call>/Transcriptions.json")
    def transcribe(account: str, call: str) -> Response:
        x = sim.exchange
        with x.kernel.lock:
            leg, wish = _live_leg(x, call), _wish(x)
            return _made(sim, lambda: _json(x, start_transcribing(x, leg, wish), "Transcriptions"))

    @api.post("/Calls/<call>/Transcriptions/<key>.json")
    def stop_transcription(account: str, call: str, key: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            live = _running(list(x.live_transcriptions.values()), find_leg(x, call), key)
            stop_transcribing(x, live)
            return _json(x, live, "Transcriptions")


def _streams(api: Blueprint, sim: Simulator) -> None:
    @api.post("/Calls/<call>/Streams.json")
    def stream(account: str, call: str) -> Response:
        x = sim.exchange
        with x.kernel.lock:
            leg, wish = _live_leg(x, call), _stream_wish(x)
            return _made(sim, lambda: _json(x, start_stream(x, leg, wish), "Streams"))

    @api.post("/Calls/<call>/Streams/<key>.json")
    def stop_streaming(account: str, call: str, key: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            found = _running(list(x.streams.values()), find_leg(x, call), key)
            stop_stream(x, found)
            return _json(x, found, "Streams")


def _made(sim: Simulator, make: Any) -> Response:
    """Twilio's definitions name 200 for these, not 201."""
    answer = create(sim, make)
    answer.status_code = 200
    return answer


def _live_leg(x: Exchange, call: str) -> Leg:
    leg = find_leg(x, call)
    if leg.status != "in-progress":
        raise bad_request(21220, "Call is not in-progress.")
    return leg


def _running(listeners: list[Any], leg: Leg, key: str) -> Any:
    """By SID or by the name it was given. Only `stopped` can be asked of it."""
    if form.text("Status") != "stopped":
        raise bad_request(20001, f"Invalid Parameter: Status={form.text('Status')}")
    found = [one for one in listeners if one.leg is leg and key in (one.sid, one.wish.name)]
    if not found:
        raise not_found(f"/Calls/{leg.sid}: {key}")
    return found[-1]


def _track(default: str) -> str:
    track = form.text("Track", default)
    if track not in TRACKS:
        raise bad_request(20001, f"Invalid Parameter: Track={track}")
    return track


def _callback(x: Exchange, name: str) -> Ask | None:
    url = form.url(x, name)
    return Ask(url=url, method=form.method("StatusCallbackMethod")) if url else None


def _wish(x: Exchange) -> Wish:
    labels = ("InboundTrackLabel", "OutboundTrackLabel")
    return Wish(
        name=form.text("Name"),
        track=_track("both_tracks"),
        callback=_callback(x, "StatusCallbackUrl"),
        labels=tuple((name, form.text(name)) for name in labels if form.given(name)),
        partial_results=form.flag("PartialResults", False),
        language=form.text("LanguageCode", "en-US"),
        engine=form.text("TranscriptionEngine", "google"),
        model=form.text("SpeechModel", "telephony"),
        profanity_filter=form.flag("ProfanityFilter", True),
        hints=form.text("Hints"),
        punctuation=form.flag("EnableAutomaticPunctuation", True),
    )


def _stream_wish(x: Exchange) -> StreamWish:
    url = form.text("Url")
    if not is_stream_url(url):
        raise bad_request(21205, f"Url is not a valid URL: {url} (wss only, without a query string)")
    return StreamWish(
        url=url, name=form.text("Name"), track=_track("inbound_track"), callback=_callback(x, "StatusCallback")
    )


def _json(x: Exchange, one: Listener, kind: str) -> dict[str, Any]:
    return {
        "sid": one.sid,
        "account_sid": x.account.sid,
        "call_sid": one.leg.sid,
        "name": one.wish.name or one.sid,
        "status": one.status,
        "date_updated": rfc2822(one.updated_at or one.started_at),
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}/Calls/{one.leg.sid}/{kind}/{one.sid}.json",
    }
