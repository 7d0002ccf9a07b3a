"""A wrap-up says what it was, what comes next, who does it and by when; or that the matter is settled."""

from typing import Any

import pytest
from sqlalchemy import select

from cases.case import Case
from cases.message import MessageRow
from records.database import reading, writing
from staff.agent import Agent
from staff.notice import notices_for
from tests.console.conftest import CALL, Centre

NEXT = {"disposition": "follow_up", "next_action": "Parça sorulacak", "next_action_due": "2026-11-24T12:00:00Z"}


@pytest.fixture
def case(centre: Centre) -> str:
    """Ayşe has talked to a caller; the number of the case."""
    with writing(centre.board.database) as session:
        session.add(Agent(id="zeynep", name="Zeynep", role="lead"))
        session.get_one(Agent, "ayse").lead_id = "zeynep"
    centre.caller_waits()
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    number = centre.agent_talks("ayse")
    centre.clock.advance(60)
    centre.board.floor.conversation_ends(CALL, by="agent", now=centre.clock())
    centre.journal_is_written()
    return number


def sent(centre: Centre, **told: Any) -> Any:
    return centre.asks("POST", f"/calls/{CALL}/wrap-up", "agent", json=told)


def faulty(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.json
    return [fault["field"] for fault in answer.json["errors"]]


def test_somebody_else_may_do_what_comes_next(centre: Centre, case: str) -> None:
    assert faulty(sent(centre, **NEXT, who="nobody")) == ["who"]
    assert faulty(sent(centre, **NEXT, who="zeki")) == ["who"]
    written = sent(centre, **NEXT, who="burak").json
    assert (written["next_action_by"], written["owner_id"]) == ("burak", "ayse")
    [promise] = (centre.asks("GET", f"/cases/{case}/promises").json or {})["items"]
    assert (promise["by_agent"], promise["what"]) == ("burak", "Parça sorulacak")


def test_without_a_name_whoever_talked_does_it(centre: Centre, case: str) -> None:
    assert sent(centre, **NEXT).json["next_action_by"] == "ayse"


def test_a_settled_matter_is_closed_and_needs_nothing_more(centre: Centre, case: str) -> None:
    assert faulty(sent(centre, disposition="resolved")) == ["next_action", "next_action_due"]
    assert faulty(sent(centre, disposition="follow_up", closes=True)) == ["disposition"]
    written = sent(centre, disposition="resolved", closes=True).json
    assert (written["status"], written["wrap_up_missing"], written["next_action"]) == ("closed", False, None)
    assert sent(centre, disposition="resolved", closes=True).status_code == 200, "sent again"
    assert centre.state("ayse") == "ready"


def test_a_complaint_is_not_settled_before_somebody_asked_what_was_lost(centre: Centre, case: str) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Case, case).reason = "complaint"
    assert faulty(sent(centre, disposition="resolved", closes=True)) == ["closes"]
    assert faulty(sent(centre, disposition="resolved", closes=True, loss={})) == ["loss"]
    loss = {"what": "Buzluktakiler bozuldu", "worth": "450,50", "offered": "Zararı karşılıyoruz"}
    assert sent(centre, disposition="resolved", closes=True, loss=loss).json["status"] == "closed"
    kept = centre.asks("GET", f"/cases/{case}/loss").json or {}
    assert (kept["what"], kept["worth"], kept["noted_by"]) == ("Buzluktakiler bozuldu", "450.50", "ayse")


def test_a_refused_wrap_up_notes_nothing(centre: Centre, case: str) -> None:
    assert faulty(sent(centre, disposition="resolved", closes=False, loss={"what": "x"})) != []
    assert centre.asks("GET", f"/cases/{case}/loss").status_code == 404


def test_thanks_are_passed_on(centre: Centre, case: str) -> None:
    sent(centre, disposition="compliment", closes=True, thanks="Ayşe Hanım çok sabırlıydı")
    sent(centre, disposition="compliment", closes=True, thanks="Ayşe Hanım çok sabırlıydı")
    [thanks] = (centre.asks("GET", "/compliments").json or {})["items"]
    assert (thanks["to_agent"], thanks["words"], thanks["case_number"]) == ("ayse", "Ayşe Hanım çok sabırlıydı", case)
    with reading(centre.board.database) as session:
        for whom, key in (("ayse", "notice_thanks_customer"), ("zeynep", "notice_compliment_of_yours")):
            assert [row.key for row in notices_for(session, whom, unseen=True, limit=9)] == [key]


def test_the_customer_is_told_the_number_and_what_comes_next(centre: Centre, case: str) -> None:
    for _ in range(2):
        sent(centre, **NEXT, tell_customer=True)
    with reading(centre.board.database) as session:
        [message] = session.scalars(select(MessageRow)).all()
    assert message.to_number == "+905551112233" and message.case_number == case
    assert case in message.body and "Parça sorulacak" in message.body
