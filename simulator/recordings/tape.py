"""What is on the tape: everything said and played while the recording ran, cut at its pauses and trimmed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from simulator.lines.ear import Utterance
from simulator.recordings.recording import Recording, Sound

INBOUND, OUTBOUND = 1, 2


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A piece of real time that is on the tape from `offset` seconds on; a silenced one is there without sounds."""

    since: datetime
    until: datetime
    offset: float
    silenced: bool = False

    @property
    def seconds(self) -> float:
        return (self.until - self.since).total_seconds()


def tape_of(recording: Recording, until: datetime) -> tuple[float, tuple[Sound, ...]]:
    """Its length in seconds and its sounds, as if it ended at this moment."""
    stretches = list(_stretches(recording, until))
    sounds = [
        sound
        for channel, utterances in _sources(recording)
        for utterance in utterances
        for stretch in stretches
        for sound in _kept(utterance, stretch, channel)
    ]
    sounds.sort(key=lambda sound: (sound.begins, sound.channel))
    seconds = sum(stretch.seconds for stretch in stretches)
    return _trimmed(sounds) if recording.order.trim else (seconds, tuple(sounds))


def _stretches(recording: Recording, until: datetime) -> Iterator[Stretch]:
    """The running time in order, without what was skipped."""
    at, offset = recording.started_at, 0.0
    for pause in recording.pauses:
        end = pause.until or until
        ran = Stretch(since=at, until=pause.since, offset=offset)
        yield ran
        offset += ran.seconds
        if not pause.skip:
            quiet = Stretch(since=pause.since, until=end, offset=offset, silenced=True)
            yield quiet
            offset += quiet.seconds
        at = end
    yield Stretch(since=at, until=max(at, until), offset=offset)


def _sources(recording: Recording) -> Iterator[tuple[int, Sequence[Utterance]]]:
    """Who is heard on which channel: what the leg says on the first, what it hears on the second (or both on one)."""
    if recording.room is not None:
        yield INBOUND, recording.room.air.utterances
    if recording.leg is None:
        return
    order = recording.order
    if order.track in ("inbound", "both"):
        yield INBOUND, recording.leg.mouth.utterances
    if order.track in ("outbound", "both"):
        yield min(OUTBOUND, order.channels), recording.leg.ear.utterances


def _kept(utterance: Utterance, stretch: Stretch, channel: int) -> Iterator[Sound]:
    since = max(utterance.started_at, stretch.since)
    until = min(utterance.ends_at, stretch.until)
    if utterance.kind == "silence" or stretch.silenced or since >= until:
        return
    yield Sound(
        text=_words(utterance, since, until),
        begins=stretch.offset + (since - stretch.since).total_seconds(),
        seconds=(until - since).total_seconds(),
        channel=channel,
        kind=utterance.kind,
    )


def _words(utterance: Utterance, since: datetime, until: datetime) -> str:
    """The words whose first letter was spoken between these moments."""
    if utterance.kind not in ("say", "voice"):
        return utterance.text
    words, letter = [], 0
    for word in utterance.text.split(" "):
        if since <= utterance.heard_at(letter) < until:
            words.append(word)
        letter += len(word) + 1
    return " ".join(words)


def _trimmed(sounds: list[Sound]) -> tuple[float, tuple[Sound, ...]]:
    """Without the silence before the first sound and after the last; nothing at all when all is silence."""
    if not sounds:
        return 0.0, ()
    start = min(sound.begins for sound in sounds)
    moved = tuple(replace(sound, begins=sound.begins - start) for sound in sounds)
    return max(sound.ends for sound in moved), moved
