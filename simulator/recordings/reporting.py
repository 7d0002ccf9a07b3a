"""Telling the customer about a recording: where it can be had, and how it gets on."""

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.recordings.recording import Recording
from simulator.recordings.tape import tape_of
from simulator.wire.callback import send_callback
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

RECORDING_EVENTS = ("in-progress", "completed", "absent")
PARTICIPANT_EVENTS = ("started", "in-progress", "paused", "resumed", "stopped", "completed", "failed", "absent")
OWN_SOURCES = ("RecordVerb", "DialVerb", "OutboundAPI")


def recording_url(x: Exchange, recording: Recording) -> str:
    """Where its media is served: by this simulator, never by Twilio. Append `.wav` for the file's name."""
    return f"{x.base_url}/{API_VERSION}/Accounts/{x.account.sid}/Recordings/{recording.sid}"


def report_recording(x: Exchange, recording: Recording, event: str) -> None:
    """Send the status callback, if its subscriber asked for this event."""
    told = recording.order.subscription
    if told is not None and event in told.events:
        ask = Ask(url=told.url, method=told.method)
        send_callback(x, ask, recording.leg, _parameters(x, recording, event), f"recording-{event}")


def _parameters(x: Exchange, recording: Recording, event: str) -> list[tuple[str, str]]:
    about = ("ConferenceSid", recording.room.sid) if recording.room else ("CallSid", _sid(recording.leg))
    pairs = [
        ("AccountSid", x.account.sid),
        about,
        ("RecordingSid", recording.sid),
        ("RecordingUrl", recording_url(x, recording)),
        ("RecordingStatus", event),
        ("RecordingChannels", str(recording.order.channels)),
        ("RecordingStartTime", rfc2822(recording.started_at) or ""),
        ("RecordingSource", recording.order.source),
        ("RecordingTrack", recording.order.track),
    ]
    if event in ("completed", "absent"):
        pairs.append(("RecordingDuration", str(recording.duration)))
    if recording.error_code or x.switches.recording_callback_says_error_zero:
        pairs.append(("ErrorCode", str(recording.error_code or 0)))
    return pairs


def _sid(leg: Leg | None) -> str:
    return leg.sid if leg else ""


def recorded_on(x: Exchange, leg: Leg) -> list[tuple[str, str]]:
    """What a call's `completed` callback says of its own Record, Dial or REST recording: the latest one."""
    own = [one for one in leg.recordings if one.order.source in OWN_SOURCES]
    if not own:
        return []
    last = own[-1]
    if last.is_running:
        last.seconds, _ = tape_of(last, x.kernel.now())
    return [
        ("RecordingUrl", recording_url(x, last)),
        ("RecordingSid", last.sid),
        ("RecordingDuration", str(last.duration)),
    ]
