"""A webhook asks and looks; the worker fetches once; nobody waits for a machine longer than the flow allows."""

from dataclasses import replace
from datetime import timedelta

import pytest
from redis import Redis

from callbacks.dips.asking import answer_to
from callbacks.dips.dip import FAILED_SECONDS, Answer, Asked, Dip
from callbacks.dips.shelf import DipShelf
from callbacks.worker import carry_out
from engine.simulated_centre import SimulatedCentre
from routing.errors import FloorUnavailable
from tests.callbacks.dips.crm import Crm

ON_ITS_WAY = None


def question(crm: Crm, path: str = "/ok", *, cache: float = 0) -> Dip:
    return Dip(url=crm.url(path), keep={"state": "state"}, within_seconds=2, cache_seconds=cache)


def ask(asking: SimulatedCentre, dip: Dip) -> Answer | None:
    """Somebody asks for the first time, now."""
    return answer_to(asking.voice, dip, asked_at=asking.clock())


def test_the_webhook_never_waits_and_the_answer_is_there_on_the_next_look(asking: SimulatedCentre, crm: Crm) -> None:
    begun = asking.clock()
    assert ask(asking, question(crm)) is ON_ITS_WAY
    assert crm.asked == []
    asking.advance(1)
    answer = answer_to(asking.voice, question(crm), asked_at=begun)
    assert answer == Answer(way="ok", values={"state": "yolda"}) and len(crm.asked) == 1


@pytest.mark.parametrize(("path", "way"), [("/missing", "not_found"), ("/broken", "failed"), ("/moved", "failed")])
def test_an_answer_that_is_none_is_told_apart(asking: SimulatedCentre, crm: Crm, path: str, way: str) -> None:
    begun = asking.clock()
    ask(asking, question(crm, path))
    asking.advance(1)
    answer = answer_to(asking.voice, question(crm, path), asked_at=begun)
    assert answer is not None and answer.way == way and not answer.values


def test_several_callers_with_the_same_question_are_one_request(asking: SimulatedCentre, crm: Crm) -> None:
    for _ in range(3):
        assert ask(asking, question(crm)) is ON_ITS_WAY
    asking.advance(1)
    assert len(crm.asked) == 1


def test_a_fresh_answer_is_had_at_once_and_a_stale_one_is_fetched_again(asking: SimulatedCentre, crm: Crm) -> None:
    ask(asking, question(crm, cache=60))
    asking.advance(59)
    assert ask(asking, question(crm, cache=60)) == Answer(way="ok", values={"state": "yolda"})
    asking.advance(2)
    assert ask(asking, question(crm, cache=60)) is ON_ITS_WAY
    asking.advance(1)
    assert len(crm.asked) == 2


def test_a_system_that_failed_is_left_alone_for_a_moment(asking: SimulatedCentre, crm: Crm) -> None:
    ask(asking, question(crm, "/broken"))
    asking.advance(1)
    again = ask(asking, question(crm, "/broken"))
    assert again is not None and again.way == "failed"
    asking.advance(FAILED_SECONDS + 1)
    assert ask(asking, question(crm, "/broken")) is ON_ITS_WAY
    asking.advance(1)
    assert len(crm.asked) == 2


def test_without_workers_the_caller_goes_on_when_the_time_is_over(asking: SimulatedCentre, crm: Crm) -> None:
    asking.workers_away = True
    begun = asking.clock()
    ask(asking, question(crm))
    asking.advance(1)
    assert answer_to(asking.voice, question(crm), asked_at=begun) is ON_ITS_WAY
    asking.advance(1)
    late = answer_to(asking.voice, question(crm), asked_at=begun)
    assert late is not None and late.way == "failed"
    asking.workers_away = False
    asking.advance(1)
    assert crm.asked == [], "nobody waits for it any more"


def test_the_worker_asks_nobody_whom_the_centre_does_not_name(asking: SimulatedCentre, crm: Crm) -> None:
    """Whoever can write to Redis cannot send us anywhere."""
    smuggled = Dip(url=f"http://localhost:{crm.port}/", keep={})
    asking.voice.dips.shelf.put(Asked(dip=smuggled, asked_at=asking.clock()))
    carry_out(asking.voice, "dip", smuggled.id)
    there = asking.voice.dips.shelf.look(smuggled.id)
    assert there is not None and there.answer is not None and there.answer.way == "failed"
    assert crm.asked == []


def test_nonsense_on_the_shelf_is_no_answer(asking: SimulatedCentre, crm: Crm, redis: Redis) -> None:
    ask(asking, question(crm))
    (key,) = [key for key in redis.keys("*") if ":dip:" in key]
    for nonsense in ("", "{", "[]", '{"url": 1}', '"x"'):
        redis.set(key, nonsense)
        assert ask(asking, question(crm)) is ON_ITS_WAY
    carry_out(asking.voice, "dip", "not-there")


def test_a_shelf_out_of_reach_is_told_as_such(asking: SimulatedCentre, crm: Crm) -> None:
    nowhere = DipShelf(Redis(port=1, socket_connect_timeout=0.1), "main")
    voice = replace(asking.voice, dips=replace(asking.voice.dips, shelf=nowhere))
    with pytest.raises(FloorUnavailable):
        answer_to(voice, question(crm), asked_at=asking.clock() + timedelta(0))
