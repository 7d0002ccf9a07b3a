"""Executing TwiML on a leg: fetch a document, run its verbs, follow where they lead."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urljoin

from simulator.calls import leg_answers, leg_ends
from simulator.earshot import hearers_of_program
from simulator.exchange import Exchange
from simulator.leg import Ask, Leg
from simulator.notification import ERRORS_URL
from simulator.twiml.document import Document, Verb, read_document
from simulator.twiml.errors import TwimlError
from simulator.twiml.grammar import CALL, Context
from simulator.wire.parameters import call_parameters
from simulator.wire.transport import Answer, Pairs
from simulator.wire.webhook import WebhookFailed, ask_server

MOST_SILENT_DOCUMENTS = 200


class Ending(Enum):
    """How a document, and all it led to, came to its end."""

    RAN_OUT = "ran out"
    HANG_UP = "hang up"
    LEAVE = "leave"
    REJECT = "reject"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Inline:
    """TwiML given in a REST request instead of a URL."""

    twiml: str


Source = Ask | Inline
Outcome = None | Ask | Ending
"""What a verb leads to: None the next verb, an Ask another document, an Ending the end."""


@dataclass(kw_only=True)
class Run:
    """Documents running on a leg. `extra` adds parameters to every request, as a queue does to its wait documents.

    `heard_by` are the legs that hear what is said, if not (only) this one.
    """

    x: Exchange
    leg: Leg
    context: Context = CALL
    extra: Callable[[], Pairs] = lambda: ()
    heard_by: Callable[[], list[Leg]] | None = None
    url: str = ""
    verb_index: int = 0
    silent_documents: int = 0
    ending_status: str = "completed"
    asked_before: bool = False

    def audience(self) -> list[Leg]:
        """The legs that hear what these documents say."""
        return hearers_of_program(self.leg) if self.heard_by is None else self.heard_by()

    def ask(self, verb: Verb, attribute: str = "action", *params: tuple[str, str], default_method: str = "POST") -> Ask:
        """The request a URL attribute stands for; a missing one means the current document again."""
        method = verb.get(
            "method" if attribute == "action" else f"{attribute.removesuffix('Url')}Method", default_method
        )
        return Ask(url=self.resolve(verb.get(attribute)), method=method.upper(), params=params)

    def resolve(self, url: str) -> str:
        return urljoin(self.url, url) if self.url else url


VerbFunction = Callable[[Run, Verb], Awaitable[Outcome]]
VERB_FUNCTIONS: dict[str, VerbFunction] = {}


def executes(name: str) -> Callable[[VerbFunction], VerbFunction]:
    """Register the function that executes a verb."""

    def register(function: VerbFunction) -> VerbFunction:
        VERB_FUNCTIONS[name] = function
        return function

    return register


async def run_call(x: Exchange, leg: Leg, source: Source) -> None:
    """The whole life of a leg under TwiML: run documents until they end, then hang up."""
    run = Run(x=x, leg=leg)
    ending = await follow(run, source)
    if ending is Ending.FAILED:
        await _apologise(run)
    leg_ends(x, leg, status=run.ending_status, by=ending.value)


async def follow(run: Run, source: Source) -> Ending:
    """Fetch and execute documents until one comes to an end."""
    while True:
        document = await _obtain(run, source)
        if document is None:
            return Ending.FAILED
        outcome = await execute(run, document)
        if isinstance(outcome, Ending):
            return outcome
        source = outcome
        if _loops_silently(run, document):
            run.x.notify(12400, "documents follow each other without any audio; giving up", run.leg)
            return Ending.FAILED


async def execute(run: Run, document: Document) -> Ask | Ending:
    """Run a document's verbs in order. A document that runs out ends."""
    run.url = document.url
    for index, verb in enumerate(document.verbs):
        run.verb_index = index
        if run.context is CALL and not _keeps_ringing(run, verb):
            leg_answers(run.x, run.leg)
        outcome = await VERB_FUNCTIONS[verb.name](run, verb)
        if outcome is not None:
            return outcome
    return Ending.RAN_OUT


def _keeps_ringing(run: Run, verb: Verb) -> bool:
    """An inbound call is picked up by its first verb, except these, and only until one has picked it up."""
    if not run.leg.is_inbound:
        return True
    return verb.name in ("Reject", "Pause", "Redirect") or (verb.name == "Dial" and verb.flag("answerOnBridge", False))


