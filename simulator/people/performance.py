"""A script being played: which steps are done, and what went wrong."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from simulator.exchange import Exchange
from simulator.leg import Leg
from simulator.people.acting import ActFailed, Actor
from simulator.people.steps import CallsAgain, Step

CallAgain = Callable[[], Awaitable[Leg]]


@dataclass(kw_only=True, eq=False)
class Performance:
    """How far a person got with their steps. `failures` are sentences; a script that failed is over.

    For somebody `expectant`, a call that ends before their last step went wrong; people we ring take it as it comes.
    """

    who: str
    steps: tuple[Step, ...]
    expectant: bool = True
    next_step: int = 0
    done: bool = False
    failures: list[str] = field(default_factory=list)


async def perform(x: Exchange, performance: Performance, leg: Leg, call_again: CallAgain | None = None) -> None:
    """Do the steps one after the other. Whoever cannot do one hangs up, and it is written down."""
    actor = Actor(x, leg)
    try:
        for step in performance.steps:
            if isinstance(step, CallsAgain) and call_again is not None:
                actor.hangs_up()
                await x.kernel.sleep(step.after)
                actor = Actor(x, await call_again())
            else:
                await actor.does(step)
            performance.next_step += 1
    except ActFailed as failure:
        if performance.expectant or not actor.leg.is_over:
            performance.failures.append(f"{performance.who}: step {performance.next_step + 1}: {failure}")
            x.tell("person", f"✗ {failure}", actor.leg, failed=True)
        actor.hangs_up()
    performance.done = True
