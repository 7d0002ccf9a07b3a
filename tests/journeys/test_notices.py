"""Who was not there learns of it at once: the lead of RONA, the owner of a caller somebody else answered."""

from typing import Any

from records.database import reading
from records.journal import events_of
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, calls, signs_in
from tests.world import World


def notices(world: World, agent: str, *, unseen: bool = False) -> list[Any]:
    path = f"/api/v1/agents/{agent}/notices" + ("?unseen=true" if unseen else "")
    status, told = world.ask("GET", path, key=world.key)
    assert status == 200, told
    items: list[Any] = told["items"]
    return items


def unseen(world: World, agent: str) -> int:
    return int(world.ask("GET", f"/api/v1/agents/{agent}", key=world.key)[1]["unseen_notices"])


def kinds(world: World, agent: str) -> list[str]:
    return [each["kind"] for each in notices(world, agent)]


def test_the_lead_learns_of_an_agent_who_did_not_answer(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet", steps=[{"waits": 40}, "hangs_up"])
    world.advance(38)
    [told] = notices(world, "zeynep")
    assert (told["kind"], told["call"], told["agent_id"]) == ("rona", caller.sid, "ayse")
    assert told["text"]["tr"] == "Ayşe Demir kendisine verilen çağrıyı açmadı."
    assert kinds(world, "ayse") == []


def test_the_owner_learns_that_their_stand_in_answered(world: World) -> None:
    answers(world, BURAK, "Burak")
    signs_in(world, "burak")
    calls(world, MEHMET, "Mehmet")
    world.advance(30)
    [told] = notices(world, "ayse")
    assert (told["kind"], told["case_number"], told["agent_id"]) == ("stand_in", "4812", "burak")
    assert "Burak Yılmaz" in told["text"]["en"]


def test_the_owner_learns_that_somebody_of_the_queue_answered(world: World) -> None:
    answers(world, "+905550000004", "Deniz")
    signs_in(world, "deniz")
    calls(world, MEHMET, "Mehmet")
    world.advance(30)
    [told] = notices(world, "ayse")
    assert (told["kind"], told["agent_id"]) == ("missed_sticky_call", "deniz")
    assert told["text"]["tr"] == "Sizi arayan birine Deniz Kaya cevap verdi."


def test_the_owner_learns_that_their_caller_gave_up(world: World) -> None:
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 20}, "hangs_up"])
    world.advance(30)
    [told] = notices(world, "ayse")
    assert told["kind"] == "missed_sticky_call" and "gave up after" in told["text"]["en"]


def test_the_owner_learns_that_their_caller_was_led_elsewhere(world: World) -> None:
    caller = calls(world, MEHMET, "Mehmet", steps=[{"waits": 60}, "hangs_up"])
    world.advance(10)
    told = {"queue": "destek", "to": "queue:fatura"}
    world.voice.floor.note("diverted", call=str(caller.sid), data=told, now=world.clock())
    world.advance(1)
    [notice] = notices(world, "ayse")
    assert notice["text"]["en"] == "A caller of yours waited for you and was led elsewhere (fatura)."


def test_an_owner_who_answered_or_declined_has_nothing_to_learn(world: World) -> None:
    answers(world, AYSE, "Ayşe", presses="2")
    answers(world, BURAK, "Burak")
    signs_in(world, "ayse")
    signs_in(world, "burak")
    calls(world, MEHMET, "Mehmet")
    world.advance(40)
    answers(world, AYSE, "Ayşe")
    calls(world, MEHMET, "Mehmet")
    world.advance(40)
    assert kinds(world, "ayse") == []


def test_what_was_missed_is_told_at_the_next_sign_in_until_it_was_seen(world: World) -> None:
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 15}, "hangs_up"])
    world.advance(25)
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 15}, "hangs_up"])
    world.advance(25)
    told = world.ask("PUT", "/api/v1/agents/ayse/presence", {"state": "ready"}, key=world.key)[1]
    assert told["unseen_notices"] == 2
    first = notices(world, "ayse")[0]["id"]
    seen = "/api/v1/agents/ayse/notices/seen"
    assert world.ask("POST", seen, {"ids": [first]}, key=world.key)[1] == {"unseen_notices": 1}
    assert [each["id"] for each in notices(world, "ayse", unseen=True)] == [notices(world, "ayse")[1]["id"]]
    world.ask("POST", seen, {}, key=world.key)
    assert unseen(world, "ayse") == 0 and len(notices(world, "ayse")) == 2


def test_what_is_told_twice_is_one_notice(world: World) -> None:
    caller = calls(world, MEHMET, "Mehmet", steps=[{"waits": 15}, "hangs_up"])
    world.advance(25)
    with reading(world.voice.database) as session:
        [end] = [event for event in events_of(session, str(caller.sid)) if event.kind == "ended"]
    world.voice.floor.note("ended", call=str(caller.sid), data=end.data, now=end.at, event=end.id)
    world.advance(2)
    assert kinds(world, "ayse") == ["missed_sticky_call"]


def test_other_peoples_notices_cannot_be_marked(world: World) -> None:
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 15}, "hangs_up"])
    world.advance(25)
    [told] = notices(world, "ayse")
    world.ask("POST", "/api/v1/agents/burak/notices/seen", {"ids": [told["id"]]}, key=world.key)
    assert unseen(world, "ayse") == 1
