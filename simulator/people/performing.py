"""Playing a script, step by step, in somebody's manner."""

from collections.abc import Awaitable, Callable

from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.people.acting import ActFailed, Actor
from simulator.people.manner import NO_MANNER, Manner
from simulator.people.performance import Performance
from simulator.people.reacting import adopt
from simulator.people.steps import CallsAgain

CallAgain = Callable[[], Awaitable[Leg]]


async def perform(
    x: Exchange,
    performance: Performance,
    leg: Leg,
    call_again: CallAgain | None = None,
    *,
    manner: Manner = NO_MANNER,
) -> None:
    """Do the steps one after the other. Whoever cannot do one hangs up, and it is written down."""
    actor = _begins(x, performance, leg, manner)
    try:
        for step in performance.steps:
            if isinstance(step, CallsAgain) and call_again is not None:
                actor.hangs_up()
                await x.kernel.sleep(step.after)
                actor = _begins(x, performance, await call_again(), manner)
            else:
                await actor.does(step)
            performance.next_step += 1
    except ActFailed as failure:
        _failed(x, performance, actor.leg, str(failure))
        actor.hangs_up()
    if forbidden := actor.heard_in_vain():
        performance.failures.append(f"{performance.who}: was told {forbidden!r}, which they must never hear")
    performance.done = True


def _begins(x: Exchange, performance: Performance, leg: Leg, manner: Manner) -> Actor:
    adopt(x, leg, manner, performance)
    return Actor(x, leg)


def _failed(x: Exchange, performance: Performance, leg: Leg, why: str) -> None:
    if not performance.gave_up and (performance.expectant or not leg.is_over):
        performance.failures.append(f"{performance.who}: step {performance.next_step + 1}: {why}")
        x.tell("person", f"✗ {why}", leg, failed=True)
