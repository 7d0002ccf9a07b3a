"""Reading from TwiML how something is to be recorded and who is told."""

from simulator.lines.leg import Subscription
from simulator.recordings.recording import RecordingOrder, Source
from simulator.twiml.document import Verb
from simulator.twiml.program import Run

TRIMS = "trim-silence"


def ordered_by(run: Run, verb: Verb, source: Source, **how: str | int | bool) -> RecordingOrder:
    """The order in a verb's attributes; `trim` (a bool in `how`) is what holds when the verb does not say."""
    default = TRIMS if how.pop("trim", False) else "do-not-trim"
    trim = verb.get("trim", default) == TRIMS
    return RecordingOrder(source=source, trim=trim, subscription=_subscription(run, verb, source), **how)  # type: ignore[arg-type]  # `how` are fields of it


def _subscription(run: Run, verb: Verb, source: Source) -> Subscription | None:
    """Relative URLs belong to the document, except those of a recording in the background, which outlives it."""
    url = verb.get("recordingStatusCallback")
    if not url:
        return None
    return Subscription(
        url=url if source == "StartCallRecordingAPI" else run.resolve(url),
        method=verb.get("recordingStatusCallbackMethod", "POST").upper(),
        events=frozenset(verb.get("recordingStatusCallbackEvent", "completed").split()),
    )
