"""Reacting to what is heard, beside whatever else somebody does."""

from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.people.acting import ActFailed, Actor
from simulator.people.impatience import lose_patience
from simulator.people.manner import Manner, Patience, Reaction
from simulator.people.performance import Performance

LONGEST_CALL_SECONDS = 4 * 3600.0


def adopt(x: Exchange, leg: Leg, manner: Manner, performance: Performance) -> None:
    """From here on they are like this on this line."""
    if manner.patience != Patience():
        leg.sidelines.append(x.kernel.spawn(lose_patience, x, leg, manner.patience, performance))
    for reaction in manner.reactions:
        leg.sidelines.append(x.kernel.spawn(_react, x, leg, reaction, performance))


async def _react(x: Exchange, leg: Leg, reaction: Reaction, performance: Performance) -> None:
    actor = Actor(x, leg)
    try:
        while not leg.is_over:
            await actor.hears(reaction.text, LONGEST_CALL_SECONDS)
            for step in reaction.steps:
                await actor.does(step)
            if reaction.once:
                return
    except ActFailed as failure:
        if not leg.is_over:
            performance.failures.append(f"{performance.who}: having heard {reaction.text!r}: {failure}")
            x.tell("person", f"✗ {failure}", leg, failed=True)
