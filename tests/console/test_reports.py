"""Reports through the API: a morning that is counted by hand, and the figures a program reads of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from callbacks.callback import Callback
from cases.promise import end_promise, make_promise
from records.database import writing
from tests.console.conftest import Centre

MORNING = {"since": "2026-11-23T07:00:00Z", "until": "2026-11-23T08:00:00Z"}


def number(call: int) -> str:
    return f"CA{call:032x}"


@pytest.fixture
def morning(centre: Centre) -> Centre:
    """07:00 Ayşe signs in. 07:01 the first caller, met after 10 s, 100 s of talk, 40 s of wrap-up. 07:10 two more: one
    is met after 30 s and hangs up after 60 s, the agent's wrap-up is 60 s; the other gives up after 20 s. Then lunch.
    07:40 one is gone after 3 s."""
    floor = centre.board.floor
    start = centre.clock()

    def at(seconds: float) -> datetime:
        centre.clock.now = start + timedelta(seconds=seconds)
        return centre.clock()

    def goes(call: int, seconds: float) -> None:
        floor.caller_leaves(number(call), why="hung_up", ended={"by": "caller"}, now=at(seconds))

    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    at(60)
    centre.caller_waits(number(1))
    floor.agent_accepts(offer(centre, 1), now=at(65))
    floor.parties_meet(number(1), now=at(70))
    floor.conversation_ends(number(1), by="agent", now=at(170))
    goes(1, 171)
    floor.wrap_up_ends("ayse", now=at(210))
    at(600)
    centre.caller_waits(number(2))
    centre.caller_waits(number(3))
    floor.agent_accepts(offer(centre, 2), now=at(618))
    goes(3, 620)
    floor.parties_meet(number(2), now=at(630))
    goes(2, 690)
    floor.wrap_up_ends("ayse", now=at(750))
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "not_ready", "reason": "lunch"})
    at(2400)
    centre.caller_waits(number(4))
    goes(4, 2403)
    at(3600)
    centre.journal_is_written()
    return centre


def offer(centre: Centre, call: int) -> str:
    known = centre.board.floor.call(number(call))
    assert known is not None and known.reservation is not None
    return known.reservation


def report(centre: Centre, name: str, **query: Any) -> list[dict[str, Any]]:
    answer = centre.asks("GET", f"/reports/{name}", query_string={**MORNING, **query})
    assert answer.status_code == 200, answer.json
    items: list[dict[str, Any]] = (answer.json or {})["items"]
    return items


def test_the_service_level_of_a_morning(morning: Centre) -> None:
    """A = 2 (10 s and 30 s), At = 1 (target 20 s), B = 2 (20 s and 3 s), Bt = 2, S = 1."""
    [row] = report(morning, "service-level")
    counts = ("queue", "offered", "answered", "answered_in_time", "abandoned", "abandoned_in_time", "short_abandoned")
    assert [row[name] for name in counts] == ["main", 4, 2, 1, 2, 2, 1]
    assert [(one["name"], one["formula"], one["level"]) for one in row["levels"]] == [
        ("SL1", "At / A", 0.5),
        ("SL2", "(At + Bt) / (A + B)", 0.75),
        ("SL3", "At / (A + B - S)", 0.3333),
        ("SL4", "At / (A + B - Bt)", 0.5),
    ]
    assert (row["level"], row["asa_seconds"], row["abandonment"]) == (0.3333, 20.0, 0.3333)
    assert (row["target_seconds"], row["target_level"]) == (20, 0.8)
    assert row["handle_time"] == {"talk_seconds": 80.0, "hold_seconds": 0.0, "wrap_up_seconds": 50.0, "seconds": 130.0}


def test_switches_change_the_past(morning: Centre) -> None:
    [counted] = report(morning, "service-level", without_short="false")
    [none] = report(morning, "service-level", without_abandoned="true")
    assert (counted["level"], none["level"]) == (0.25, 0.5)
    assert [one["formula"] for one in none["levels"] if one["name"] == "SL3"] == ["At / (A)"]


def test_quarters_of_an_hour_and_those_in_which_nothing_happened(morning: Centre) -> None:
    rows = report(morning, "service-level", interval="15", queue="main")
    assert [(row["since"][11:16], row["offered"], row["level"]) for row in rows] == [
        ("07:00", 3, 0.3333),
        ("07:15", 0, None),
        ("07:30", 1, None),
        ("07:45", 0, None),
    ]
    assert [row["asa_seconds"] for row in rows] == [20.0, None, None, None]


def test_an_interval_begins_on_the_clock_and_ends_with_the_report(morning: Centre) -> None:
    rows = report(morning, "service-level", interval="30", since="2026-11-23T07:10:00Z", until="2026-11-23T07:45:00Z")
    assert [(row["since"][11:16], row["until"][11:16], row["offered"]) for row in rows] == [
        ("07:10", "07:30", 2),
        ("07:30", "07:45", 1),
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [({"queue": "nowhere"}, 404), ({"interval": "7"}, 422), ({"since": "2020-01-01T00:00:00Z", "interval": "15"}, 422)],
)
def test_what_cannot_be_reported(morning: Centre, query: dict[str, str], status: int) -> None:
    assert morning.asks("GET", "/reports/service-level", query_string=MORNING | query).status_code == status


def test_who_waits_is_neither_answered_nor_lost(morning: Centre) -> None:
    morning.caller_waits(number(9))
    morning.journal_is_written()
    [row] = report(morning, "service-level", until="2026-11-23T09:00:00Z")
    assert (row["offered"], row["still_waiting"]) == (4, 1)


def test_callbacks_are_judged_by_their_own_windows(morning: Centre) -> None:
    due = morning.clock() - timedelta(minutes=10)
    ends: list[tuple[Any, int]] = [("kept", -60), ("kept", 60), (None, 0), ("released", -60), ("broken", 0)]
    with writing(morning.board.database) as session:
        for n, (how, after) in enumerate(ends):
            promise = make_promise(session, case_number="1001", kind="callback", what=f"{n}", due_at=due,
                                   by_agent=None, now=due - timedelta(hours=1))  # fmt: skip
            session.add(
                Callback(id=f"cb{n}", phone=f"+90532000000{n}", queue="main", language="tr", case_number="1001",
                         promise_id=promise.id, call="CA", state=how or "scheduled", place_at=due, not_before=due,
                         due_at=due, made_at=due, ended_at=due if how else None)
            )  # fmt: skip
            if how:
                end_promise(session, promise.id, how, due + timedelta(seconds=after))
    [row] = report(morning, "service-level")
    assert (row["callbacks_due"], row["callbacks_in_time"], row["callback_level"]) == (4, 1, 0.25)
    assert row["level"] == 0.3333


def test_an_agents_states_sum_to_wall_time_and_calls_to_occupancy(morning: Centre) -> None:
    """Ready 60 + 390, reserved 10 + 30, talking 100 + 60, wrap-up 40 + 60, then lunch: 300 of 750 s in work."""
    ayse, burak = report(morning, "agents")
    assert ayse["seconds_in_state"] == {
        "not_ready": 2850.0, "ready": 450.0, "reserved": 40.0, "talking": 160.0, "wrap_up": 100.0
    }  # fmt: skip
    assert sum(ayse["seconds_in_state"].values()) == 3600
    assert (ayse["handled"], ayse["occupancy"]) == (2, 0.4)
    assert ayse["handle_time"]["seconds"] == 130.0
    assert ayse["hung_up_by"] == {"agent": 1, "caller": 1}
    assert (burak["seconds_in_state"], burak["occupancy"], burak["handled"]) == ({"logged_out": 3600.0}, None, 0)


def test_of_a_quiet_hour_the_state_before_it_is_told(morning: Centre) -> None:
    [ayse, _] = report(morning, "agents", since="2026-11-23T07:30:00Z", until="2026-11-23T07:31:00Z")
    assert ayse["seconds_in_state"] == {"not_ready": 60.0}


def test_a_day_that_is_not_over_ends_now(morning: Centre) -> None:
    [ayse, _] = report(morning, "agents", until="2026-11-23T20:00:00Z")
    assert ayse["until"] == "2026-11-23T08:00:00Z"
    assert sum(ayse["seconds_in_state"].values()) == 3600


def test_missed_offers_have_reasons(morning: Centre) -> None:
    centre, floor = morning, morning.board.floor
    assert report(centre, "missed-offers") == []
    for n, why in enumerate(("rejected", "no_answer", "failed"), start=20):
        centre.asks("PUT", "/agents/burak/presence", json={"state": "ready"})
        centre.caller_waits(number(n))
        floor.offer_fails(offer(centre, n), why=why, now=centre.clock())
        floor.caller_leaves(number(n), why="hung_up", ended={"by": "caller"}, now=centre.clock())
        centre.clock.advance(120)
    centre.journal_is_written()
    [row] = report(centre, "missed-offers", until="2026-11-23T09:00:00Z")
    assert (row["agent"], row["missed"]) == ("burak", 3)
    assert row["reasons"] == {"rejected": 1, "no_answer": 1, "unreachable": 1}
