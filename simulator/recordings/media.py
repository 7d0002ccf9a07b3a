"""A recording as a WAV file: 8000 samples a second, one channel or two, a hum wherever something was to be heard."""

import io
import math
import wave
from array import array
from collections.abc import Callable, Iterable

from simulator.recordings.recording import Recording, Sound

RATE = 8000
PERIODS = {"voice": 40, "say": 32, "play": 20, "tone": 10}
"""Samples of one swing of the hum: people are deeper (200 Hz) than prompts (250), music (400) and beeps (800)."""
LOUDNESS = 6000

Voice = Callable[[Sound], "array[int]"]
"""Makes the samples of one sound."""


def hum(sound: Sound) -> "array[int]":
    """A tone as long as the sound."""
    period = PERIODS.get(sound.kind, 40)
    swing = array("h", (int(LOUDNESS * math.sin(2 * math.pi * step / period)) for step in range(period)))
    samples = int(sound.seconds * RATE)
    whole = swing * (samples // period + 1)
    return whole[:samples]


def wav_of(recording: Recording, *, channels: int = 0, voice: Voice = hum) -> bytes:
    """The file. `channels` asks for one or two instead of as many as were recorded."""
    width = channels or recording.order.channels
    length = int(recording.seconds * RATE)
    tracks = [_track(recording.sounds, number, width, length, voice) for number in range(1, width + 1)]
    frames = tracks[0]
    if width == 2:
        frames = array("h", bytes(4 * length))
        frames[0::2], frames[1::2] = tracks
    return _file(frames, width)


def _track(sounds: Iterable[Sound], number: int, width: int, length: int, voice: Voice) -> "array[int]":
    """One channel. Where two speak at once on it, the later one is heard."""
    samples = array("h", bytes(2 * length))
    for sound in sounds:
        if width == 1 or sound.channel == number:
            start = int(sound.begins * RATE)
            heard = voice(sound)[: length - start]
            samples[start : start + len(heard)] = heard
    return samples


def _file(frames: "array[int]", width: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(width)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(frames.tobytes())
    return out.getvalue()
