"""Whether callers of a queue are led elsewhere: asked when somebody would join, and at each turn of their waiting."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from routing.queue import Diversion, Queue
from routing.skills import certain_test

FACTS: Final[Mapping[str, str]] = {
    "closed": "1 while the queue's calendar says that it is closed",
    "full": "1 while as many wait for the queue as may",
    "nobody_signed_in": "1 while no agent of the queue is signed in",
    "nobody_ready": "1 while no agent of the queue takes calls, now or next",
    "waiting": "how many callers wait for the queue",
    "waiting_per_agent": "those divided by the agents of the queue who take calls",
    "expected_wait_seconds": "how long somebody who joins now must expect to wait",
    "waited_seconds": "how long this caller has waited; 0 for somebody who would join",
    "position": "this caller's place in line; 0 for somebody who would join",
}
"""What a diversion may ask about → what it means. Whoever asks gives every fact they know; what is not so is 0."""


def divert(queue: Queue, facts: Mapping[str, float]) -> Diversion | None:
    """The queue's first diversion that holds.

    A fact that is missing is unknown: a diversion that rests on it does not hold, whichever way it asks for it
    (`nobody_ready or expected_wait_seconds > 600` holds without an expected wait while nobody is ready).
    """
    return next((diversion for diversion in queue.diversions if certain_test(diversion.when)(facts)), None)


def lost(targets: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int, str]]:
    """Diversions to queues that are not there: the queue, which of its diversions, the name.

    `targets` tells where the diversions of each queue lead.
    """
    for queue, leads_to in targets.items():
        for number, target in enumerate(leads_to):
            if (name := _queue_in(target)) is not None and name not in targets:
                yield queue, number, name


def circles(targets: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Diversions by which callers may come back to the queue they were led away from: the queue, which one, the way."""
    for queue, leads_to in targets.items():
        for number, target in enumerate(leads_to):
            if way := _way_back(targets, queue, _queue_in(target)):
                yield queue, number, (queue, *way)


def _way_back(targets: Mapping[str, Sequence[str]], home: str, start: str | None) -> tuple[str, ...]:
    """The shortest way of queues from one to another; empty where there is none."""
    ways: list[tuple[str, ...]] = [(start,)] if start is not None else []
    seen = {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == home:
            return way
        onward = dict.fromkeys(name for target in targets.get(way[-1], ()) if (name := _queue_in(target)) is not None)
        ways += [(*way, name) for name in onward if name not in seen]
        seen |= set(onward)
    return ()


def _queue_in(target: str) -> str | None:
    kind, _, name = target.partition(":")
    return name if kind == "queue" else None
