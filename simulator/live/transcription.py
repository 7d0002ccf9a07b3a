"""Live transcription of a call: what is said on it is told in words, as it is said."""

import json
from dataclasses import dataclass, field
from datetime import datetime

from simulator.clockwork.task import Task
from simulator.exchange import Exchange
from simulator.lines.ear import Ear, Utterance
from simulator.lines.leg import Ask, Leg
from simulator.wire.callback import send_callback

TRACKS = ("inbound_track", "outbound_track", "both_tracks")
CONFIDENCE = 0.95
"""Of every final result: the simulator knows what was said."""
STABILITY = 0.8
"""Of every partial result."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a call is to be transcribed. `name` is what it may be stopped by."""

    name: str = ""
    track: str = "both_tracks"
    callback: Ask | None = None
    labels: tuple[tuple[str, str], ...] = ()
    partial_results: bool = False
    language: str = "en-US"
    engine: str = "google"
    model: str = "telephony"
    profanity_filter: bool = True
    hints: str = ""
    punctuation: bool = True


@dataclass(kw_only=True, eq=False)
class LiveTranscription:
    """One listener with a pencil. `told` counts its reports; `writing` is what is being said, by track."""

    sid: str
    leg: Leg
    wish: Wish
    started_at: datetime
    status: str = "in-progress"
    updated_at: datetime | None = None
    told: int = 0
    writing: dict[str, Utterance] = field(default_factory=dict)
    tasks: list[Task[None]] = field(default_factory=list)


def start_transcribing(x: Exchange, leg: Leg, wish: Wish) -> LiveTranscription:
    live = LiveTranscription(sid=x.ids.new("GT"), leg=leg, wish=wish, started_at=x.kernel.now())
    x.live_transcriptions[live.sid] = live
    _report(x, live, "started", *_settings(wish))
    if wish.track != "outbound_track":
        live.tasks.append(_listens(x, live, leg.mouth, "inbound_track"))
    if wish.track != "inbound_track":
        live.tasks.append(_listens(x, live, leg.ear, "outbound_track"))
    leg.ended.then(lambda _: stop_transcribing(x, live))
    return live


def stop_transcribing(x: Exchange, live: LiveTranscription) -> None:
    if live.status == "stopped":
        return
    live.status, live.updated_at = "stopped", x.kernel.now()
    for task in live.tasks:
        task.interrupt()
    for track in live.writing:
        _finish(x, live, track)
    _report(x, live, "stopped")


def transcription_fails(x: Exchange, leg: Leg, wish: Wish, why: str) -> None:
    """It cannot be started; whoever wanted it is told."""
    live = LiveTranscription(
        sid=x.ids.new("GT"), leg=leg, wish=wish, started_at=x.kernel.now(), status="stopped", updated_at=x.kernel.now()
    )
    _report(x, live, "error", ("TranscriptionErrorCode", "32655"), ("TranscriptionError", why))


def _listens(x: Exchange, live: LiveTranscription, ear: Ear, track: str) -> Task[None]:
    return x.kernel.spawn(_follow, x, live, ear, track, next_one=len(ear.utterances))


async def _follow(x: Exchange, live: LiveTranscription, ear: Ear, track: str, *, next_one: int) -> None:
    """Each utterance from this one on, one after the other."""
    while True:
        if next_one == len(ear.utterances):
            await ear.changed.next()
            continue
        utterance = ear.utterances[next_one]
        next_one += 1
        if utterance.kind in ("say", "voice") and utterance.text:
            live.writing[track] = utterance
            await _write_down(x, live, ear, track)
            del live.writing[track]


async def _write_down(x: Exchange, live: LiveTranscription, ear: Ear, track: str) -> None:
    utterance = live.writing[track]
    if live.wish.partial_results:
        await _until(x, ear, utterance, share=0.5)
        said = _said(x, utterance)
        if said and said != utterance.text:
            _content(x, live, track, said, final=False)
    await _until(x, ear, utterance, share=1.0)
    _finish(x, live, track)


def _finish(x: Exchange, live: LiveTranscription, track: str) -> None:
    """What has been said of it is final."""
    if said := _said(x, live.writing[track]):
        _content(x, live, track, said, final=True)


async def _until(x: Exchange, ear: Ear, utterance: Utterance, share: float) -> None:
    """Until so much of it has been said, or it was cut short."""
    whole = (utterance.ends_at - utterance.started_at).total_seconds()
    while utterance.cut_at is None:
        left = whole * share - (x.kernel.now() - utterance.started_at).total_seconds()
        if left <= 0 or not await x.kernel.wait(ear.changed.next(), left):
            return


def _said(x: Exchange, utterance: Utterance) -> str:
    """Its whole words, as far as it got."""
    heard: list[str] = []
    letter = 0
    for word in utterance.text.split(" "):
        letter += len(word)
        if utterance.heard_at(letter) > min(utterance.ends_at, x.kernel.now()):
            break
        heard.append(word)
        letter += 1
    return " ".join(heard)


def _content(x: Exchange, live: LiveTranscription, track: str, text: str, *, final: bool) -> None:
    data: dict[str, object] = {"transcript": text}
    if final:
        data["confidence"] = CONFIDENCE
    stability = [] if final else [("Stability", str(STABILITY))]
    _report(
        x,
        live,
        "content",
        ("LanguageCode", live.wish.language),
        ("Track", track),
        ("TranscriptionData", json.dumps(data, ensure_ascii=False)),
        ("Final", str(final).lower()),
        *stability,
    )


def _settings(wish: Wish) -> list[tuple[str, str]]:
    """What `transcription-started` says of how it is done."""
    provider = {
        "profanityFilter": str(wish.profanity_filter).lower(),
        "speechModel": wish.model,
        "enableAutomaticPunctuation": str(wish.punctuation).lower(),
        "hints": wish.hints,
    }
    return [
        ("LanguageCode", wish.language),
        ("TranscriptionEngine", wish.engine),
        ("ProviderConfiguration", json.dumps(provider, ensure_ascii=False)),
        ("Track", wish.track),
        ("PartialResults", str(wish.partial_results).lower()),
        *wish.labels,
    ]


def _report(x: Exchange, live: LiveTranscription, event: str, *more: tuple[str, str]) -> None:
    live.told += 1
    x.tell("note", f"transcription {event}", live.leg, transcription=live.sid, **dict(more))
    if live.wish.callback is None:
        return
    pairs = [
        ("AccountSid", x.account.sid),
        ("CallSid", live.leg.sid),
        ("TranscriptionSid", live.sid),
        ("TranscriptionEvent", f"transcription-{event}"),
        ("Timestamp", x.kernel.now().isoformat(timespec="milliseconds").replace("+00:00", "Z")),
        ("SequenceId", str(live.told)),
        *more,
    ]
    send_callback(x, live.wish.callback, live.leg, pairs, f"transcription-{event}")
