"""An agent who declines may say why by one more key; the caller does not wait for it."""

from typing import Any

import pytest

from simulator import Caller, transcript
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, answers, calls, dialled, outcome, signs_in, state_of
from tests.world import World


@pytest.fixture(autouse=True)
def at_work(world: World) -> None:
    for agent in ("ayse", "burak"):
        signs_in(world, agent)


def declines(world: World, *then: Any) -> None:
    steps = [{"hears": "Kabul"}, {"presses": "2"}, {"hears": "başka birine soruyoruz"}, *then]
    world.sim.person(AYSE, "Ayşe", answers_after=2, steps=steps)


def offers(world: World, caller: Caller) -> list[dict[str, Any]]:
    shown = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["trace"]["offers"]
    return list(shown)


@pytest.mark.parametrize(
    ("key", "reason", "tr", "en"),
    [
        ("1", "paperwork", "yazması gerekenler var", "paperwork of another call is still to be done"),
        ("2", "not_my_subject", "konu onun konusu değil", "the matter is not theirs"),
        ("3", "not_this_caller", "bu arayanla görüşmemeli", "they should not talk with this caller"),
        ("4", "other", "başka bir neden", "something else"),
    ],
)
def test_a_key_says_why_and_it_is_told_in_both_languages(world: World, key: str, reason: str, tr: str, en: str) -> None:
    declines(world, {"presses": key}, {"hears": "Not aldık"}, "is_hung_up")
    answers(world, BURAK, "Burak")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(30)
    assert outcome(world, caller) == ("answered", "burak"), transcript(world.sim.trace)
    assert [offer["reason"] for offer in offers(world, caller)] == [reason, None]
    for language, words in (("tr", tr), ("en", en)):
        path = f"/api/v1/calls/{caller.sid}/explanation?language={language}"
        told = world.ask("GET", path, key=world.key)[1]["sentences"]
        assert any(words in sentence["text"] for sentence in told), told


def test_the_caller_is_offered_to_the_next_while_the_agent_is_asked_why(world: World) -> None:
    declines(world, "is_hung_up")
    answers(world, BURAK, "Burak")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(20, until=lambda: dialled(world, BURAK) > 0)
    [leg] = [leg for leg in world.sim.legs() if leg.to == AYSE]
    assert not leg.is_over and state_of(world, "ayse") == "ready"
    world.advance(20)
    assert leg.is_over and [offer["reason"] for offer in offers(world, caller)] == [None, None]


@pytest.mark.parametrize("answer", [{"presses": "9"}, "hangs_up"])
def test_whoever_does_not_say_why_is_not_asked_again(world: World, answer: Any) -> None:
    declines(world, answer)
    answers(world, BURAK, "Burak")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(40)
    assert outcome(world, caller) == ("answered", "burak")
    assert [offer["reason"] for offer in offers(world, caller)] == [None, None]
    assert all(leg.is_over for leg in world.sim.legs() if leg.to == AYSE)


def test_the_next_caller_is_worth_more_than_the_answer(world: World) -> None:
    steps = [{"hears": "Kabul"}, {"presses": "2"}, {"waits": 60}]
    again = {"answers_after": 1, "after_hearing": "Kabul", "presses": "1"}
    world.sim.person(AYSE, "Ayşe", rings=[{"answers_after": 2, "steps": steps}, again])
    answers(world, BURAK, "Burak")
    calls(world, MEHMET, "Mehmet")
    world.advance(20, until=lambda: dialled(world, BURAK) > 0)
    emma = calls(world, EMMA, "Emma")
    world.advance(30)
    assert outcome(world, emma) == ("answered", "ayse"), transcript(world.sim.trace)
    assert [offer["result"] for offer in offers(world, emma)] == ["accepted"]
