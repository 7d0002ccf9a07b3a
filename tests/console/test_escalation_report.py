"""Escalations in figures: by trigger and for no agent; and when those who lead last talked with a customer."""

from datetime import timedelta
from typing import Any

from escalations.escalation import Escalation
from records.database import writing
from records.handling import Handling
from tests.world import World


def asked(world: World, once: str, **more: Any) -> None:
    at = world.clock() - timedelta(hours=1)
    usual: dict[str, Any] = {"trigger": "caller_asked", "level": 2, "decision": "lead_now", "reasons": [],
                             "asked_by": "caller", "asked_at": at, "agent_id": "ayse"}  # fmt: skip
    with writing(world.voice.database) as session:
        session.add(Escalation(id=once, once=once, **(usual | more)))


def test_they_are_counted_by_trigger_and_never_by_agent(world: World) -> None:
    soon, late = (world.clock() - timedelta(hours=1) + timedelta(seconds=s) for s in (30, 90))
    asked(world, "a", granted="lead_now", answered_at=soon, outcome="same", justified=False)
    asked(world, "b", granted="lead_calls", answered_at=late, outcome="gap", justified=True)
    asked(world, "c", trigger="bounces")
    every, bounces, caller = world.ask("GET", "/api/v1/reports/escalations", key=world.key)[1]["items"]
    assert (every["trigger"], every["asked"], every["open"], bounces["open"]) == ("*", 3, 1, 1)
    assert caller["granted"] == {"lead_calls": 1, "lead_now": 1}
    assert (caller["seconds_to_answer"], caller["seconds_to_answer_90"]) == (60, 90)
    assert caller["outcomes"] == {"same": 1, "different": 0, "gap": 1} and caller["justified_rate"] == 0.5
    assert not [name for name in every if "agent" in name] and "ayse" not in str(every)


def test_who_talked_with_a_customer_longest_ago_comes_first(world: World) -> None:
    with writing(world.voice.database) as session:
        session.add(Handling(reservation="1", call="CA1", agent_id="zeynep", ring_seconds=1.0,
                             answered_at=world.clock() - timedelta(days=1)))  # fmt: skip
    selin, zeynep = world.ask("GET", "/api/v1/reports/listening", key=world.key)[1]["items"]
    assert (selin["agent"], selin["last_spoke_at"], selin["below"], selin["quota"]) == ("selin", None, True, 4)
    assert (zeynep["agent"], zeynep["talks"], zeynep["below"]) == ("zeynep", 1, False)
