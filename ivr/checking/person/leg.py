"""One step of a caller who looks for a person: what they hear at a node, and how they leave it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ivr.checking.hearing import Hearing
from ivr.language.flow import Flow
from ivr.language.node import Node

PRESS_SECONDS: Final = 1.0
"""From the last word of a prompt to the key."""
SILENCE, MISTAKES, PERSON_KEY = "silence", "mistakes", "0"


@dataclass(frozen=True, kw_only=True)
class Leg:
    """`label` is the key, the outcome, `silence`, `mistakes` or `0`. `keys` are choices: 0 is always at hand.

    With `anew` the caller has answered something that is not a menu.
    """

    to: str
    label: str
    seconds: float
    keys: int = 0
    menus: int = 0
    anew: bool = False


def legs(flow: Flow, node: Node, hearing: Hearing) -> Iterator[Leg]:
    """Every way a caller may leave this node, the engine's own included."""
    here = hearing.at(node) + node.busy_seconds()
    if node.listens():
        yield from _asked(flow, node, hearing, here)
    for way in node.ways():
        if way.kind == "choice":
            keys = len(way.label) if way.label.isdecimal() else 1
            yield Leg(to=way.to, label=way.label, seconds=here + keys * PRESS_SECONDS, keys=keys, menus=1)
        else:
            anew = node.listens() and way.label not in node.unasked()
            yield Leg(to=way.to, label=way.label, seconds=here, anew=anew)


def _asked(flow: Flow, node: Node, hearing: Hearing, here: float) -> Iterator[Leg]:
    """As the interpreter has it: asked `tries` times, told in between what went wrong, then led to a person."""
    again = flow.tries - 1
    silence = flow.tries * (here + node.silence_seconds()) + again * hearing.words(flow.silence)
    mistakes = flow.tries * (here + PRESS_SECONDS) + again * hearing.words(flow.not_understood)
    yield Leg(to=flow.person, label=PERSON_KEY, seconds=here + PRESS_SECONDS)
    yield Leg(to=flow.person, label=SILENCE, seconds=silence)
    yield Leg(to=flow.person, label=MISTAKES, seconds=mistakes)
