"""Each queue in numbers, as Prometheus reads them: who waits longest, who is there, what somebody would be told."""

from collections.abc import Collection, Mapping
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge

from routing.expected_wait import ExpectedWait, expected_wait
from routing.floor import Floor
from routing.queue_figures import QueueFigures


def count_queues(floor: Floor, now: datetime, queues: Collection[str], registry: CollectorRegistry) -> None:
    """Nothing is told of a queue of which nothing is known: a missing number is "cannot tell", never 0."""
    longest = Gauge("sahip_longest_wait_seconds", "Of those in line now, by queue.", ["queue"], registry=registry)
    for queue in queues:
        since = floor.longest_wait_since(queue)
        longest.labels(queue).set(max((now - since).total_seconds(), 0.0) if since else 0.0)
    there = Gauge("sahip_queue_agents", "Agents, by queue and state.", ["queue", "state"], registry=registry)
    agents = floor.agents_of_queues()
    for (queue, state), number in agents.items():
        if queue in queues:
            there.labels(queue, state).set(number)
    told = Gauge(
        "sahip_expected_wait_seconds",
        "What somebody who joins now would be told: a quarter waits less than low, a tenth longer than high.",
        ["queue", "bound"],
        registry=registry,
    )
    ready = {queue: number for (queue, state), number in agents.items() if state == "ready"}
    for queue, wait in _expected(floor, now, queues, ready).items():
        told.labels(queue, "low").set(wait.low_seconds)
        told.labels(queue, "high").set(wait.high_seconds)


def _expected(
    floor: Floor, now: datetime, queues: Collection[str], ready: Mapping[str, int]
) -> dict[str, ExpectedWait]:
    waiting = floor.waiting_by_queue()
    known = (QueueFigures.read(queue, facts) for queue, facts in floor.all_figures().items() if queue in queues)
    told = {
        figures.queue: expected_wait(
            ahead=waiting.get(figures.queue, 0),
            callbacks_ahead=figures.callbacks_before(now),
            figures=figures,
            ready=ready.get(figures.queue, 0),
        )
        for figures in known
        if figures.believed_at(now)
    }
    return {queue: wait for queue, wait in told.items() if wait is not None}
