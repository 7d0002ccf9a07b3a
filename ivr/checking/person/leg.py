"""One step of a caller who looks for a person: what they hear at a node, and how they leave it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ivr.checking.hearing import Hearing
from ivr.checking.subject import is_menu
from ivr.language.flow import Flow
from ivr.language.node import Node, Way

PRESS_SECONDS: Final = 1.0
"""From the last word of a prompt to the key."""
SILENCE, MISTAKES, PERSON_KEY = "silence", "mistakes", "0"


@dataclass(frozen=True, kw_only=True)
class Leg:
    """`label` is the key, the outcome, `silence`, `mistakes` or `0`. `keys` are choices: 0 is always at hand.

    With `anew` the caller has answered something that is not a menu, or has got what they called for.
    """

    to: str
    label: str
    seconds: float
    keys: int = 0
    menus: int = 0
    anew: bool = False
    since: float = 0
    """Seconds that count already where callers begin anew."""


def legs(flow: Flow, node: Node, hearing: Hearing, *, chosen: bool) -> Iterator[Leg]:
    """Every way a caller may leave this node, the engine's own included. `chosen`: only a choice leads here."""
    if node.listens():
        yield from _asked(flow, node, hearing, chosen=chosen and not is_menu(node))
    for way in node.ways():
        here = hearing.before(node, way.label)
        if is_menu(node):
            yield _from_menu(node, way, here)
        elif way.label not in node.nobody_there():
            yield Leg(to=way.to, label=way.label, seconds=here, anew=_being_served(node, way))


def _from_menu(node: Node, way: Way, here: float) -> Leg:
    """By a key, or by silence where the menu says where that leads."""
    if way.kind != "choice":
        return Leg(to=way.to, label=way.label, seconds=here + node.silence_seconds(), menus=1)
    keys = len(way.label)
    return Leg(to=way.to, label=way.label, seconds=here + keys * PRESS_SECONDS, keys=keys, menus=1)


def _being_served(node: Node, way: Way) -> bool:
    answered = node.listens() and way.label not in node.unasked()
    return answered or way.label in node.serves() or bool(node.reaches())


def _asked(flow: Flow, node: Node, hearing: Hearing, *, chosen: bool) -> Iterator[Leg]:
    """As the interpreter has it: asked `tries` times, told in between what went wrong, then led to a person."""
    here, again = hearing.asked(node), flow.tries - 1
    silence = flow.tries * (here + node.silence_seconds()) + again * hearing.words(flow.silence)
    mistakes = flow.tries * (here + PRESS_SECONDS) + again * hearing.words(flow.not_understood)
    yield Leg(to=flow.person, label=PERSON_KEY, seconds=here + PRESS_SECONDS)
    kept_silent = [] if any(way.kind == "timeout" for way in node.ways()) else [(SILENCE, silence)]
    for label, seconds in (*kept_silent, (MISTAKES, mistakes)):
        yield Leg(to=flow.person, label=label, seconds=seconds, anew=chosen, since=seconds)
