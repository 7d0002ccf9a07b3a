"""Record: a beep, then whatever the caller says, until silence, a key, the limit or a hang-up."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.clockwork.task import Interrupted, Signal
from simulator.leg import Ask
from simulator.program import Outcome, Run, executes
from simulator.twiml.document import Verb
from simulator.wire.parameters import API_VERSION, call_parameters
from simulator.wire.webhook import ask_server


@dataclass(kw_only=True)
class Taping:
    """A recording being made. Listens to keys, which end it, and to speech, which lengthens it."""

    finish_keys: str
    started_at: datetime
    key: str = ""
    words: list[str] = field(default_factory=list)
    activity: Signal = field(default_factory=Signal)
    takes_keys: bool = True
    takes_speech: bool = True

    def press(self, key: str) -> None:
        if key in self.finish_keys:
            self.key = key
            self.activity.fire()

    def speak(self, text: str) -> bool:
        self.words.append(text)
        self.activity.fire()
        return True


@executes("Record")
async def record(run: Run, verb: Verb) -> Outcome:
    taping = Taping(finish_keys=verb.get("finishOnKey", "1234567890*#"), started_at=run.x.kernel.now())
    run.x.tell("say", "♪ beep" if verb.flag("playBeep", True) else "recording", run.leg)
    run.leg.keypad.listen(taping)
    try:
        await _tape(run, verb, taping)
    except Interrupted as cut:
        if cut.cause == "hangup":
            run.x.kernel.spawn(_tell_hang_up, run, verb, taping)
        raise
    finally:
        run.leg.keypad.stop(taping)
    return _with_result(run, verb, taping, taping.key)


async def _tape(run: Run, verb: Verb, taping: Taping) -> None:
    """Until a key, `timeout` seconds of silence, or `maxLength`."""
    silence = verb.number("timeout", 5) + run.x.switches.record_silence_seconds
    while not taping.key:
        left = verb.number("maxLength", 3600) - (run.x.kernel.now() - taping.started_at).total_seconds()
        if left <= 0 or not await run.x.kernel.wait(taping.activity.next(), min(silence, left)):
            return


def _with_result(run: Run, verb: Verb, taping: Taping, digits: str) -> Ask:
    sid = run.x.ids.new("RE")
    url = f"https://api.twilio.com/{API_VERSION}/Accounts/{run.x.account.sid}/Recordings/{sid}"
    seconds = int((run.x.kernel.now() - taping.started_at).total_seconds())
    run.x.tell("note", f"recorded {seconds} s: {' '.join(taping.words) or '(silence)'}", run.leg, recording=sid)
    params = (("RecordingUrl", url), ("RecordingSid", sid), ("RecordingDuration", str(seconds)), ("Digits", digits))
    return run.ask(verb, "action", *params)


async def _tell_hang_up(run: Run, verb: Verb, taping: Taping) -> None:
    """The caller hung up while recording: the action is asked with Digits=hangup, with nobody left to talk to."""
    ask = _with_result(run, verb, taping, "hangup")
    await ask_server(run.x, ask, run.leg, [*call_parameters(run.x, run.leg), *ask.params], "webhook")
