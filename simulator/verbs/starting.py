"""Start, Stop and Connect: what goes on in the background of a call, and what would take the call over."""

from simulator.lines.leg import Ask
from simulator.live.stream import StreamWish, is_stream_url, start_stream, stop_stream, stream_fails
from simulator.live.transcription import TRACKS, Wish, start_transcribing, stop_transcribing, transcription_fails
from simulator.recordings.ordering import ordered_by
from simulator.recordings.recording import Source
from simulator.recordings.taping import record_leg
from simulator.telling.notification import not_modelled
from simulator.twiml.document import Verb
from simulator.twiml.program import Outcome, Run, executes

INVALID_STREAM_URL = 31921
SOURCE: Source = "StartCallRecordingAPI"


@executes("Start")
async def start(run: Run, verb: Verb) -> Outcome:
    """Begin something in the background; the next verb runs at once, and what was begun survives the document."""
    for noun in verb.children:
        STARTERS.get(noun.name, _is_missing)(run, noun)
    return None


@executes("Stop")
async def stop(run: Run, verb: Verb) -> Outcome:
    """End what Start began, by its name; without a name, the latest of its kind."""
    for noun in verb.children:
        STOPPERS.get(noun.name, _is_missing)(run, noun)
    return None


@executes("Connect")
async def connect(run: Run, verb: Verb) -> Outcome:
    """Nothing can be connected to: say so, and go on as if it were over."""
    for noun in verb.children:
        _is_missing(run, noun)
    return run.ask(verb, "action") if verb.get("action") else None


def _is_missing(run: Run, noun: Verb) -> None:
    not_modelled(run.x, f"<{noun.name}>", run.leg)


def _start_recording(run: Run, noun: Verb) -> None:
    """In the background, both parties, each on a channel of their own unless told otherwise."""
    channels = 1 if noun.get("channels") == "mono" else 2
    order = ordered_by(run, noun, SOURCE, channels=channels, track=noun.get("track", "both"))
    record_leg(run.x, run.leg, order)


def _start_transcription(run: Run, noun: Verb) -> None:
    wish = _wish(run, noun)
    if wish.track not in TRACKS:
        transcription_fails(run.x, run.leg, wish, f"invalid track {wish.track}")
        return
    start_transcribing(run.x, run.leg, wish)


def _wish(run: Run, noun: Verb) -> Wish:
    labels = {"InboundTrackLabel": noun.get("inboundTrackLabel"), "OutboundTrackLabel": noun.get("outboundTrackLabel")}
    return Wish(
        name=noun.get("name"),
        track=noun.get("track", "both_tracks"),
        callback=_callback(run, noun, "statusCallbackUrl"),
        labels=tuple((name, label) for name, label in labels.items() if label),
        partial_results=noun.flag("partialResults", False),
        language=noun.get("languageCode", "en-US"),
        engine=noun.get("transcriptionEngine", "google"),
        model=noun.get("speechModel", "telephony"),
        profanity_filter=noun.flag("profanityFilter", True),
        hints=noun.get("hints"),
        punctuation=noun.flag("enableAutomaticPunctuation", True),
    )


def _callback(run: Run, noun: Verb, attribute: str) -> Ask | None:
    url = noun.get(attribute)
    return Ask(url=run.resolve(url), method=noun.get("statusCallbackMethod", "POST").upper()) if url else None


def _stop_transcription(run: Run, noun: Verb) -> None:
    mine = [one for one in run.x.live_transcriptions.values() if one.leg is run.leg and one.status == "in-progress"]
    named = [one for one in mine if noun.get("name") in ("", one.wish.name)]
    for live in named[-1:]:
        stop_transcribing(run.x, live)


def _start_stream(run: Run, noun: Verb) -> None:
    wish = StreamWish(
        url=noun.get("url"),
        name=noun.get("name"),
        track=noun.get("track", "inbound_track"),
        callback=_callback(run, noun, "statusCallback"),
    )
    if not is_stream_url(wish.url):
        run.x.notify(INVALID_STREAM_URL, f"Stream: invalid url {wish.url!r}: wss only, no query string", run.leg)
        stream_fails(run.x, run.leg, wish, "invalid url")
        return
    start_stream(run.x, run.leg, wish)


def _stop_stream(run: Run, noun: Verb) -> None:
    mine = [one for one in run.x.streams.values() if one.leg is run.leg and one.status == "in-progress"]
    named = [one for one in mine if noun.get("name") in ("", one.wish.name)]
    for stream in named[-1:]:
        stop_stream(run.x, stream)


STARTERS = {"Recording": _start_recording, "Transcription": _start_transcription, "Stream": _start_stream}
STOPPERS = {"Transcription": _stop_transcription, "Stream": _stop_stream}
