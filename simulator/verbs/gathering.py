"""Gather: listen for keys or speech, while something may be said."""

from simulator.clockwork.task import Promise, Task
from simulator.lines.keypad import Keypad
from simulator.lines.listening import LONGEST_SPEECH_SECONDS, Gathering, words_until
from simulator.twiml.document import Verb
from simulator.twiml.languages import SPEECH_MODELS, UNDERSTOOD, model_understands
from simulator.twiml.program import VERB_FUNCTIONS, Outcome, Run, executes
from simulator.wire.callback import send_callback
from simulator.wire.parameters import call_parameters

MOST_DIGITS = 10_000
MOST_HINTS, LONGEST_HINT = 500, 100
WRONG_HINTS, WRONG_LANGUAGE, WRONG_MODEL, MODEL_WITH_AUTO, WRONG_PROVIDER = 13330, 13331, 13334, 13335, 13343


@executes("Gather")
async def gather(run: Run, verb: Verb) -> Outcome:
    """Prompt, listen, and take what was heard to the action URL; nothing heard falls through to the next verb."""
    if not _can_listen(run, verb):
        return None
    gathering = _gathering(run, verb)
    pad = run.leg.keypad
    following = run.x.kernel.spawn(_follow_voice, run, verb, pad, gathering)
    pad.listen(gathering)
    try:
        for key in pad.kept:
            gathering.press(key)
        pad.kept = ""
        await _prompt(run, verb, gathering)
        await _listen(run, gathering)
    finally:
        following.interrupt()
        pad.stop(gathering)
    return _outcome(run, verb, gathering)


def _gathering(run: Run, verb: Verb) -> Gathering:
    inputs = verb.get("input", "dtmf").split()
    timeout = verb.number("timeout", 5)
    auto = verb.get("speechTimeout") == "auto"
    return Gathering(
        takes_keys="dtmf" in inputs,
        takes_speech="speech" in inputs,
        most_digits=int(verb.number("numDigits", MOST_DIGITS)),
        finish_key=verb.get("finishOnKey", "#"),
        timeout=timeout,
        speech_timeout=run.x.switches.auto_speech_seconds if auto else verb.number("speechTimeout", timeout),
        longest_speech=min(verb.number("maxSpeechTime", LONGEST_SPEECH_SECONDS), LONGEST_SPEECH_SECONDS),
        barge_in=verb.flag("bargeIn", True),
    )


def _can_listen(run: Run, verb: Verb) -> bool:
    """Wrong hints, languages and models are warned about and left out; what cannot go together fails the Gather."""
    if "speech" not in verb.get("input").split():
        return True
    model, language = verb.get("speechModel"), verb.get("language", "en-US")
    hints = verb.get("hints").split(",") if verb.get("hints") else []
    if len(hints) > MOST_HINTS or any(len(hint.strip()) > LONGEST_HINT for hint in hints):
        _warn(run, WRONG_HINTS, f"hints are at most {MOST_HINTS} of at most {LONGEST_HINT} characters; left out")
    if language not in UNDERSTOOD:
        _warn(run, WRONG_LANGUAGE, f"no language {language!r}; en-US is used")
    if model and model not in SPEECH_MODELS:
        _warn(run, WRONG_MODEL, f"no speechModel {model!r}; the default is used")
    elif model and verb.get("speechTimeout") == "auto":
        run.x.notify(MODEL_WITH_AUTO, f"<Gather>: speechTimeout auto with speechModel {model!r}", run.leg, url=run.url)
        return False
    elif not model_understands(model, language):
        run.x.notify(WRONG_PROVIDER, f"<Gather>: {model!r} does not understand {language}", run.leg, url=run.url)
        return False
    return True


def _warn(run: Run, code: int, what: str) -> None:
    run.x.notify(code, f"<Gather>: {what}", run.leg, warning=True, url=run.url)


async def _prompt(run: Run, verb: Verb, gathering: Gathering) -> None:
    """Say the nested prompts until they end or the first key is pressed."""

    async def speak() -> None:
        for child in verb.children:
            await VERB_FUNCTIONS[child.name](run, child)

    run.nested_in = verb.name
    speaking = run.x.kernel.spawn(speak)
    try:
        first: Promise[None] = Promise()
        speaking.done.then(lambda _: first.resolve(None))
        gathering.started.then(first.resolve)
        await first
    finally:
        speaking.interrupt()
        run.nested_in = ""


async def _listen(run: Run, gathering: Gathering) -> None:
    """Wait for input; the time limit starts when the prompt ends and again with every key and every word."""
    now = run.x.kernel.now
    while not gathering.over.done:
        if not await run.x.kernel.wait(gathering.activity.next(), gathering.patience(now())):
            gathering.cut(now())


async def _follow_voice(run: Run, verb: Verb, pad: Keypad, gathering: Gathering) -> None:
    """Somebody's voice begins and ends: that interrupts the prompt and holds back the time limit."""
    telling: Task[None] | None = None
    try:
        while True:
            if pad.speaking is not None:
                gathering.begin(pad.speaking)
            if gathering.speaking is not None and verb.get("partialResultCallback"):
                telling = run.x.kernel.spawn(_tell_partial_results, run, verb, gathering)
            await pad.voice.next()
            if pad.speaking is None:
                gathering.fall_silent()
            if telling is not None:
                telling.interrupt()
    finally:
        if telling is not None:
            telling.interrupt()


async def _tell_partial_results(run: Run, verb: Verb, gathering: Gathering) -> None:
    """What has been understood so far, again and again: all but the last word will not change any more."""
    sequence = 0
    while (speaking := gathering.speaking) is not None:
        await run.x.kernel.sleep(run.x.switches.partial_result_seconds)
        share = (run.x.kernel.now() - speaking.begun_at).total_seconds() / (speaking.seconds or 1)
        stable, _, unstable = words_until(speaking.text, share).rpartition(" ")
        results = (
            ("StableSpeechResult", stable),
            ("UnstableSpeechResult", unstable),
            ("SequenceNumber", str(sequence)),
        )
        sequence += 1
        ask = run.ask(verb, "partialResultCallback")
        send_callback(run.x, ask, run.leg, [*call_parameters(run.x, run.leg), *results], "partial-result")


def _outcome(run: Run, verb: Verb, gathering: Gathering) -> Outcome:
    params: list[tuple[str, str]] = []
    if gathering.speech:
        params = [("SpeechResult", _understood(run, verb, gathering.speech))]
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


def _understood(run: Run, verb: Verb, words: str) -> str:
    """With the profanity filter (the default) all but the first letter of a bad word is masked."""
    if not verb.flag("profanityFilter", True):
        return words
    bad = run.x.switches.profane_words
    return " ".join(one[0] + "*" * (len(one) - 1) if one.lower() in bad else one for one in words.split())
