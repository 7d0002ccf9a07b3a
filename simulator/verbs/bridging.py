"""A bridge between two legs: what the caller hears until it stands, and how it is taken down."""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.exchange import Exchange
from simulator.lines.ear import ENDLESS_SECONDS, Utterance
from simulator.lines.leg import Ask, Leg
from simulator.rooms.alone import note_company
from simulator.rooms.earshot import company_changes
from simulator.verbs.dialling_state import Dialling

STAR = "*"
LONGEST_BRIDGE_SECONDS = 24 * 3600.0


def connect(x: Exchange, one: Leg, other: Leg) -> None:
    """The two can hear each other."""
    one.bridged_with, other.bridged_with = other, one
    x.tell("leg", f"bridged with {one.name or one.from_}", other)
    for leg in (one, other):
        note_company(x, leg)
        company_changes(leg)
        x.moment("bridged", leg)


def part(x: Exchange, one: Leg, other: Leg) -> None:
    """The two no longer hear each other. Nothing happens to a leg bridged with somebody else."""
    for leg, partner in ((one, other), (other, one)):
        if leg.bridged_with is partner:
            leg.bridged_with = None
            note_company(x, leg)
            company_changes(leg)


def time_limit(dialling: Dialling) -> float:
    """Seconds the bridge may last."""
    wanted = dialling.verb.number("timeLimit", 0) or LONGEST_BRIDGE_SECONDS
    return min(wanted, dialling.run.x.switches.longest_call_seconds)


@dataclass(kw_only=True, eq=False)
class Ringback:
    """The ringing a caller hears while the callee's telephone rings, in the tone of a country if the Dial names one."""

    x: Exchange
    leg: Leg
    heard: Utterance | None = None

    def begin(self, tone: str) -> None:
        text = f"♪ ringing ({tone})" if tone else "♪ ringing"
        self.heard = self.leg.ear.begin(text, self.x.kernel.now(), ENDLESS_SECONDS, kind="tone")

    def stop(self) -> None:
        if self.heard is not None:
            self.leg.ear.cut(self.heard, self.x.kernel.now())
            self.heard = None


@dataclass(kw_only=True, eq=False)
class StarKey:
    """Listens for the * with which a caller leaves the conversation and goes on in the document (hangupOnStar)."""

    pressed: Callable[[], object]
    takes_keys: bool = True
    takes_speech: bool = False

    def press(self, key: str) -> None:
        if key == STAR:
            self.pressed()

    def speak(self, text: str) -> bool:
        return False


def listen_for_star(dialling: Dialling) -> StarKey | None:
    if not dialling.verb.flag("hangupOnStar", False):
        return None
    star = StarKey(pressed=lambda: _gives_up(dialling))
    dialling.parent.keypad.listen(star)
    return star


def _gives_up(dialling: Dialling) -> None:
    dialling.run.x.tell("note", "hung up on the callee with *", dialling.parent)
    dialling.status = "completed" if dialling.bridged_at else "canceled"
    dialling.given_up = True
    dialling.over.resolve(None)


def transfers(dialling: Dialling, child: Leg, target: str) -> bool:
    """A callee asks for a transfer: the caller goes on at referUrl. False if this Dial takes none."""
    verb, run = dialling.verb, dialling.run
    if not verb.get("referUrl") or dialling.bridged_at is None or dialling.over.done:
        return False
    params = (("ReferTransferTarget", target), ("DialCallSid", child.sid))
    method = verb.get("referMethod", "POST").upper()
    dialling.leads_to = Ask(url=run.resolve(verb.get("referUrl")), method=method, params=params)
    dialling.over.resolve(None)
    return True
