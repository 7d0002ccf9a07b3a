"""Agents through the API: who they are, what they do, and what they want to do next."""

import pytest
from redis import Redis

from records.database import reading, writing
from staff.agent import Agent, agent
from tests.console.conftest import CALL, Centre


def test_agents_come_in_pages_without_those_who_left(centre: Centre) -> None:
    first = centre.asks("GET", "/agents?limit=1").json or {}
    second = centre.asks("GET", f"/agents?limit=1&cursor={first['next_cursor']}").json or {}
    assert [one["id"] for one in first["items"] + second["items"]] == ["ayse", "burak"]
    assert second["next_cursor"] is None


def test_agents_of_a_team(centre: Centre) -> None:
    assert len((centre.asks("GET", "/agents?team=billing").json or {})["items"]) == 2
    assert (centre.asks("GET", "/agents?team=sales").json or {})["items"] == []


def test_an_agent_is_shown_as_they_are_and_as_they_do(centre: Centre) -> None:
    shown = centre.asks("GET", "/agents/ayse").json or {}
    assert (shown["name"], shown["languages"], shown["skills"]) == ("Ayşe Yılmaz", ["tr", "en"], {"support": 80})
    assert (shown["state"], shown["live"]) == ("logged_out", True)


def test_who_stands_in_for_an_agent_is_shown(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Agent, "ayse").stand_in_id = "burak"
    shown = [(centre.asks("GET", f"/agents/{one}").json or {})["stand_in_id"] for one in ("ayse", "burak")]
    assert shown == ["burak", None]


@pytest.mark.parametrize("who", ["nobody", "zeki"])
def test_who_does_not_work_here_is_not_found(centre: Centre, who: str) -> None:
    assert centre.asks("GET", f"/agents/{who}").status_code == 404
    assert centre.asks("GET", f"/agents/{who}/reservations").status_code == 404
    answer = centre.asks("PUT", f"/agents/{who}/presence", json={"state": "ready"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_an_agent_signs_in_takes_a_break_and_goes_home(centre: Centre) -> None:
    ready = centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"}).json or {}
    assert (ready["state"], ready["since"]) == ("ready", "2026-11-23T07:00:00Z")
    lunch = centre.asks("PUT", "/agents/ayse/presence", json={"state": "not_ready", "reason": "öğle"}).json or {}
    assert (lunch["state"], lunch["reason"]) == ("not_ready", "öğle")
    home = centre.asks("PUT", "/agents/ayse/presence", json={"state": "logged_out"}).json or {}
    assert home["state"] == "logged_out"


def test_presence_is_written_down_so_that_a_lost_floor_can_be_rebuilt(centre: Centre) -> None:
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    with reading(centre.board.database) as session:
        known = agent(session, "ayse")
    assert known is not None
    assert (known.presence, known.presence_since) == ("ready", centre.clock())
    assert known.presence_until is not None
    assert (known.presence_until - centre.clock()).total_seconds() == 12 * 3600


def test_a_browser_agent_must_give_a_sign_of_life_and_a_phone_agent_not(centre: Centre) -> None:
    leases = [(centre.asks("PUT", f"/agents/{who}/presence", json={"state": "ready"}).json or {})["presence_until"]
              for who in ("burak", "ayse")]  # fmt: skip
    assert leases == ["2026-11-23T07:00:18Z", "2026-11-23T19:00:00Z"]


def test_an_agent_who_becomes_ready_is_rung_for_the_caller_who_waits(centre: Centre) -> None:
    centre.caller_waits()
    assert centre.errands.rung == []
    shown = centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"}).json or {}
    assert centre.errands.rung == ["ayse"]
    assert (shown["state"], shown["call"]) == ("reserved", CALL)


def test_an_agent_who_leaves_while_their_phone_rings_is_let_go_and_the_next_is_rung(centre: Centre) -> None:
    for who in ("ayse", "burak"):
        centre.asks("PUT", f"/agents/{who}/presence", json={"state": "ready"})
        centre.clock.advance(1)
    centre.caller_waits()
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "not_ready", "reason": "break"})
    assert (centre.errands.rung, centre.errands.cancelled) == (["ayse", "burak"], ["ayse"])


def test_the_agents_reservation_is_there_until_the_conversation_is_over(centre: Centre) -> None:
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    assert centre.asks("GET", "/agents/ayse/reservations").json == {"items": [], "next_cursor": None}
    centre.caller_waits()
    [held] = (centre.asks("GET", "/agents/ayse/reservations").json or {})["items"]
    assert (held["call"], held["state"], held["line"], held["step"]) == (CALL, "offered", "queue:main/1", 1)
    assert held["deadline"] == "2026-11-23T07:00:20Z"


def test_without_a_floor_agents_are_shown_as_last_written_down(centre: Centre, redis: Redis) -> None:
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    redis.connection_pool.disconnect()
    pool, redis.connection_pool = redis.connection_pool, Redis(host="127.0.0.1", port=1).connection_pool
    try:
        shown = centre.asks("GET", "/agents/ayse").json or {}
        listed = (centre.asks("GET", "/agents").json or {})["items"]
    finally:
        redis.connection_pool = pool
    assert (shown["state"], shown["live"]) == ("ready", False)
    assert [(one["id"], one["live"]) for one in listed] == [("ayse", False), ("burak", False)]