def _loops_silently(run: Run, document: Document) -> bool:
    silent = all(verb.name in ("Redirect", "Hangup") for verb in document.verbs)
    run.silent_documents = run.silent_documents + 1 if silent else 0
    return run.silent_documents > MOST_SILENT_DOCUMENTS


async def _obtain(run: Run, source: Source) -> Document | None:
    """The document, or the fallback's when it cannot be had, or None."""
    try:
        if isinstance(source, Inline):
            return _read(run, source.twiml.encode(), "")
        return await _fetch(run, source)
    except TwimlError as error:
        return await _fall_back(run, error)


async def _fetch(run: Run, ask: Ask) -> Document:
    params = [*call_parameters(run.x, run.leg), *_extra(run), *ask.params]
    _double(run, ask, params)
    result = await ask_server(run.x, ask, run.leg, params, "webhook")
    if isinstance(result, WebhookFailed):
        raise TwimlError(result.code, result.reason)
    url = ask.url.partition("#")[0]
    if result.too_long:
        raise TwimlError(11750, f"the answer of {url} is longer than 64 kB")
    if not 200 <= result.status < 300:
        raise TwimlError(11200, f"HTTP {result.status} from {url}")
    return _document(run, result, url)


def _extra(run: Run) -> Pairs:
    """A queue's parameters come with its wait document; whether with what that leads to as well is a switch."""
    carried = not run.asked_before or run.x.switches.queue_parameters_reach_gather_actions
    run.asked_before = True
    return run.extra() if carried else ()


def _double(run: Run, ask: Ask, params: Pairs) -> None:
    """The fault of a webhook that is delivered twice."""
    if fault := run.x.faults.strikes("webhook_doubled", subject=ask.url, leg=run.leg):
        run.x.tell("fault", f"{fault.kind}: {ask.url}", run.leg)
        run.x.kernel.spawn(_ask_again, run, ask, params, fault.seconds)


async def _ask_again(run: Run, ask: Ask, params: Pairs, delay: float) -> None:
    if delay:
        await run.x.kernel.sleep(delay)
    result = await ask_server(run.x, ask, run.leg, params, "webhook")
    body = result.body.decode("utf8", "replace") if isinstance(result, Answer) else result.reason
    run.x.tell("note", "answer to the doubled webhook ignored", run.leg, body=body)


def _document(run: Run, answer: Answer, url: str) -> Document:
    """What a successful answer means, by its Content-Type."""
    content_type = answer.header("Content-Type").partition(";")[0].strip().lower()
    if content_type in ("text/xml", "application/xml", "text/html"):
        return _read(run, answer.body, url)
    if content_type.startswith("audio/"):
        return Document(url=url, verbs=(Verb(name="Play", text=url),))
    if content_type == "text/plain":
        return _plain(run, answer.body, url)
    raise TwimlError(12300, f"invalid Content-Type {content_type!r} from {url}")


def _plain(run: Run, body: bytes, url: str) -> Document:
    try:
        return _read(run, body, url)
    except TwimlError:
        return Document(url=url, verbs=(Verb(name="Say", text=body.decode("utf8", "replace")),))


def _read(run: Run, body: bytes, url: str) -> Document:
    document = read_document(body, url, run.context, run.x.switches.unknown_verb_fails_document)
    for warning in document.warnings:
        run.x.notify(warning.code, warning.reason, run.leg, warning=True, url=url)
    run.x.tell("twiml", str(document), run.leg, verbs=[verb.name for verb in document.verbs])
    return document


async def _fall_back(run: Run, error: TwimlError) -> Document | None:
    """Ask the fallback URL once; it gets ErrorCode and ErrorUrl beside the usual parameters."""
    run.x.notify(error.code, error.reason, run.leg)
    fallback = run.leg.fallback
    if fallback is None or not run.context.falls_back:
        return None
    params = (("ErrorCode", str(error.code)), ("ErrorUrl", f"{ERRORS_URL}{error.code}"))
    try:
        return await _fetch(run, Ask(url=fallback.url, method=fallback.method, params=params))
    except TwimlError as second:
        run.x.notify(second.code, second.reason, run.leg)
        return None


async def _apologise(run: Run) -> None:
    """What a caller hears when the application cannot be reached at all."""
    leg_answers(run.x, run.leg)
    await VERB_FUNCTIONS["Say"](run, Verb(name="Say", text="We are sorry, an application error has occurred. Goodbye."))
