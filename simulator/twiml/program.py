"""Executing TwiML on a leg: fetch a document, run its verbs, follow where they lead."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urljoin, urlsplit

from simulator.exchange import Exchange
from simulator.lines.calls import leg_answers, leg_ends
from simulator.lines.leg import Ask, Leg
from simulator.rooms.earshot import hearers_of_program
from simulator.telling.notification import not_modelled
from simulator.twiml.document import Document, Verb
from simulator.twiml.grammar import CALL, Context
from simulator.twiml.obtaining import obtain
from simulator.wire.transport import Pairs

INTERNAL_FAILURE = 12400
MOST_SILENT_DOCUMENTS = 200
"""In a row, without anything to hear and without taking time."""

NO_TIME_SECONDS = 0.1
METHOD_ATTRIBUTES = {"action": "method", "url": "method"}
"""Whose method an attribute names, where that is not `<attribute>Method` or, for a `waitUrl`, `waitMethod`."""


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

    `heard_by` are the legs that hear what is said, if not (only) this one. `nested_in` is the verb
    whose prompt is being played. `heard_something` and `took_time` are about the last document.
    """

    x: Exchange
    leg: Leg
    context: Context = CALL
    extra: Callable[[], Pairs] = lambda: ()
    heard_by: Callable[[], list[Leg]] | None = None
    url: str = ""
    verb_index: int = 0
    silent_documents: int = 0
    heard_something: bool = False
    took_time: bool = False
    nested_in: str = ""
    ending_status: str = "completed"
    asked_before: bool = False

    def audience(self) -> list[Leg]:
        """The legs that hear what these documents say."""
        return hearers_of_program(self.leg) if self.heard_by is None else self.heard_by()

    def ask(self, verb: Verb, attribute: str = "action", *params: tuple[str, str], default_method: str = "POST") -> Ask:
        """The request a URL attribute stands for; a missing one means the current document again."""
        names = (METHOD_ATTRIBUTES.get(attribute, f"{attribute}Method"), f"{attribute.removesuffix('Url')}Method")
        method = next((verb.get(name) for name in names if verb.get(name)), default_method)
        return Ask(url=self.resolve(verb.get(attribute)), method=method.upper(), params=params)

    def resolve(self, url: str) -> str:
        """The URL, relative to the current document; one that is none stays as it is, and fails when it is asked."""
        url = url.strip()
        try:
            return urljoin(self.url, url) if self.url and not urlsplit(url).scheme else url
        except ValueError:
            return url


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
        document = await obtain(run, source)
        if document is None:
            return Ending.FAILED
        began, run.heard_something = run.x.kernel.now(), False
        outcome = await execute(run, document)
        run.took_time = (run.x.kernel.now() - began).total_seconds() >= NO_TIME_SECONDS
        if isinstance(outcome, Ending):
            return outcome
        source = outcome
        if _goes_in_circles(run):
            run.x.notify(INTERNAL_FAILURE, "documents follow each other without any audio; giving up", run.leg)
            return Ending.FAILED


async def execute(run: Run, document: Document) -> Ask | Ending:
    """Run a document's verbs in order. A document that runs out ends."""
    run.url = document.url
    for index, verb in enumerate(document.verbs):
        run.verb_index = index
        if run.context is CALL and not _keeps_ringing(run, verb, document):
            await _pick_up(run)
        outcome = await _perform(run, verb)
        if outcome is not None:
            return outcome
    if run.context is CALL:
        _ran_out(run, document)
    return Ending.RAN_OUT


async def _pick_up(run: Run) -> None:
    """Answer, if that is still to be done; whoever is at the far end is connected before anything is said."""
    if run.leg.answered_at is None:
        leg_answers(run.x, run.leg)
        if run.leg.far is not None:
            await run.x.kernel.sleep(0)


def _ran_out(run: Run, document: Document) -> None:
    """Even an empty document picks up; one of nothing but Pause may not have."""
    if run.leg.is_inbound and not document.verbs:
        leg_answers(run.x, run.leg)
    if run.leg.is_inbound and run.leg.answered_at is None:
        run.ending_status = "no-answer"


async def _perform(run: Run, verb: Verb) -> Outcome:
    """A verb Twilio knows and the simulator does not is said to be so, and passed over."""
    function = VERB_FUNCTIONS.get(verb.name)
    if function is None:
        not_modelled(run.x, f"<{verb}>", run.leg)
        return None
    return await function(run, verb)


def _keeps_ringing(run: Run, verb: Verb, document: Document) -> bool:
    """An inbound call is picked up by its first verb, except these, and only until one has picked it up."""
    if not run.leg.is_inbound or run.leg.answered_at is not None:
        return True
    if verb.name == "Redirect":
        return True
    if verb.name == "Pause":
        lone = all(each.name == "Pause" for each in document.verbs)
        return run.verb_index == 0 if not lone else run.x.switches.lone_pause_never_answers
    if verb.name == "Dial":
        return run.verb_index == 0 and verb.flag("answerOnBridge", False)
    return verb.name == "Reject" and run.verb_index == 0


def _goes_in_circles(run: Run) -> bool:
    run.silent_documents = 0 if run.took_time or run.heard_something else run.silent_documents + 1
    return run.silent_documents > MOST_SILENT_DOCUMENTS


async def _apologise(run: Run) -> None:
    """What a caller hears when the application cannot be reached at all."""
    leg_answers(run.x, run.leg)
    await VERB_FUNCTIONS["Say"](run, Verb(name="Say", text="We are sorry, an application error has occurred. Goodbye."))
