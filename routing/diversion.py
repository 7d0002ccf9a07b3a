"""Whether callers of a queue are led elsewhere: asked when somebody would join, and at each turn of their waiting."""

from collections.abc import Mapping
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
