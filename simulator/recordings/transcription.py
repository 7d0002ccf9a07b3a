"""The text of a recording, as Record's `transcribe` makes it: between 2 and 120 seconds long, a little later."""

from dataclasses import dataclass
from datetime import datetime

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.recordings.recording import Recording
from simulator.recordings.reporting import recording_url
from simulator.wire.callback import send_callback
from simulator.wire.parameters import call_parameters

SHORTEST_SECONDS, LONGEST_SECONDS = 2, 120
OUT_OF_RANGE = 13617


@dataclass(kw_only=True, eq=False)
class Transcription:
    """`status` goes in-progress, then completed or failed. The text is exactly what was said."""

    sid: str
    recording: Recording
    created_at: datetime
    status: str = "in-progress"
    updated_at: datetime | None = None

    @property
    def text(self) -> str:
        return self.recording.text if self.status == "completed" else ""


def transcribe(x: Exchange, recording: Recording, leg: Leg, callback: Ask | None) -> Transcription:
    """Write down what was said; `callback` is told when it is done, or cannot be."""
    transcription = Transcription(sid=x.ids.new("TR"), recording=recording, created_at=x.kernel.now())
    x.transcriptions[transcription.sid] = transcription
    delay = x.switches.recording_ready_seconds + x.switches.transcription_seconds
    x.kernel.after(delay, lambda: _is_done(x, transcription, leg, callback))
    return transcription


def transcription_url(x: Exchange, transcription: Transcription) -> str:
    base = recording_url(x, transcription.recording)
    return f"{base}/Transcriptions/{transcription.sid}"


def _is_done(x: Exchange, transcription: Transcription, leg: Leg, callback: Ask | None) -> None:
    fits = SHORTEST_SECONDS <= transcription.recording.seconds <= LONGEST_SECONDS
    transcription.status = "completed" if fits else "failed"
    transcription.updated_at = x.kernel.now()
    x.tell("note", f"transcription {transcription.status}: {transcription.text}", leg, transcription=transcription.sid)
    if not fits:
        x.notify(OUT_OF_RANGE, "the recording's length is out of range for transcription", leg, warning=True)
    if callback is not None:
        send_callback(x, callback, leg, _parameters(x, transcription, leg), f"transcription-{transcription.status}")


def _parameters(x: Exchange, transcription: Transcription, leg: Leg) -> list[tuple[str, str]]:
    return [
        *call_parameters(x, leg),
        ("TranscriptionSid", transcription.sid),
        ("TranscriptionText", transcription.text),
        ("TranscriptionStatus", transcription.status),
        ("TranscriptionUrl", transcription_url(x, transcription)),
        ("TranscriptionType", "fast"),
        ("RecordingSid", transcription.recording.sid),
        ("RecordingUrl", recording_url(x, transcription.recording)),
    ]
