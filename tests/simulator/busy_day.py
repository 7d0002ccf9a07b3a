"""A busy day on the simulated network, drawn from a seed; prints its trace as JSON.

    python -m tests.simulator.busy_day SEED

Many callers, queues, conferences, callbacks to every event, keys, recordings of nothing, and faults by chance.
"""

import json
import random
import sys
from typing import Any

from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, Customer, room

PEOPLE = {AYSE: "Ayşe", ALI: "Ali", "+905321110003": "Can"}
FAULTS = (
    *("callback_lost", "callback_doubled", "callback_swapped", "callback_delayed", "webhook_doubled"),
    *("webhook_slow", "webhook_answer_lost", "webhook_unreachable", "webhook_delayed", "queue_full"),
)


def busy_day(seed: int, callers: int = 40) -> Customer:
    """The day, over; `sim.trace` has all of it."""
    customer, chance = Customer(seed=seed), random.Random(seed)
    customer.says("/voice", '<Gather numDigits="1" timeout="3" action="/key"><Say>Bire basın.</Say></Gather>')
    customer.says("/key", '<Enqueue action="/left" waitUrl="/wait">destek</Enqueue>')
    customer.says("/wait", "<Say>Lütfen bekleyin.</Say><Pause length='4'/>")
    customer.says("/agent", '<Dial action="/after" timeout="20"><Queue>destek</Queue></Dial>')
    customer.says("/meet", room("caller", endConferenceOnExit="true"))
    for kind in FAULTS:
        customer.fault(kind, times=1000, chance=0.05, seconds=2)
    for number, name in PEOPLE.items():
        rings = [ring(chance) for _ in range(30)]
        customer.sim.person(number, name, rings=rings)
    for index in range(callers):
        somebody_calls(customer, chance, index)
        customer.sim.advance(chance.choice((0.5, 3, 10)))
        something_is_done(customer, chance)
    customer.sim.advance(600)
    return customer


def ring(chance: random.Random) -> dict[str, Any]:
    usual: dict[str, Any] = {"answers_after": 2, "hangs_up_after": chance.randint(2, 20)}
    return chance.choice((usual, usual, {"busy": True}, {"declines": 2}, {"never_answers": True}))


def somebody_calls(customer: Customer, chance: random.Random, index: int) -> None:
    steps: list[Any] = [{"hears": "basın"}, {"presses": "1"}, {"joins": True, "within": 60}, {"talks": 8}, "hangs_up"]
    customer.sim.place_call(f"+9055{index:08}", CENTRE, steps[: chance.randint(1, 5)], name=f"caller {index}")


def something_is_done(customer: Customer, chance: random.Random) -> None:
    """A telephone is rung for the queue, and now and then somebody is moved into a conference."""
    customer.rings(chance.choice(list(PEOPLE)))
    live = [leg for leg in customer.sim.live_legs() if leg.status == "in-progress"]
    if live and chance.random() < 0.3:
        customer.rest.calls(chance.choice(live).sid).update(url=f"{HOST}/meet")


if __name__ == "__main__":
    entries = [entry.as_json() for entry in busy_day(int(sys.argv[1])).sim.trace]
    json.dump(entries, sys.stdout, ensure_ascii=False, indent=0)
