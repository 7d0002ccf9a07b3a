"""The floor in numbers, as Prometheus reads them: who waits, who works, what is late."""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from engine.queue_metrics import count_queues
from records.call_record import SIDE
from routing.errors import FloorUnavailable
from routing.floor import Floor

MOST_DUE = 10_000
"""Deadlines counted as due at most: more is an outage all the same."""


def floor_metrics(floor: Floor, now: datetime, queues: Iterable[str] = ()) -> bytes:
    """One scrape. A floor that does not answer is a number too (`sahip_floor_up 0`), never an error.

    `queues` are the policy's: only they become labels, so that no flow and no caller can make new ones without end.
    """
    registry = CollectorRegistry()
    up = Gauge("sahip_floor_up", "1 when the floor (Redis) answers.", registry=registry)
    try:
        _count(floor, now, registry)
        count_queues(floor, now, frozenset(queues), registry)
        up.set(1)
    except FloorUnavailable:
        up.set(0)
    return generate_latest(registry)


def _count(floor: Floor, now: datetime, registry: CollectorRegistry) -> None:
    counts, due = floor.counts(), len(floor.due(now=now, limit=MOST_DUE))
    waiting = Gauge("sahip_callers_waiting", "Callers in line, by queue.", ["queue"], registry=registry)
    for queue, number in counts.waiting.items():
        if queue == SIDE:
            continue  # a colleague is sought for a conversation: nobody is in line for that
        waiting.labels(queue).set(number)
    at_work = Gauge("sahip_agents", "Agents, by state.", ["state"], registry=registry)
    for state, number in counts.agents.items():
        at_work.labels(state).set(number)
    for name, told, number in (
        ("sahip_journal_backlog", "What happened and is not yet written to SQL.", counts.happenings),
        ("sahip_deadlines", "Moments at which somebody will look at something.", counts.deadlines),
        ("sahip_deadlines_due", "Those that have passed and were not looked at yet.", due),
    ):
        Gauge(name, told, registry=registry).set(number)
