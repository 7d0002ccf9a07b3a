"""A newcomer is not alone: their buddy is rung for a hard call, and a raised hand brings somebody."""

from datetime import timedelta
from typing import Any

from cases.civil_day import civil_day
from escalations.listening.inviting import invite_buddy
from records.database import writing
from staff.agent import Agent
from staff.buddy import put_buddy
from tests.journeys.listening import heard_by, listens, row_of, they_talk_and_burak_is_ready
from tests.journeys.test_listening import burak_leads
from tests.journeys.test_notices import kinds
from tests.journeys.transfers import they_talk
from tests.world import World


def hands(world: World) -> list[Any]:
    items: list[Any] = world.ask("GET", "/api/v1/raised-hands", key=world.key)[1]["items"]
    return items


def test_the_buddy_of_a_newcomer_is_rung_and_whispers_in_their_hard_call(world: World) -> None:
    caller, now = they_talk_and_burak_is_ready(world), world.clock()
    assert invite_buddy(world.voice, caller.sid, escalation_id="E1") is None
    with writing(world.voice.database) as session:
        session.get_one(Agent, "ayse").hired_on = civil_day(now) - timedelta(days=10)
        until = civil_day(now) + timedelta(days=30)
        put_buddy(session, newcomer_id="ayse", coach_id="burak", until_on=until, by="test", now=now)
    wanted = {"trigger": "newcomer", "call": caller.sid, "wants": "any"}
    status, told = world.ask("POST", "/api/v1/escalations", wanted, key=world.key)
    assert (status, told["decision"]) == (200, "buddy"), told
    world.advance(12)
    assert heard_by(world, "Ayşe") == {"Mehmet", "Burak"} and heard_by(world, "Mehmet") == {"Ayşe"}
    invited = invite_buddy(world.voice, caller.sid, escalation_id=told["id"])
    assert invited is not None and row_of(world, invited.id).asked_by == f"escalation:{told['id']}"


def test_a_raised_hand_is_seen_by_leads_and_down_when_somebody_came(world: World) -> None:
    burak_leads(world)
    caller = they_talk_and_burak_is_ready(world)
    path = f"/api/v1/calls/{caller.sid}/hand"
    for reason in ("Müşteri bağırıyor", "Müşteri tehdit ediyor"):
        status, _ = world.ask("PUT", path, {"reason": reason}, key=world.key)
        assert status == 200
    assert [(one["agent_id"], one["reason"]) for one in hands(world)] == [("ayse", "Müşteri tehdit ediyor")]
    assert kinds(world, "burak") == kinds(world, "zeynep") == ["hand_raised"] and kinds(world, "ayse") == []
    listens(world, caller.sid, "whisper")
    assert hands(world) == [] and world.ask("DELETE", path, key=world.key)[0] == 404


def test_a_hand_is_down_when_the_agent_says_so_or_the_conversation_is_over(world: World) -> None:
    caller = they_talk(world, steps=["joins", {"talks": 30}, "hangs_up"])
    path = f"/api/v1/calls/{caller.sid}/hand"
    assert world.ask("PUT", path, {"reason": "Kural belirsiz"}, key=world.key)[0] == 200
    assert world.ask("DELETE", path, key=world.key)[1]["answered_by"] is None and hands(world) == []
    world.ask("PUT", path, {"reason": "Kural belirsiz"}, key=world.key)
    assert len(hands(world)) == 1
    world.advance(60)
    assert hands(world) == []
    assert world.ask("PUT", path, {"reason": "Kural belirsiz"}, key=world.key)[0] == 409
