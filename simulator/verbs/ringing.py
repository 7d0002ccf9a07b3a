"""Dial Number: ring telephones for the caller, let the callee be whispered to, and bridge the two."""

from dataclasses import dataclass, field
from urllib.parse import urljoin

from simulator.calls import leg_answers, leg_ends, start_program
from simulator.clockwork.task import Interrupted, Promise
from simulator.leg import Leg, Subscription
from simulator.network import ring_telephone
from simulator.program import Ending, Outcome, Run, follow
from simulator.twiml.document import Verb
from simulator.twiml.grammar import WHISPER
from simulator.verbs.exits import dial_cut, dial_exit

PREFIXES = {"Client": "client:", "Sip": "sip:", "Number": ""}


@dataclass(kw_only=True)
class Dialling:
    """One Dial in progress: its legs, the one that answered first, and how it came out (DialCallStatus)."""

    run: Run
    verb: Verb
    children: list[Leg] = field(default_factory=list)
    winner: Leg | None = None
    bridged_at: float | None = None
    status: str = "no-answer"
    redirected: bool = False
    over: Promise[None] = field(default_factory=Promise)


async def dial_telephones(run: Run, verb: Verb, nouns: tuple[Verb, ...]) -> Outcome:
    """Ring all at once, first answer wins; back when the conversation, or the attempt, is over."""
    dialling = Dialling(run=run, verb=verb)
    for noun in nouns:
        child = _child(run, verb, noun)
        dialling.children.append(child)
        start_program(run.x, child, _child_program, dialling, child, noun)
    try:
        await dialling.over
    except Interrupted as cut:
        _drop_children(dialling, by="parent gone")
        dial_cut(run, verb, cut.cause, *_result(dialling))
        raise
    _drop_children(dialling, by="dial over")
    return dial_exit(run, verb, *_result(dialling))


def _child(run: Run, verb: Verb, noun: Verb) -> Leg:
    number = noun.text or next((part.text for part in noun.children if part.name == "Identity"), "")
    to = number if number.startswith(PREFIXES[noun.name]) else PREFIXES[noun.name] + number
    events = frozenset(noun.get("statusCallbackEvent", "completed").split())
    url = noun.get("statusCallback")
    parameters = tuple((part.get("name"), part.get("value")) for part in noun.children if part.name == "Parameter")
    child = Leg(
        sid=run.x.ids.new("CA"),
        direction="outbound-dial",
        from_=verb.get("callerId") or run.leg.from_,
        to=to,
        created_at=run.x.kernel.now(),
        parent=run.leg,
        custom_parameters=parameters,
        time_limit=verb.number("timeLimit", 0) or None,
        subscription=Subscription(url=run.resolve(url), events=events) if url else None,
        fallback=run.leg.fallback,
    )
    run.x.connect(child)
    return child


async def _child_program(dialling: Dialling, child: Leg, noun: Verb) -> None:
    """The callee's side: ring, be first, hear the whisper, talk. A callee redirected away simply stops being here."""
    x = dialling.run.x
    child.ended.then(lambda _: _child_gone(dialling, child))
    if not await ring_telephone(x, child, dialling.verb.number("timeout", 30)) or dialling.winner is not None:
        return
    dialling.winner = child
    for other in dialling.children:
        if other is not child:
            leg_ends(x, other, status="canceled", by="answered elsewhere")
    try:
        if not await _accepts_whisper(dialling, child, noun):
            dialling.status = x.switches.declined_whisper_status
            leg_ends(x, child, by="whisper")
            return
        await _talk(dialling, child)
    except Interrupted as cut:
        if cut.cause == "redirected":
            dialling.redirected = True
            _part(dialling, child)
            dialling.over.resolve(None)
        raise


async def _accepts_whisper(dialling: Dialling, child: Leg, noun: Verb) -> bool:
    dialling.status = dialling.run.x.switches.declined_whisper_status
    if not noun.get("url"):
        return True
    whisper = Run(x=dialling.run.x, leg=child, context=WHISPER, url=dialling.run.url)
    url = urljoin(dialling.run.url, noun.get("url"))
    verb = Verb(name="Number", attributes={"action": url, "method": noun.get("method", "POST")})
    return await follow(whisper, whisper.ask(verb)) is Ending.RAN_OUT


async def _talk(dialling: Dialling, child: Leg) -> None:
    x, parent = dialling.run.x, dialling.run.leg
    leg_answers(x, parent)
    dialling.status, dialling.bridged_at = "completed", x.kernel.now().timestamp()
    parent.bridged_with, child.bridged_with = child, parent
    x.tell("leg", f"bridged with {parent.name or parent.from_}", child)
    for leg in (parent, child):
        leg.changed.fire()
        x.moment("bridged", leg)
    await x.kernel.wait(dialling.over, child.time_limit)
    leg_ends(x, child, by="dial time limit")


def _child_gone(dialling: Dialling, child: Leg) -> None:
    """A callee's leg is over; the Dial is over with the winner, or when nobody is left to answer."""
    _part(dialling, child)
    if dialling.winner is None and all(leg.is_over for leg in dialling.children):
        dialling.status = child.status
        dialling.over.resolve(None)
    if dialling.winner is child:
        dialling.over.resolve(None)


def _part(dialling: Dialling, child: Leg) -> None:
    for leg in (dialling.run.leg, child):
        if leg.bridged_with is not None:
            leg.bridged_with = None
            leg.changed.fire()


def _drop_children(dialling: Dialling, by: str) -> None:
    for child in dialling.children:
        if not (dialling.redirected and child is dialling.winner):
            leg_ends(dialling.run.x, child, status="canceled", by=by)


def _result(dialling: Dialling) -> list[tuple[str, str]]:
    child = dialling.winner or dialling.children[-1]
    params = [
        ("DialCallStatus", dialling.status),
        ("DialCallSid", child.sid),
        ("DialBridged", str(dialling.bridged_at is not None).lower()),
    ]
    if dialling.bridged_at is not None and not dialling.redirected:
        seconds = int(dialling.run.x.kernel.now().timestamp() - dialling.bridged_at)
        params.append(("DialCallDuration", str(seconds)))
    return params
