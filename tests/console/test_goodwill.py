"""Goodwill over the API: who may give what, out of whose money, and who decides when it is more."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from records.audit import AuditRow
from records.database import reading, writing
from records.idempotency import ABANDONED_AFTER, IdempotentRequest
from staff.agent import Agent
from tests.console.conftest import Centre

WISH = {"agent_id": "ayse", "case_number": "1001", "kind": "refund", "amount": "80.00", "reason": "İki kez çekildi",
        "evidence": "Ekstre 12/11"}  # fmt: skip


@pytest.fixture
def centre(centre: Centre) -> Centre:
    """Ayşe is new and Zeynep leads her; Selin manages both."""
    with writing(centre.board.database) as session:
        session.get_one(Agent, "ayse").lead_id = "zeynep"
        session.add_all([
            Agent(id="zeynep", name="Zeynep Öztürk", role="lead", hired_on=date(2018, 9, 10)),
            Agent(id="selin", name="Selin Arslan", role="manager", hired_on=date(2015, 3, 2)),
        ])  # fmt: skip
    return centre


def give(centre: Centre, **changes: Any) -> Any:
    headers = changes.pop("headers", {})
    return centre.asks("POST", "/goodwill", "agent", json={**WISH, **changes}, headers=headers)


def decide(centre: Centre, number: int, decision: str = "granted", by: str = "zeynep", **more: Any) -> Any:
    told = {"by": by, "decision": decision, "reason": "Haklı"}
    return centre.asks("POST", f"/goodwill/{number}/decision", "lead", json=told, **more)


def spent(centre: Centre, agent: str = "ayse", line: str = "budget") -> str:
    answer: dict[str, Any] = centre.asks("GET", f"/goodwill/budgets/{agent}").json or {}
    return str(answer[line]["spent"])


def acts(centre: Centre) -> list[tuple[str, str]]:
    with reading(centre.board.database) as session:
        return [(row.who, row.what) for row in session.scalars(select(AuditRow).order_by(AuditRow.seq))]


def notices(centre: Centre, agent: str) -> list[str]:
    told = centre.asks("GET", f"/agents/{agent}/notices").json or {}
    return [one["text"]["en"] for one in told["items"]]


def test_within_their_limit_an_agent_makes_it_right_at_once(centre: Centre) -> None:
    given = give(centre).json
    assert given["status"] == "granted" and given["decided_by"] == given["charged_to"] == "ayse"
    assert given["purse"] == {"month": "2026-11", "budget": "500.00", "spent": "80.00", "left": "420.00"}
    assert given["evidence"] == ["Ekstre 12/11"] and given["tier"] == "newcomer"
    assert acts(centre) == [("agent:ayse", "goodwill_granted")]
    assert (centre.asks("GET", f"/goodwill/{given['id']}").json or {})["amount"] == "80.00"


@pytest.mark.parametrize("amount", ["80", 80, 80.0, "80,00"])
def test_an_amount_may_be_written_in_every_usual_way(centre: Centre, amount: Any) -> None:
    assert give(centre, amount=amount).json["amount"] == "80.00"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agent_id": "nobody"}, "agent_id"),
        ({"agent_id": "zeki"}, "agent_id"),
        ({"case_number": "9999"}, "case_number"),
        ({"kind": "gold"}, "kind"),
        ({"amount": "-5"}, "amount"),
        ({"amount": 0}, "amount"),
        ({"amount": "10.005"}, "amount"),
        ({"amount": 1e300}, "amount"),
        ({"amount": True}, "amount"),
        ({"reason": " "}, "reason"),
        ({"evidence": ""}, "evidence"),
        ({"evidence": None}, "evidence"),
        ({"facts": {"colour": "red"}}, "facts"),
        ({"facts": {"fault": "mars"}}, "facts"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_with_its_field_and_nothing_is_spent(
    centre: Centre, changes: dict[str, Any], field: str
) -> None:
    answer = give(centre, **changes)
    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json["errors"]] == [field]
    assert "Value error" not in answer.json["detail"]
    assert spent(centre) == "0.00" and acts(centre) == []


def test_an_empty_purse_refuses_and_the_next_month_fills_it(centre: Centre) -> None:
    assert [give(centre, amount="100").status_code for _ in range(6)] == [200] * 5 + [409]
    assert "0.00 TRY left in 2026-11" in give(centre).json["detail"]
    asked = give(centre, let_decide=True).json
    assert (asked["status"], asked["why_asked"]) == ("asked", "left_to_others")
    centre.clock.advance(8 * 86_400)
    assert give(centre).json["purse"]["left"] == "420.00"


@pytest.mark.both_databases
def test_of_many_who_spend_at_once_the_purse_pays_what_is_in_it(centre: Centre) -> None:
    with ThreadPoolExecutor(4) as desks:
        answers = list(desks.map(lambda _: give(centre, amount="100").status_code, range(8)))
    assert sorted(answers) == [200] * 5 + [409] * 3 and spent(centre) == "500.00"


def test_above_the_limit_a_lead_is_asked_and_pays_what_they_grant(centre: Centre) -> None:
    asked = give(centre, amount="400").json
    assert (asked["status"], asked["why_asked"], asked["charged_to"]) == ("asked", "above_limit", None)
    assert notices(centre, "zeynep") == ["Ayşe Yılmaz asks you to decide on 400.00 TRY for case 1001."]
    decided = decide(centre, asked["id"]).json
    assert (decided["status"], decided["decided_by"], decided["charged_to"]) == ("granted", "zeynep", "zeynep")
    assert (spent(centre), spent(centre, "zeynep")) == ("0.00", "400.00")
    assert notices(centre, "ayse") == ["Zeynep Öztürk granted the 400.00 TRY you asked for case 1001."]
    assert acts(centre) == [("agent:ayse", "goodwill_asked"), ("agent:zeynep", "goodwill_granted")]


def test_it_is_decided_once(centre: Centre) -> None:
    number = give(centre, amount="400").json["id"]
    assert decide(centre, number, "declined").json["status"] == "declined"
    again = decide(centre, number, by="selin")
    assert again.status_code == 409 and "declined by zeynep" in again.json["detail"]
    assert (spent(centre, "zeynep"), spent(centre, "selin")) == ("0.00", "0.00")
    assert decide(centre, give(centre).json["id"]).status_code == 409


@pytest.mark.both_databases
def test_two_who_decide_at_once_are_one_decision(centre: Centre) -> None:
    number = give(centre, amount="400").json["id"]
    with ThreadPoolExecutor(2) as desks:
        answers = [answer.status_code for answer in desks.map(lambda by: decide(centre, number, by=by),
                                                              ("zeynep", "selin"))]  # fmt: skip
    assert sorted(answers) == [200, 409]
    assert sorted((spent(centre, "zeynep"), spent(centre, "selin"))) == ["0.00", "400.00"]


@pytest.mark.parametrize(
    ("agent", "amount", "by"),
    [("ayse", "400", "ayse"), ("ayse", "400", "burak"), ("ayse", "6000", "zeynep"), ("ayse", "400", "nobody")],
)
def test_nobody_decides_above_their_own_authority_or_for_themselves(
    centre: Centre, agent: str, amount: str, by: str
) -> None:
    number = give(centre, agent_id=agent, amount=amount).json["id"]
    answer = decide(centre, number, by=by)
    assert answer.status_code == 422 and answer.json["errors"][0]["field"] == "by"
    assert centre.asks("GET", f"/goodwill/{number}").json["status"] == "asked"  # type: ignore[index]


def test_an_agents_key_decides_nothing(centre: Centre) -> None:
    number = give(centre, amount="400").json["id"]
    told = {"by": "zeynep", "decision": "granted", "reason": "x"}
    assert centre.asks("POST", f"/goodwill/{number}/decision", "agent", json=told).status_code == 403


def test_a_surprise_needs_no_reason_and_has_a_purse_of_its_own(centre: Centre) -> None:
    surprise = give(centre, kind="surprise", amount="20", reason=None, evidence=None).json
    assert surprise["status"] == "granted" and surprise["purse"]["left"] == "30.00"
    assert (spent(centre), spent(centre, line="surprise")) == ("0.00", "20.00")


def test_authority_grows_with_time(centre: Centre) -> None:
    assert give(centre, amount="250").json["status"] == "asked"
    with writing(centre.board.database) as session:
        session.get_one(Agent, "ayse").hired_on = date(2026, 5, 23)
    assert give(centre, amount="250").json["tier"] == "agent"


def test_a_lead_may_give_somebody_more_for_this_month(centre: Centre) -> None:
    told = {"by": "zeynep", "amount": "100", "reason": "Fırtına haftası"}
    raised = centre.asks("POST", "/goodwill/budgets/ayse/extra", "lead", json=told).json or {}
    assert raised["budget"]["budget"] == "600.00"
    own = centre.asks("POST", "/goodwill/budgets/zeynep/extra", "lead", json=told)
    below = centre.asks("POST", "/goodwill/budgets/ayse/extra", "lead", json={**told, "by": "burak"})
    assert (own.status_code, below.status_code) == (422, 422)


def test_the_same_request_again_is_the_same_goodwill(centre: Centre) -> None:
    again = {"Idempotency-Key": "a-1"}
    assert give(centre, headers=again).json == give(centre, headers=again).json
    assert spent(centre) == "80.00"


def test_a_request_repeated_after_we_died_over_it_has_one_effect(centre: Centre) -> None:
    """Carried out, and the answer lost before it was kept."""
    again = {"Idempotency-Key": "a-2"}
    first = give(centre, headers=again).json
    with writing(centre.board.database) as session:
        [row] = session.scalars(select(IdempotentRequest))
        row.status = row.body = None
    centre.clock.advance(ABANDONED_AFTER.total_seconds() + 1)
    assert give(centre, headers=again).json["id"] == first["id"]
    assert spent(centre) == "80.00" and len(acts(centre)) == 1


def test_everybodys_money_is_listed_with_what_is_left(centre: Centre) -> None:
    give(centre)
    listed = (centre.asks("GET", "/goodwill/budgets").json or {})["items"]
    assert [(one["agent_id"], one["tier"], one["budget"]["left"]) for one in listed] == [
        ("ayse", "newcomer", "420.00"), ("burak", "newcomer", "500.00"),
        ("selin", "manager", "100000.00"), ("zeynep", "lead", "20000.00"),
    ]  # fmt: skip
    earlier = (centre.asks("GET", "/goodwill/budgets?month=2026-10&agent=ayse").json or {})["items"]
    assert earlier[0]["budget"]["spent"] == "0.00"
