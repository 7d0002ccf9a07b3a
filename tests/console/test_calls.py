"""A call through the API: from the queue to the wrap-up, and why it went the way it went."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from console.api.blueprint import api
from records.audit import AuditRow
from records.database import open_database, reading, writing
from tests.console.conftest import CALL, LEG, Centre

DONE = {"disposition": "invoice", "next_action": "Faturayı düzelt", "next_action_due": "2026-11-24T12:00:00+03:00"}


def shown(centre: Centre, call: str = CALL) -> dict[str, Any]:
    answer = centre.asks("GET", f"/calls/{call}")
    assert answer.status_code == 200
    return answer.json or {}


@pytest.fixture
def waiting(centre: Centre) -> Centre:
    centre.board.floor.note(
        "arrived",
        call=CALL,
        now=centre.clock(),
        data={
            "from": "+905551112233",
            "from_kind": "e164",
            "to": "+902125550100",
            "language": "tr",
            "direction": "inbound",
        },
    )
    centre.caller_waits()
    return centre


@pytest.fixture
def talking(waiting: Centre) -> Centre:
    waiting.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    waiting.agent_talks("ayse")
    return waiting


@pytest.fixture
def over(talking: Centre) -> Centre:
    talking.clock.advance(120)
    talking.board.floor.conversation_ends(CALL, by="caller", now=talking.clock())
    return talking


def test_a_call_nobody_knows_is_not_found(centre: Centre) -> None:
    assert centre.asks("GET", f"/calls/{CALL}").status_code == 404
    assert centre.asks("POST", f"/calls/{CALL}/wrap-up", json=DONE).status_code == 404


def test_a_caller_is_seen_waiting_before_the_journal_is_written(waiting: Centre) -> None:
    call = shown(waiting)
    assert (call["stage"], call["position"], call["queue"], call["owner_id"]) == ("waiting", 1, "main", "ayse")
    assert (call["place_at"], call["status"], call["outcome"]) == ("2026-11-23T07:00:00Z", "in-progress", None)
    assert call["timeline"] == []


def test_calls_are_found_by_where_they_are_and_whose(talking: Centre) -> None:
    talking.journal_is_written()

    def found(query: str) -> list[tuple[str, str, str]]:
        listed = (talking.asks("GET", f"/calls?{query}").json or {})["items"]
        return [(one["sid"], one["stage"], one["agent_id"]) for one in listed]

    mine = [(CALL, "talking", "ayse")]
    assert found("") == found("stage=live") == found("agent=ayse") == found("queue=main&stage=talking") == mine
    assert found("stage=ended") == found("agent=burak") == found("case=1002") == []


def test_who_lists_calls_has_looked_at_each(talking: Centre) -> None:
    talking.journal_is_written()
    talking.asks("GET", "/calls", role="agent")
    talking.journal_is_written()
    with reading(talking.board.database) as session:
        assert f"call:{CALL}" in session.scalars(select(AuditRow.subject).where(AuditRow.what == "looked")).all()


def test_the_timeline_and_the_trace_tell_how_it_went(talking: Centre) -> None:
    talking.journal_is_written()
    call = shown(talking)
    assert (call["from_number"], call["stage"], call["agent_id"]) == ("+905551112233", "talking", "ayse")
    kinds = [event["kind"] for event in call["timeline"]]
    assert kinds[0] == "arrived"
    assert {"waiting", "offered", "accepted", "answered"} <= set(kinds)
    assert [reason["key"] for reason in call["trace"]["reasons"]] == ["queue_rings"]
    assert call["trace"]["plan"]
    [offer] = call["trace"]["offers"]
    assert (offer["agent"], offer["line"], offer["step"], offer["result"]) == ("ayse", "queue:main/1", 1, "accepted")


def test_the_participants_are_the_caller_and_who_was_rung(talking: Centre) -> None:
    talking.journal_is_written()
    assert [(one["label"], one["call"], one["agent"], one["state"]) for one in shown(talking)["participants"]] == [
        ("caller", CALL, None, "connected"),
        ("agent", LEG, "ayse", "connected"),
    ]


def test_a_refused_offer_says_why_and_who_was_passed_over(waiting: Centre) -> None:
    waiting.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    held = waiting.board.floor.agent("ayse")
    assert held is not None and held.reservation is not None
    waiting.board.floor.offer_fails(held.reservation, why="rejected", now=waiting.clock())
    waiting.asks("PUT", "/agents/burak/presence", json={"state": "ready"})
    waiting.journal_is_written()
    offers = shown(waiting)["trace"]["offers"]
    assert [(one["agent"], one["result"]) for one in offers] == [("ayse", "rejected"), ("burak", "open")]


def test_the_caller_who_hung_up_is_seen_as_gone_at_once_and_with_an_outcome_soon(waiting: Centre) -> None:
    waiting.clock.advance(30)
    told = {"by": "caller", "status": "completed"}
    waiting.board.floor.caller_leaves(CALL, why="hangup", now=waiting.clock(), ended=told)
    assert (shown(waiting)["stage"], shown(waiting)["status"]) == ("ended", "completed")
    waiting.journal_is_written()
    call = shown(waiting)
    assert (call["outcome"], call["ended_by"], call["ended_at"]) == (
        "abandoned_in_queue",
        "caller",
        "2026-11-23T07:00:30Z",
    )
    assert call["participants"][0]["state"] == "left"


@pytest.mark.parametrize(("seconds", "outcome"), [(4.9, "short_abandoned"), (5, "abandoned_in_queue")])
def test_who_leaves_the_queue_at_once_is_told_apart(waiting: Centre, seconds: float, outcome: str) -> None:
    waiting.clock.advance(seconds)
    told = {"by": "caller", "status": "completed"}
    waiting.board.floor.caller_leaves(CALL, why="hangup", now=waiting.clock(), ended=told)
    waiting.journal_is_written()
    assert shown(waiting)["outcome"] == outcome


def test_what_we_said_to_twilio_is_not_part_of_the_story(waiting: Centre) -> None:
    waiting.board.floor.keep_answer(CALL, "arrival", "<Response/>", now=waiting.clock())
    waiting.journal_is_written()
    assert "webhook_answer" not in [event["kind"] for event in shown(waiting)["timeline"]]


@pytest.mark.parametrize("journal_written", [True, False])
def test_a_complete_wrap_up_frees_the_agent_for_the_next_caller(over: Centre, journal_written: bool) -> None:
    if journal_written:
        over.journal_is_written()
    over.caller_waits("CA" + "3" * 32)
    assert over.state("ayse") == "wrap_up"
    answer = over.asks("POST", f"/calls/{CALL}/wrap-up", role="agent", json=DONE)
    case = answer.json or {}
    assert answer.status_code == 200
    assert (case["disposition"], case["next_action_due"], case["wrap_up_missing"]) == (
        "invoice",
        "2026-11-24T09:00:00Z",
        False,
    )
    assert over.state("ayse") == "reserved"
    assert over.errands.rung == ["ayse", "ayse"]


def test_the_next_action_is_a_promise_by_the_agent_who_talked(over: Centre) -> None:
    number = (over.asks("POST", f"/calls/{CALL}/wrap-up", json=DONE).json or {})["number"]
    [promise] = (over.asks("GET", f"/cases/{number}/promises").json or {})["items"]
    assert (promise["what"], promise["by_agent"], promise["status"]) == ("Faturayı düzelt", "ayse", "open")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"disposition": None}, ["disposition"]),
        ({"disposition": "  "}, ["disposition"]),
        ({"next_action": None, "next_action_due": None}, ["next_action", "next_action_due"]),
        ({"next_action_due": "2020-01-01T00:00:00Z"}, ["next_action_due"]),
        ({"next_action_due": "2026-11-24T12:00:00"}, ["next_action_due"]),
        ({"next_action_due": "0001-01-01T00:00:00+14:00"}, ["next_action_due"]),
        ({"next_action_due": "9999-12-31T23:59:59-14:00"}, ["next_action_due"]),
    ],
)
def test_a_wrap_up_that_leaves_something_open_keeps_the_agent(
    over: Centre, changes: dict[str, Any], fields: list[str]
) -> None:
    answer = over.asks("POST", f"/calls/{CALL}/wrap-up", json=DONE | changes)
    assert answer.status_code == 422
    assert [fault["field"] for fault in (answer.json or {})["errors"]] == fields
    assert over.state("ayse") == "wrap_up"


def test_a_call_nobody_answered_has_no_wrap_up(waiting: Centre) -> None:
    assert waiting.asks("POST", f"/calls/{CALL}/wrap-up", json=DONE).status_code == 409


def test_a_late_wrap_up_does_not_cut_the_next_one_short(over: Centre) -> None:
    later = "CA" + "3" * 32
    over.journal_is_written()
    over.board.floor.wrap_up_ends("ayse", now=over.clock())
    over.caller_waits(later)
    over.agent_talks("ayse", later)
    over.clock.advance(60)
    over.board.floor.conversation_ends(later, by="caller", now=over.clock())
    over.journal_is_written()
    assert over.asks("POST", f"/calls/{CALL}/wrap-up", json=DONE).status_code == 200
    assert over.state("ayse") == "wrap_up"
    assert over.asks("POST", f"/calls/{later}/wrap-up", json=DONE).status_code == 200
    assert over.state("ayse") == "ready"


def audited(centre: Centre) -> list[tuple[str, str, str]]:
    with reading(centre.board.database) as session:
        return [(row.who.partition(":")[0], row.what, row.subject) for row in session.scalars(select(AuditRow))]


def test_a_wrap_up_that_a_program_sends_names_the_program_and_the_agent(over: Centre) -> None:
    number = (over.asks("POST", f"/calls/{CALL}/wrap-up", json=DONE).json or {})["number"]
    assert audited(over)[-2:] == [("key", "wrap_up_sent", f"call:{CALL}"), ("ayse", "wrap_up", f"case:{number}")]


def test_who_ends_somebodys_wrap_up_is_written_down_and_who_only_tried_is_not(over: Centre) -> None:
    assert over.asks("DELETE", "/agents/ayse/wrap-up").status_code == 200
    assert over.asks("DELETE", "/agents/ayse/wrap-up").status_code == 409
    assert [row for row in audited(over) if row[1] == "end_wrap_up"] == [("key", "end_wrap_up", "agent:ayse")]


def test_a_wrap_up_is_not_ended_when_it_cannot_be_written_down_who_did(over: Centre) -> None:
    database, busy = over.board.database, open_database(str(over.board.database.url), busy_ms=20)
    client = Flask("sahip")
    client.register_blueprint(api(replace(over.board, database=busy)))
    with writing(database):
        answer = client.test_client().delete(
            "/api/v1/agents/ayse/wrap-up", headers={"Authorization": f"Bearer {over.keys['admin']}"}
        )
    busy.dispose()
    assert answer.status_code == 503
    assert over.state("ayse") == "wrap_up"
