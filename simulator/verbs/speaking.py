"""Say, Play and Pause: the verbs that take time and do nothing else."""

from simulator.program import Outcome, Run, executes
from simulator.twiml.document import Verb

MOST_LOOPS = 1000


@executes("Say")
async def say(run: Run, verb: Verb) -> Outcome:
    seconds = max(0.5, len(verb.text) / run.x.switches.letters_per_second)
    for _ in range(_loops(verb)):
        run.x.tell("say", verb.text, run.leg, language=verb.get("language"), voice=verb.get("voice"), seconds=seconds)
        run.x.moment("greeting", run.leg)
        await be_heard(run, verb.text, seconds, language=verb.get("language"))
    return None


@executes("Play")
async def play(run: Run, verb: Verb) -> Outcome:
    digits, url = verb.get("digits"), run.resolve(verb.text)
    seconds = _digit_seconds(digits) if digits else run.x.switches.play_seconds
    for _ in range(_loops(verb)):
        run.x.tell("say", f"♪ {digits or url}", run.leg, play=url, seconds=seconds)
        await be_heard(run, f"♪ {digits or url}", seconds, kind="tone" if digits else "play")
    return None


@executes("Pause")
async def pause(run: Run, verb: Verb) -> Outcome:
    await run.x.kernel.sleep(verb.number("length", 1))
    return None


async def be_heard(run: Run, text: str, seconds: float, **about: str) -> None:
    """The leg hears this for so long, unless it is cut short; and so does whoever is beyond the far end of its wire.

    `about` are more fields of the Utterance.
    """
    now = run.x.kernel.now
    heard = [(leg.ear, leg.ear.begin(text, now(), seconds, **about)) for leg in run.audience()]
    run.silent_documents = 0
    finished = False
    try:
        await run.x.kernel.sleep(seconds)
        finished = True
    finally:
        if not finished:
            for ear, utterance in heard:
                ear.cut(utterance, now())


def _loops(verb: Verb) -> int:
    return int(verb.number("loop", 1)) or MOST_LOOPS


def _digit_seconds(digits: str) -> float:
    waits = {"w": 0.5, "W": 1.0}
    return sum(waits.get(digit, 0.25) for digit in digits)
