"""Two workers take up the same hint at the same moment, as after a restart: one rings, and the agent is not blamed."""

from typing import Any

from sqlalchemy import event

from callbacks.jobs import RING
from records.database import writing
from telephony.attempt import begin
from tests.journeys.test_trouble import AYSE, MEHMET, answers, calls, outcome, signs_in, state_of
from tests.world import World


def another_worker_is_quicker(world: World, reservation: str) -> list[str]:
    """Between our look for an attempt and our own beginning of one, somebody else has begun it."""
    offer = world.voice.floor.reservation(reservation)
    assert offer is not None
    begun: list[str] = []

    def first_look(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if "FROM attempts" in statement and offer.id in str(parameters) and not begun:
            begun.append(offer.id)
            with writing(world.voice.database) as session:
                facts: dict[str, Any] = {"kind": "agent_ring", "subject": offer.id, "call": offer.call}
                begin(session, token="quicker", destination=AYSE, agent_id="ayse", now=world.clock(), **facts)

    event.listen(world.voice.database, "after_cursor_execute", first_look)
    return begun


def test_the_slower_of_two_workers_does_not_take_the_agents_phone_for_busy(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    world.workers_away = True
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(6)
    known = world.voice.floor.call(caller.sid)
    assert known is not None and known.reservation and world.queues[RING].get_job_ids(0, 1)
    begun = another_worker_is_quicker(world, known.reservation)
    world.workers_away = False
    world.advance(1)
    assert begun and any(leg.to == AYSE for leg in world.sim.live_legs())
    assert state_of(world, "ayse") == "reserved"
    world.advance(11)
    assert outcome(world, caller)[1] == "ayse"
