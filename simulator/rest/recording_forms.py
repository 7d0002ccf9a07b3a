"""Reading from a REST request how something is to be recorded and who is told."""

from simulator.exchange import Exchange
from simulator.recordings.recording import RecordingOrder, Source
from simulator.recordings.reporting import RECORDING_EVENTS
from simulator.rest import form
from simulator.rest.errors import bad_request

CHANNELS = {"mono": 1, "dual": 2}
TRACKS = ("inbound", "outbound", "both")
TRIMS = ("trim-silence", "do-not-trim")


def recording_order(
    x: Exchange, source: Source, *, trims: bool, events: tuple[str, ...] = RECORDING_EVENTS
) -> RecordingOrder:
    """`RecordingChannels`, `RecordingTrack`, `Trim` and `RecordingStatusCallback*`; `trims` is the default of Trim."""
    return RecordingOrder(
        source=source,
        channels=CHANNELS[_one_of("RecordingChannels", "mono", tuple(CHANNELS))],
        track=_one_of("RecordingTrack", "both", TRACKS),
        trim=_one_of("Trim", TRIMS[0] if trims else TRIMS[1], TRIMS) == TRIMS[0],
        subscription=form.subscription(x, "RecordingStatusCallback", events),
    )


def conference_order(x: Exchange, events: tuple[str, ...]) -> RecordingOrder:
    """`ConferenceRecordingStatusCallback*` of a participant; the room's recording is trimmed, as by TwiML."""
    told = form.subscription(x, "ConferenceRecordingStatusCallback", events)
    return RecordingOrder(source="Conference", trim=True, subscription=told)


def _one_of(name: str, default: str, known: tuple[str, ...]) -> str:
    value = form.text(name, default)
    if value not in known:
        raise bad_request(20001, f"Invalid Parameter: {name}={value}; it is one of {', '.join(known)}")
    return value
