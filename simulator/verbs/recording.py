"""Record: a beep, then whatever the caller says, until silence, a key, the limit or a hang-up."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulator.clockwork.task import Interrupted, Promise, Signal
from simulator.lines.leg import Ask
from simulator.recordings.ordering import ordered_by
from simulator.recordings.recording import Recording
from simulator.recordings.reporting import recording_url
from simulator.recordings.taping import record_leg, stop_recording
from simulator.recordings.transcription import LONGEST_SECONDS, transcribe
from simulator.twiml.document import Verb
from simulator.twiml.program import Outcome, Run, executes
from simulator.verbs.speaking import be_heard
from simulator.wire.parameters import call_parameters
from simulator.wire.webhook import ask_server

ANY_KEY = "1234567890*#"
STANDARD_SECONDS, MOST_SECONDS, MOST_ON_A_CLIENT = 3600, 14_400, 600
BEEP_SECONDS = 0.5
TOO_LONG, TOO_LONG_TO_TRANSCRIBE = 13612, 13615


@dataclass(kw_only=True)
class Dictation:
    """Listens while a message is left: to keys, which end it, and to speech, which keeps it going."""

    finish_keys: str
    key: str = ""
    activity: Signal = field(default_factory=Signal)
    takes_keys: bool = True
    takes_speech: bool = True

    def press(self, key: str) -> None:
        if key in self.finish_keys:
            self.key = key
            self.activity.fire()

    def speak(self, text: str) -> bool:
        self.activity.fire()
        return True


@executes("Record")
async def record(run: Run, verb: Verb) -> Outcome:
    """Take down a message. Nothing said and no key pressed is an empty recording: the next verb runs."""
    if verb.flag("playBeep", True):
        run.x.tell("say", "♪ beep", run.leg)
        await be_heard(run, "♪ beep", BEEP_SECONDS, kind="tone")
    run.x.tell("say", "recording", run.leg)
    dictation = Dictation(finish_keys=verb.get("finishOnKey", ANY_KEY))
    recording = record_leg(run.x, run.leg, ordered_by(run, verb, "RecordVerb", track="inbound", trim=True))
    run.leg.keypad.listen(dictation)
    try:
        await _listen(run, verb, dictation, recording.started_at)
    except Interrupted as cut:
        _is_cut(run, verb, recording, cut.cause)
        raise
    finally:
        run.leg.keypad.stop(dictation)
    return _finished(run, verb, recording, dictation.key)


async def _listen(run: Run, verb: Verb, dictation: Dictation, started_at: datetime) -> None:
    """Until a key, `timeout` seconds of silence (0: however long it is), or the limit."""
    patience = verb.number("timeout", 5)
    limit = started_at + timedelta(seconds=_longest(run, verb))
    while not dictation.key:
        until = limit
        if patience > 0:
            hesitation = timedelta(seconds=patience + run.x.switches.record_silence_seconds)
            until = min(limit, _last_word(run, started_at) + hesitation)
        left = (until - run.x.kernel.now()).total_seconds()
        if left <= 0:
            return
        await run.x.kernel.wait(_something(run, dictation), left)


def _last_word(run: Run, started_at: datetime) -> datetime:
    """When the caller fell silent, or will: the end of what they are saying, or the beginning of the recording."""
    return max([started_at, *(said.ends_at for said in run.leg.mouth.utterances[-1:])])


def _something(run: Run, dictation: Dictation) -> Promise[None]:
    first: Promise[None] = Promise()
    dictation.activity.next().then(first.resolve)
    run.leg.mouth.changed.next().then(first.resolve)
    return first


def _longest(run: Run, verb: Verb) -> float:
    """`maxLength`, within what Twilio allows: two minutes to be transcribed, ten in a browser, four hours at most."""
    most = MOST_ON_A_CLIENT if run.leg.from_.startswith("client:") else MOST_SECONDS
    standard = LONGEST_SECONDS if _is_transcribed(verb) else min(STANDARD_SECONDS, most)
    wanted = verb.number("maxLength", standard)
    if not 0 < wanted <= most:
        run.x.notify(TOO_LONG, f"Record: Invalid maxLength value {wanted:g}", run.leg, warning=True)
        return min(most, standard)
    return wanted


def _is_transcribed(verb: Verb) -> bool:
    return verb.flag("transcribe", False) or bool(verb.get("transcribeCallback"))


def _finished(run: Run, verb: Verb, recording: Recording, key: str) -> Outcome:
    stop_recording(run.x, recording)
    empty = not recording.sounds and not key
    if empty and run.x.switches.empty_recording_falls_through:
        return None
    _write_down(run, verb, recording)
    return _action(run, verb, recording, key)


def _is_cut(run: Run, verb: Verb, recording: Recording, cause: str) -> None:
    """Hung up: the action is asked with Digits=hangup, with nobody left to talk to. Redirected: it is not asked."""
    stop_recording(run.x, recording)
    if cause == "hangup":
        _write_down(run, verb, recording)
        run.x.kernel.spawn(_tell_hang_up, run, verb, recording)


def _write_down(run: Run, verb: Verb, recording: Recording) -> None:
    if not _is_transcribed(verb):
        return
    if _longest(run, verb) > LONGEST_SECONDS:
        run.x.notify(TOO_LONG_TO_TRANSCRIBE, "Record: maxLength too high for transcription", run.leg, warning=True)
        return
    url = verb.get("transcribeCallback")
    transcribe(run.x, recording, run.leg, Ask(url=run.resolve(url)) if url else None)


def _action(run: Run, verb: Verb, recording: Recording, digits: str) -> Ask:
    """The document to go on with. One fetched by a REST redirect must say which; others may be asked again."""
    params = (
        ("RecordingUrl", recording_url(run.x, recording)),
        ("RecordingSid", recording.sid),
        ("RecordingDuration", str(recording.duration)),
        ("Digits", digits),
    )
    if not verb.get("action") and run.url == run.leg.redirected_to:
        return Ask(url="", params=params)
    return run.ask(verb, "action", *params)


async def _tell_hang_up(run: Run, verb: Verb, recording: Recording) -> None:
    ask = _action(run, verb, recording, "hangup")
    await ask_server(run.x, ask, run.leg, [*call_parameters(run.x, run.leg), *ask.params], "webhook")
    run.x.tell("note", "answer ignored: the caller has hung up", run.leg)
