"""What reports tell of calls that really took place: webhooks, rings, keys and hang-ups."""

from typing import Any

import pytest
from redis import Redis

from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, STRANGER, answers, calls, signs_in
from tests.world import World


def report(world: World, name: str) -> list[dict[str, Any]]:
    status, told = world.ask("GET", f"/api/v1/reports/{name}", key=world.key)
    assert status == 200, told
    items: list[dict[str, Any]] = told["items"]
    return items


def summed(rows: list[dict[str, Any]], name: str) -> float:
    return float(sum(row[name] for row in rows))


def test_a_quarter_of_an_hour_adds_up(world: World) -> None:
    """One caller talks to Ayşe, one rings Burak in vain and gives up, one hangs up at once."""
    answers(world, AYSE, "Ayşe")
    world.sim.person(BURAK, "Burak", never_answers=True)
    signs_in(world, "ayse")
    signs_in(world, "burak")
    calls(world, MEHMET, "Mehmet")
    world.advance(30)
    signs_in(world, "ayse", "not_ready")
    calls(world, EMMA, "Emma", steps=[{"waits": 40}, "hangs_up"])
    world.advance(60)
    calls(world, STRANGER, "Yabancı", steps=[{"waits": 1}, "hangs_up"])
    world.advance(70)
    rows = report(world, "service-level")
    assert [summed(rows, name) for name in ("offered", "answered", "still_waiting")] == [
        summed(rows, "answered") + summed(rows, "abandoned"), 1, 0,
    ]  # fmt: skip
    assert summed(rows, "abandoned") >= 1
    people = {row["agent"]: row for row in report(world, "agents")}
    assert people["ayse"]["handled"] == 1 and people["ayse"]["handle_time"]["talk_seconds"] > 0
    assert sum(people["ayse"]["hung_up_by"].values()) == 1
    missed = {row["agent"]: row["reasons"] for row in report(world, "missed-offers")}
    assert missed["burak"]["no_answer"] >= 1


def test_everybodys_states_sum_to_wall_time_also_over_a_lost_floor(world: World, redis: Redis) -> None:
    answers(world, AYSE, "Ayşe")
    signs_in(world, "ayse")
    calls(world, MEHMET, "Mehmet", steps=["joins", {"talks": 60}, "hangs_up"])
    world.advance(40)
    redis.flushall()
    world.advance(200)
    signs_in(world, "ayse", "not_ready")
    world.advance(60)
    people = report(world, "agents")
    month = 30 * 86_400
    assert {row["agent"] for row in people} >= {"ayse", "burak"}
    for row in people:
        assert sum(row["seconds_in_state"].values()) == pytest.approx(month)
    [ayse] = [row for row in people if row["agent"] == "ayse"]
    assert 55 <= ayse["seconds_in_state"]["talking"] <= 75
    assert ayse["seconds_in_state"]["wrap_up"] > 0
