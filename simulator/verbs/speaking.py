"""Say, Play, Pause and Echo: the verbs that are heard, or not, and take time."""

from dataclasses import dataclass, field

from simulator.clockwork.task import Signal
from simulator.lines.ear import Sound
from simulator.lines.leg import Ask
from simulator.lines.sound import seconds_of_wav
from simulator.twiml.answer_cache import keep_answer, kept_answer
from simulator.twiml.document import Verb
from simulator.twiml.languages import SPOKEN
from simulator.twiml.obtaining import HTTP_FAILED, SECONDS_ATTRIBUTE
from simulator.twiml.program import Outcome, Run, executes
from simulator.twiml.speech import spoken
from simulator.twiml.voices import why_mute
from simulator.wire.transport import Answer
from simulator.wire.webhook import WebhookFailed, ask_server

MOST_LOOPS = 1000
LONGEST_TEXT = 4096
WRONG_VOICE, WRONG_LANGUAGE, NO_WORDS, TOO_MANY_WORDS = 13511, 13512, 13520, 13521
WRONG_VOICE_IN_GATHER = 13321
NO_SOUND, WRONG_SOUND = 13410, 13420
TONE_SECONDS, SHORT_WAIT_SECONDS, LONG_WAIT_SECONDS = 0.25, 0.5, 1.0
SHORTEST_SPEECH_SECONDS = 0.5


@executes("Say")
async def say(run: Run, verb: Verb) -> Outcome:
    """Speak, as often as asked. What cannot be spoken is notified and passed over."""
    words = spoken(verb)
    only_silence = not words.text and words.silence > 0
    if not only_silence and not _can_be_spoken(run, verb, words.text):
        return None
    language, voice = verb.get("language"), verb.get("voice")
    seconds = max(SHORTEST_SPEECH_SECONDS, words.letters / run.x.switches.letters_per_second) + words.silence
    for _ in range(_loops(verb)):
        run.x.tell("say", words.text, run.leg, language=language, voice=voice, seconds=seconds)
        run.x.moment("greeting", run.leg)
        await be_heard(run, words.text, seconds, language=language)
    return None


def _can_be_spoken(run: Run, verb: Verb, text: str) -> bool:
    voice, language = verb.get("voice"), verb.get("language")
    mute = why_mute(voice, language, run.x.switches.basic_voices_speak_every_language)
    if not text:
        run.x.notify(NO_WORDS, "<Say> has nothing to say", run.leg, warning=True, url=run.url)
    elif len(text) > LONGEST_TEXT:
        run.x.notify(
            TOO_MANY_WORDS, f"<Say> of {len(text)} characters; {LONGEST_TEXT} are allowed", run.leg, url=run.url
        )
    elif language and language not in SPOKEN:
        run.x.notify(WRONG_LANGUAGE, f"<Say> knows no language {language!r}", run.leg, url=run.url)
    elif mute:
        code = WRONG_VOICE_IN_GATHER if run.nested_in == "Gather" else WRONG_VOICE
        run.x.notify(code, f"<Say>: {mute}; nothing is said", run.leg, url=run.url)
    else:
        return True
    return False


@executes("Play")
async def play(run: Run, verb: Verb) -> Outcome:
    """Play a file, or keys as tones. A file that cannot be had is notified and passed over."""
    digits, url = verb.get("digits"), run.resolve(verb.text)
    if not digits and not verb.text.strip():
        run.x.notify(NO_SOUND, "<Play> has neither a URL nor digits", run.leg, warning=True, url=run.url)
        return None
    seconds = _digit_seconds(digits) if digits else await _file_seconds(run, verb, url)
    if seconds is None:
        return None
    kind: Sound = "tone" if digits else "play"
    for _ in range(_loops(verb)):
        run.x.tell("say", f"♪ {digits or url}", run.leg, play=url, seconds=seconds)
        await be_heard(run, f"♪ {digits or url}", seconds, kind=kind)
    return None


async def _file_seconds(run: Run, verb: Verb, url: str) -> float | None:
    """How long a file lasts; None if it cannot be played. Every file is alike unless the network fetches them."""
    if verb.get(SECONDS_ATTRIBUTE):
        return verb.number(SECONDS_ATTRIBUTE, run.x.switches.play_seconds)
    if not run.x.switches.play_fetches_audio:
        return run.x.switches.play_seconds
    ask = Ask(url=url, method="GET")
    answer = kept_answer(run.x, ask) or await ask_server(run.x, ask, run.leg, (), "webhook")
    code, reason = _unplayable(url, answer)
    if code:
        run.x.notify(code, reason, run.leg, method="GET", url=url)
        return None
    assert isinstance(answer, Answer)
    keep_answer(run.x, ask, answer)
    return seconds_of_wav(answer.body) or run.x.switches.play_seconds


def _unplayable(url: str, answer: Answer | WebhookFailed) -> tuple[int, str]:
    """Twilio's code and the reason why this answer is no sound; 0 if it is one."""
    if isinstance(answer, WebhookFailed):
        return answer.code, answer.reason
    if not 200 <= answer.status < 300:
        return HTTP_FAILED, f"HTTP {answer.status} from {url}"
    content_type = answer.header("Content-Type").partition(";")[0].strip().lower()
    if not content_type.startswith("audio/"):
        return WRONG_SOUND, f"{url} is {content_type or 'of no type'}, not audio"
    return 0, ""


@executes("Pause")
async def pause(run: Run, verb: Verb) -> Outcome:
    await run.x.kernel.sleep(verb.number("length", 1))
    return None


@dataclass(kw_only=True)
class Echoing:
    """Listens to everything and gives it back."""

    heard: list[tuple[str, Sound]] = field(default_factory=list)
    activity: Signal = field(default_factory=Signal)
    takes_keys: bool = True
    takes_speech: bool = True

    def press(self, key: str) -> None:
        self.heard.append((f"♪ {key}", "tone"))
        self.activity.fire()

    def speak(self, text: str) -> bool:
        self.heard.append((text, "say"))
        self.activity.fire()
        return True


@executes("Echo")
async def echo(run: Run, verb: Verb) -> Outcome:
    """The caller hears themselves until they hang up."""
    echoing = Echoing()
    run.leg.keypad.listen(echoing)
    try:
        while True:
            while echoing.heard:
                text, kind = echoing.heard.pop(0)
                run.x.tell("say", text, run.leg, echo=True)
                await be_heard(run, text, max(TONE_SECONDS, len(text) / run.x.switches.letters_per_second), kind=kind)
            await echoing.activity.next()
    finally:
        run.leg.keypad.stop(echoing)


async def be_heard(run: Run, text: str, seconds: float, **about: str) -> None:
    """The leg hears this for so long, unless it is cut short; and so does whoever is beyond the far end of its wire.

    `about` are more fields of the Utterance.
    """
    now = run.x.kernel.now
    heard = [(leg.ear, leg.ear.begin(text, now(), seconds, **about)) for leg in run.audience()]
    run.heard_something = True
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
    waits = {"w": SHORT_WAIT_SECONDS, "W": LONG_WAIT_SECONDS}
    return sum(waits.get(digit, TONE_SECONDS) for digit in digits)
