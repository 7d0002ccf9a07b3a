"""Gather: listen for keys or speech, while something may be said."""

from dataclasses import dataclass, field

from simulator.clockwork.task import Promise, Signal
from simulator.program import VERB_FUNCTIONS, Outcome, Run, executes
from simulator.twiml.document import Verb


@dataclass(kw_only=True)
class Gathering:
    """A Gather that is listening. It ends by enough keys, the finishing key, or speech; or its owner gives up on it."""

    takes_keys: bool
    takes_speech: bool
    most_digits: int
    finish_keys: str
    digits: str = ""
    speech: str = ""
    finished_on: str = ""
    started: Promise[None] = field(default_factory=Promise)
    over: Promise[None] = field(default_factory=Promise)
    activity: Signal = field(default_factory=Signal)

    def press(self, key: str) -> None:
        """A key interrupts the prompt at once."""
        if not self.takes_keys or self.over.done:
            return
        self.started.resolve(None)
        if key in self.finish_keys:
            self.finished_on = key
            self.over.resolve(None)
        else:
            self.digits += key
            if len(self.digits) >= self.most_digits:
                self.over.resolve(None)
        self.activity.fire()

    def speak(self, text: str) -> bool:
        if not self.takes_speech or self.digits or self.over.done:
            return False
        self.speech = text
        self.started.resolve(None)
        self.over.resolve(None)
        self.activity.fire()
        return True


@executes("Gather")
async def gather(run: Run, verb: Verb) -> Outcome:
    """Prompt, listen, and take what was heard to the action URL; nothing heard falls through to the next verb."""
    gathering = _gathering(verb)
    pad = run.leg.keypad
    pad.listen(gathering)
    try:
        for key in pad.kept:
            gathering.press(key)
        pad.kept = ""
        await _prompt(run, verb, gathering)
        await _listen(run, verb, gathering)
    finally:
        pad.stop(gathering)
    return _outcome(run, verb, gathering)


def _gathering(verb: Verb) -> Gathering:
    inputs = verb.get("input", "dtmf").split()
    return Gathering(
        takes_keys="dtmf" in inputs,
        takes_speech="speech" in inputs,
        most_digits=int(verb.number("numDigits", 10_000)),
        finish_keys=verb.get("finishOnKey", "#"),
    )


async def _prompt(run: Run, verb: Verb, gathering: Gathering) -> None:
    """Say the nested prompts until they end or the first key is pressed."""

    async def speak() -> None:
        for child in verb.children:
            await VERB_FUNCTIONS[child.name](run, child)

    speaking = run.x.kernel.spawn(speak)
    try:
        first: Promise[None] = Promise()
        speaking.done.then(lambda _: first.resolve(None))
        gathering.started.then(first.resolve)
        await first
    finally:
        speaking.interrupt()


async def _listen(run: Run, verb: Verb, gathering: Gathering) -> None:
    """Wait for input; the time limit starts when the prompt ends and again with every key."""
    timeout = verb.number("timeout", 5)
    while not gathering.over.done:
        if not await run.x.kernel.wait(gathering.activity.next(), timeout):
            return


def _outcome(run: Run, verb: Verb, gathering: Gathering) -> Outcome:
    params: list[tuple[str, str]] = []
    if gathering.speech:
        params = [("SpeechResult", gathering.speech)]
        if run.x.switches.speech_confidence is not None:
            params.append(("Confidence", str(run.x.switches.speech_confidence)))
    elif gathering.digits:
        params = [("Digits", gathering.digits)]
        if run.x.switches.gather_sends_finished_on_key:
            params.append(("FinishedOnKey", gathering.finished_on))
    elif not verb.flag("actionOnEmptyResult", False):
        return None
    elif run.x.switches.empty_result_carries_digits:
        params = [("Digits", "")]
    if gathering.digits and not run.leg.is_inbound:
        run.x.moment("accepted", run.leg)
    return run.ask(verb, "action", *params)
