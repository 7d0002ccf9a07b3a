"""After the conversation: the time for its paperwork, who is kept until it is written, and a rest after a hard call."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, update

from cases.case import Case
from records.database import writing
from simulator import Caller, transcript
from tests.journeys.test_browser_agents import is_offered, passes, sits_at_a_browser, story
from tests.journeys.test_notices import kinds, notices
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, answers, calls, dialled, outcome, signs_in, state_of
from tests.shipped_centre import shipped_centre
from tests.world import World

WRITTEN = {"disposition": "delivery_late", "next_action": "Teslimat saatini haber ver"}


def shown(world: World, agent: str = "ayse") -> Any:
    return world.ask("GET", f"/api/v1/agents/{agent}", key=world.key)[1]


def writes(world: World, caller: Caller, **more: Any) -> int:
    due = (world.clock() + timedelta(days=1)).isoformat()
    told = WRITTEN | {"next_action_due": due} | more
    return world.ask("POST", f"/api/v1/calls/{caller.sid}/wrap-up", told, key=world.key)[0]


def talked_at_the_browser(world: World) -> Caller:
    browser = sits_at_a_browser(world)
    caller = calls(world, MEHMET, "Mehmet")
    browser.connect({"reservation": is_offered(world)["id"]})
    passes(world, 15, "ayse")
    assert outcome(world, caller) == ("answered", "ayse") and state_of(world, "ayse") == "wrap_up"
    return caller


def talked_on_the_telephone(world: World, seconds: float = 5) -> Caller:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": seconds}, "hangs_up"])
    world.advance(seconds + 30, until=lambda: state_of(world, "ayse") == "wrap_up")
    world.advance(3)
    return caller


def test_a_desk_is_kept_until_it_is_written_what_comes_next(world: World) -> None:
    caller = talked_at_the_browser(world)
    passes(world, 70, "ayse")
    assert (shown(world)["state"], shown(world)["wrap_up_overdue"]) == ("wrap_up", True)
    calls(world, EMMA, "Emma", steps=[{"waits": 60}, "hangs_up"])
    passes(world, 30, "ayse")
    assert state_of(world, "ayse") == "wrap_up"
    assert kinds(world, "zeynep") == ["overdue_wrap_up"]
    assert writes(world, caller) == 200
    assert state_of(world, "ayse") == "reserved"


def test_what_was_written_in_time_frees_at_once_and_nobody_is_told(world: World) -> None:
    caller = talked_at_the_browser(world)
    assert writes(world, caller) == 200 and state_of(world, "ayse") == "ready"
    passes(world, 80, "ayse")
    assert state_of(world, "ayse") == "ready" and kinds(world, "zeynep") == []


def test_a_lead_may_free_an_agent_and_the_case_goes_on_asking(world: World) -> None:
    caller = talked_at_the_browser(world)
    passes(world, 70, "ayse")
    freed = world.ask("DELETE", "/api/v1/agents/ayse/wrap-up", key=world.key)[1]
    assert freed["state"] == "ready"
    world.advance(1)
    [told] = notices(world, "ayse")
    assert (told["kind"], told["case_number"]) == ("forced_wrap_up", "4812")
    assert [event.data["case"] for event in story(world, caller) if event.kind == "wrap_up_forced"] == ["4812"]
    assert world.ask("GET", "/api/v1/cases/4812", key=world.key)[1]["wrap_up_missing"] is True


def test_who_goes_home_is_not_kept_by_the_gate(world: World) -> None:
    talked_at_the_browser(world)
    signs_in(world, "ayse", "logged_out")
    assert (state_of(world, "ayse"), shown(world)["next_state"]) == ("wrap_up", "logged_out")
    world.advance(65)
    assert state_of(world, "ayse") == "logged_out"


def test_a_telephone_agent_is_free_when_the_time_is_over(world: World) -> None:
    talked_on_the_telephone(world)
    world.advance(65)
    assert state_of(world, "ayse") == "ready" and kinds(world, "zeynep") == []


def test_the_gate_does_not_keep_who_somebody_else_talked_after(world: World) -> None:
    """Burak talked about the same case since: it is his paperwork that is missing."""
    talked_at_the_browser(world)
    answers(world, BURAK, "Burak")
    signs_in(world, "burak")
    second = calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 40}, "hangs_up"])
    passes(world, 65, "ayse")
    assert outcome(world, second)[1] == "burak"
    assert state_of(world, "ayse") == "ready"


def test_more_time_is_given_once(world: World) -> None:
    talked_on_the_telephone(world)
    before = shown(world)["wrap_up_until"]
    status, told = world.ask("POST", "/api/v1/agents/ayse/wrap-up/extension", key=world.key)
    assert status == 200 and told["wrap_up_until"] > before
    assert world.ask("POST", "/api/v1/agents/ayse/wrap-up/extension", key=world.key)[0] == 409
    world.advance(100)
    assert state_of(world, "ayse") == "wrap_up"
    world.advance(90)
    assert state_of(world, "ayse") == "ready"
    assert world.ask("POST", "/api/v1/agents/ayse/wrap-up/extension", key=world.key)[0] == 409


def test_the_next_status_is_shown_and_taken_after_the_call(world: World) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 20}, "hangs_up"])
    world.advance(20, until=lambda: state_of(world, "ayse") == "talking")
    assert shown(world)["next_state"] == "ready"
    world.ask("PUT", "/api/v1/agents/ayse/presence", {"state": "not_ready", "reason": "öğle"}, key=world.key)
    assert (shown(world)["state"], shown(world)["next_state"]) == ("talking", "not_ready")
    world.advance(90)
    assert (shown(world)["state"], shown(world)["reason"], shown(world)["next_state"]) == ("not_ready", "öğle", None)


def rests(world: World) -> bool:
    told = shown(world)
    return (told["state"], told["reason"]) == ("not_ready", "cool_down") and told["paused_until"] is not None


def test_an_agent_who_says_that_a_call_was_hard_rests_two_minutes(world: World) -> None:
    caller = talked_on_the_telephone(world)
    assert writes(world, caller, hard=True) == 200 and rests(world)
    assert "hard call" in shown(world)["why"]["en"]
    world.advance(115)
    assert rests(world)
    world.advance(10)
    assert state_of(world, "ayse") == "ready"


def test_who_has_rested_enough_says_so(world: World) -> None:
    caller = talked_on_the_telephone(world)
    writes(world, caller, hard=True)
    signs_in(world, "ayse")
    assert state_of(world, "ayse") == "ready" and shown(world)["paused_until"] is None


def a_complaint(world: World, caller: Caller) -> None:
    with writing(world.voice.database) as session:
        session.execute(update(Case).where(Case.number == "4812").values(reason="complaint"))


def abuse(world: World, caller: Caller) -> None:
    world.voice.floor.note("marked", call=str(caller.sid), data={"as": "abusive"}, now=world.clock())


@pytest.mark.parametrize("happens", [a_complaint, abuse])
def test_a_complaint_or_abuse_is_followed_by_a_rest(world: World, happens: Any) -> None:
    happens(world, talked_on_the_telephone(world))
    world.advance(65)
    assert rests(world), shown(world)


Rules = Callable[..., World]


@pytest.fixture
def world_with(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[Rules]:
    """The demo centre with other rules."""
    opened: list[World] = []

    def make(**rules: Any) -> World:
        centre = shipped_centre()
        world = World(database_url, valkey_url, centre=replace(centre, policy=replace(centre.policy, **rules)))
        world.open()
        opened.append(world)
        return world

    yield make
    for world in opened:
        world.voice.database.dispose()


def test_after_a_very_long_call_an_agent_rests(world_with: Rules) -> None:
    world = world_with(long_call_minutes=0.25)
    caller = talked_on_the_telephone(world, seconds=20)
    assert writes(world, caller) == 200 and rests(world)


def test_a_centre_without_the_gate_frees_desks_too(world_with: Rules) -> None:
    world = world_with(wrap_up_gate="none")
    talked_at_the_browser(world)
    passes(world, 70, "ayse")
    assert state_of(world, "ayse") == "ready" and kinds(world, "zeynep") == []


def test_a_centre_may_keep_telephone_agents_too(world_with: Rules) -> None:
    world = world_with(wrap_up_gate="all")
    talked_on_the_telephone(world)
    world.advance(70)
    assert shown(world)["wrap_up_overdue"] and kinds(world, "zeynep") == ["overdue_wrap_up"]


def test_who_was_busy_for_long_gets_a_breather(world_with: Rules) -> None:
    world = world_with(relief_after_seconds=30, relief_seconds=45)
    caller = talked_on_the_telephone(world, seconds=40)
    writes(world, caller)
    assert (shown(world)["state"], shown(world)["reason"]) == ("not_ready", "breather")
    assert shown(world)["handled_seconds"] >= 40 and "rest" in shown(world)["why"]["en"]
    world.advance(50)
    assert state_of(world, "ayse") == "ready"


def test_an_ordinary_call_is_followed_by_no_rest(world: World) -> None:
    caller = talked_on_the_telephone(world)
    assert writes(world, caller) == 200 and state_of(world, "ayse") == "ready"


def test_a_rest_and_overdue_paperwork_survive_the_loss_of_redis(world: World, redis: Redis) -> None:
    talked_at_the_browser(world)
    passes(world, 70, "ayse")
    redis.flushall()
    passes(world, 20, "ayse")
    assert (shown(world)["state"], shown(world)["wrap_up_overdue"]) == ("wrap_up", True)
    assert kinds(world, "zeynep") == ["overdue_wrap_up"]


def test_a_rest_survives_the_loss_of_redis(world: World, redis: Redis) -> None:
    writes(world, talked_on_the_telephone(world), hard=True)
    world.advance(2)
    until = shown(world)["paused_until"]
    redis.flushall()
    world.advance(3)
    assert rests(world) and shown(world)["paused_until"] == until
    world.advance(120)
    assert state_of(world, "ayse") == "ready"


def test_more_time_survives_the_loss_of_redis(world: World, redis: Redis) -> None:
    talked_on_the_telephone(world)
    world.ask("POST", "/api/v1/agents/ayse/wrap-up/extension", key=world.key)
    world.advance(80)
    until = shown(world)["wrap_up_until"]
    redis.flushall()
    world.advance(3)
    assert (shown(world)["state"], shown(world)["wrap_up_until"]) == ("wrap_up", until)


def test_an_agent_whose_line_is_busy_is_back_by_themselves_after_a_minute(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", rings=[{"busy": True}, {"answers_after": 2, "presses": "1"}])
    signs_in(world, "ayse")
    caller = calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 5}, "hangs_up"])
    world.advance(15)
    assert (shown(world)["state"], shown(world)["reason"]) == ("not_ready", "busy"), transcript(world.sim.trace)
    assert "busy" in shown(world)["why"]["en"] and dialled(world, AYSE) == 1
    world.advance(75)
    assert dialled(world, AYSE) == 2 and outcome(world, caller) == ("answered", "ayse")


def test_two_offers_in_a_row_nobody_answered_and_the_agent_says_when_they_are_back(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 200}, "hangs_up"])
    world.advance(30)
    assert (shown(world)["reason"], shown(world)["no_answers"]) == ("rona", 1)
    assert shown(world)["paused_until"] is not None
    world.advance(120)
    assert (shown(world)["reason"], shown(world)["paused_until"]) == ("rona", None) and dialled(world, AYSE) == 2
    assert kinds(world, "zeynep") == ["rona", "rona"]
    signs_in(world, "ayse")
    assert state_of(world, "ayse") == "reserved"


def test_every_reason_an_offer_failed_for_can_be_read_in_the_trace(world: World) -> None:
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    world.sim.person(BURAK, "Burak", busy=True)
    signs_in(world, "ayse")
    signs_in(world, "burak")
    caller = calls(world, MEHMET, "Mehmet", steps=[{"waits": 45}, "hangs_up"])
    world.advance(60)
    trace = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["trace"]
    results = {each["agent"]: each["result"] for each in trace["offers"]}
    assert results["burak"] == "busy" and "no_answer" in [each["result"] for each in trace["offers"]]
    assert all(each["settled_at"] is not None for each in trace["offers"])
