"""Obtaining a document for a leg: ask for it, judge what came, and turn to the fallback when it cannot be had."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from simulator.lines.leg import Ask
from simulator.lines.sound import seconds_of_wav
from simulator.twiml.answer_cache import keep_answer, kept_answer
from simulator.twiml.document import TOO_LARGE, Document, Rules, Verb, read_document
from simulator.twiml.errors import TwimlError
from simulator.wire.parameters import call_parameters
from simulator.wire.transport import Answer, Pairs
from simulator.wire.webhook import WebhookFailed, ask_server

if TYPE_CHECKING:
    from simulator.twiml.program import Run, Source

TWIML_TYPES = ("text/xml", "application/xml", "text/html")
HTTP_FAILED, WRONG_TYPE = 11200, 12300
SECONDS_ATTRIBUTE = "seconds"
"""Where the Play of an answer that was audio itself carries how long it is."""


@dataclass(kw_only=True)
class Attempt:
    """One attempt to get a document: what is asked, and what came of it as far as it got."""

    ask: Ask
    params: Pairs = ()
    answer: Answer | None = None

    @property
    def url(self) -> str:
        return self.ask.url.partition("#")[0]

    def about(self) -> dict[str, Any]:
        """What a notification tells about it."""
        if not self.ask.url:
            return {}
        about: dict[str, Any] = {"method": self.ask.method, "url": self.url, "asked": tuple(self.params)}
        if self.answer is not None:
            about |= {"answered": self.answer.body.decode("utf8", "replace"), "headers": tuple(self.answer.headers)}
        return about


async def obtain(run: "Run", source: "Source") -> Document | None:
    """The document, or the fallback's when it cannot be had, or None."""
    attempt = Attempt(ask=source if isinstance(source, Ask) else Ask(url=""))
    try:
        if not isinstance(source, Ask):
            return _read(run, source.twiml.encode("utf8", "replace"), attempt)
        return await _fetch(run, attempt)
    except TwimlError as error:
        return await _fall_back(run, attempt, error)


async def _fetch(run: "Run", attempt: Attempt) -> Document:
    ask = attempt.ask
    attempt.params = [*call_parameters(run.x, run.leg), *_extra(run), *ask.params]
    _double(run, attempt)
    result = kept_answer(run.x, ask) or await ask_server(run.x, ask, run.leg, attempt.params, "webhook")
    if isinstance(result, WebhookFailed):
        raise TwimlError(result.code, result.reason)
    attempt.answer = result
    if not 200 <= result.status < 300:
        raise TwimlError(HTTP_FAILED, f"HTTP {result.status} from {attempt.url}")
    keep_answer(run.x, ask, result)
    return _document(run, attempt, result)


def _extra(run: "Run") -> Pairs:
    """A queue's parameters come with its wait document; whether with what that leads to as well is a switch."""
    carried = not run.asked_before or run.x.switches.queue_parameters_reach_gather_actions
    run.asked_before = True
    return run.extra() if carried else ()


def _double(run: "Run", attempt: Attempt) -> None:
    """The fault of a webhook that is delivered twice."""
    if fault := run.x.faults.strikes("webhook_doubled", subject=attempt.ask.url, leg=run.leg):
        run.x.tell("fault", f"{fault.kind}: {attempt.ask.url}", run.leg)
        run.x.kernel.spawn(_ask_again, run, attempt, fault.seconds)


async def _ask_again(run: "Run", attempt: Attempt, delay: float) -> None:
    if delay:
        await run.x.kernel.sleep(delay)
    result = await ask_server(run.x, attempt.ask, run.leg, attempt.params, "webhook")
    body = result.body.decode("utf8", "replace") if isinstance(result, Answer) else result.reason
    run.x.tell("note", "answer to the doubled webhook ignored", run.leg, body=body)


def _document(run: "Run", attempt: Attempt, answer: Answer) -> Document:
    """What a successful answer means, by its Content-Type."""
    content_type = answer.header("Content-Type").partition(";")[0].strip().lower()
    if content_type.startswith("audio/"):
        return _audio(attempt, answer)
    if content_type not in (*TWIML_TYPES, "text/plain"):
        raise TwimlError(WRONG_TYPE, f"invalid Content-Type {content_type!r} from {attempt.url}")
    if answer.too_long:
        raise TwimlError(TOO_LARGE, f"the answer of {attempt.url} is longer than 64 kB")
    return _plain(run, answer.body, attempt) if content_type == "text/plain" else _read(run, answer.body, attempt)


def _audio(attempt: Attempt, answer: Answer) -> Document:
    """It is played; then the document has run out."""
    seconds = None if answer.too_long else seconds_of_wav(answer.body)
    attributes = {} if seconds is None else {SECONDS_ATTRIBUTE: str(seconds)}
    return Document(url=attempt.url, verbs=(Verb(name="Play", text=attempt.url, attributes=attributes),))


def _plain(run: "Run", body: bytes, attempt: Attempt) -> Document:
    """TwiML if it is any, else words to be spoken."""
    try:
        return _read(run, body, attempt)
    except TwimlError:
        text = " ".join(body.decode("utf8", "replace").split())
        return Document(url=attempt.url, verbs=(Verb(name="Say", text=text),))


def _read(run: "Run", body: bytes, attempt: Attempt) -> Document:
    switches = run.x.switches
    rules = Rules(
        context=run.context,
        unknown_verb_fails=switches.unknown_verb_fails_document,
        wrong_root_error=switches.wrong_root_error,
    )
    document = read_document(body, attempt.url, rules)
    for warning in document.warnings:
        run.x.notify(warning.code, warning.reason, run.leg, warning=True, **attempt.about())
    run.x.tell("twiml", str(document), run.leg, verbs=[verb.name for verb in document.verbs])
    return document


async def _fall_back(run: "Run", failed: Attempt, error: TwimlError) -> Document | None:
    """Ask the fallback URL, once; beside the usual parameters it gets the code and the URL that failed."""
    run.x.notify(error.code, error.reason, run.leg, **failed.about())
    fallback = run.leg.fallback
    if fallback is None or not run.context.falls_back:
        return None
    params = (("ErrorCode", str(error.code)), ("ErrorUrl", failed.url))
    attempt = Attempt(ask=Ask(url=fallback.url, method=fallback.method, params=params))
    try:
        return await _fetch(run, attempt)
    except TwimlError as second:
        run.x.notify(second.code, second.reason, run.leg, **attempt.about())
        return None
