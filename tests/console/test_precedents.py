"""The same facts are decided the same, by everybody; what is always an exception becomes a rule."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cases.case import Case
from cases.customer import Customer
from cases.message import MessageRow
from cases.voucher import Voucher
from records.database import reading, writing
from staff.agent import Agent
from tests.console.conftest import Centre

OURS = {"fault": "ours"}


@pytest.fixture
def centre(centre: Centre) -> Centre:
    """Two agents who are new, their lead, and three customers with late deliveries, one of them a VIP."""
    now = centre.clock()
    with writing(centre.board.database) as session:
        for agent in ("ayse", "burak"):
            session.get_one(Agent, agent).lead_id = "zeynep"
        session.add_all([
            Agent(id="zeynep", name="Zeynep Öztürk", role="lead", hired_on=date(2018, 9, 10)),
            Agent(id="selin", name="Selin Arslan", role="manager", hired_on=date(2015, 3, 2)),
            Customer(id="C2", name="Emre", tier="vip"),
        ])  # fmt: skip
        session.flush()
        session.get_one(Case, "1001").reason = "delivery_late"
        for number, customer in (("1003", None), ("1004", "C2"), ("1005", None)):
            session.add(Case(number=number, customer_id=customer, reason="delivery_late", opened_at=now,
                             last_touched_at=now))  # fmt: skip
    return centre


def give(centre: Centre, case: str = "1001", amount: str = "80", agent: str = "ayse", **more: Any) -> dict[str, Any]:
    told = {
        "agent_id": agent,
        "case_number": case,
        "kind": "credit",
        "amount": amount,
        "reason": "geç kaldık",
        "facts": OURS,
    }
    centre.clock.advance(60)
    return centre.asks("POST", "/goodwill", "agent", json={**told, **more}).json or {}


def decide(centre: Centre, number: int, decision: str, by: str = "zeynep") -> dict[str, Any]:
    told = {"by": by, "decision": decision, "reason": "sözümüz sözdür"}
    return centre.asks("POST", f"/goodwill/{number}/decision", "lead", json=told).json or {}


def earlier(centre: Centre, case: str, facts: str = "fault:ours") -> dict[str, Any]:
    return centre.asks("GET", f"/goodwill/precedents?case={case}&kind=credit&facts={facts}").json or {}


def rule(centre: Centre, number: int, decision: str, by: str = "zeynep") -> Any:
    told = {"by": by, "decision": decision, "reason": "hep aynı"}
    return centre.asks("POST", f"/goodwill/proposals/{number}/decision", "lead", json=told)


def test_who_decides_sees_how_the_same_and_nearly_the_same_was_decided(centre: Centre) -> None:
    assert earlier(centre, "1001")["exact"] == []
    first = give(centre)
    vip = give(centre, "1004", "50")
    told = earlier(centre, "1003")
    assert [(one["id"], one["amount"], one["decided_by"]) for one in told["exact"]] == [(first["id"], "80.00", "ayse")]
    assert [(one["id"], one["differs"]) for one in told["near"]] == [
        (vip["id"], [{"fact": "tier", "here": "unstated", "there": "vip"}])
    ]
    asked = give(centre, "1003", "300")
    shown = centre.asks("GET", f"/goodwill/{asked['id']}").json or {}
    assert [one["id"] for one in shown["precedents"]["exact"]] == [first["id"]] and asked["precedents"]["exact"]


def test_three_facts_that_differ_are_another_matter(centre: Centre) -> None:
    give(centre, "1004", facts={"fault": "customer", "times": "again"})
    assert earlier(centre, "1001")["near"] == []
    near = earlier(centre, "1001", "fault:customer")["near"]
    assert [[each["fact"] for each in one["differs"]] for one in near] == [["tier", "times"]]


def test_a_decision_that_departs_from_all_earlier_ones_says_so(centre: Centre) -> None:
    granted = [give(centre, "1001")["id"], give(centre, "1003")["id"]]
    other = decide(centre, give(centre, "1005", "300")["id"], "declined")
    assert other["departs_from"] == granted[::-1]
    assert decide(centre, give(centre, "1005", "300")["id"], "declined")["departs_from"] == []


@pytest.mark.parametrize(
    ("query", "status"),
    [("case=9&kind=credit", 404), ("case=1001&kind=gold", 422), ("case=1001&kind=credit&facts=x:y", 422),
     ("case=1001&kind=credit&facts=fault", 422), ("kind=credit", 422)],
)  # fmt: skip
def test_precedents_of_nothing_are_refused(centre: Centre, query: str, status: int) -> None:
    assert centre.asks("GET", f"/goodwill/precedents?{query}").status_code == status


@pytest.mark.both_databases
def test_after_three_like_exceptions_a_rule_is_proposed_and_holds_for_everybody(centre: Centre) -> None:
    made = [give(centre, case, amount)["id"] for case, amount in (("1001", "80"), ("1003", "60"))]
    last = give(centre, "1005", "90", agent="burak")
    [proposal] = (centre.asks("GET", "/goodwill/proposals?status=open").json or {})["items"]
    assert (proposal["exceptions"], proposal["up_to"], proposal["owner"]) == ([*made, last["id"]], "90.00", "selin")
    assert last["proposal"] == proposal["id"]
    told = (centre.asks("GET", "/agents/selin/notices").json or {})["items"]
    assert "made 3 times, up to 90.00 TRY" in told[0]["text"]["en"]
    assert rule(centre, proposal["id"], "accepted").status_code == 200
    ruled = give(centre, "1001", "90", agent="burak")
    assert (ruled["by_rule"], ruled["charged_to"], ruled["purse"]["spent"]) == (proposal["id"], None, "90.00")
    assert give(centre, "1001", "101", agent="burak")["status"] == "asked"
    assert rule(centre, proposal["id"], "ended").json["status"] == "ended"
    assert give(centre, "1001", "90", agent="burak")["by_rule"] is None


def test_a_declined_rule_is_proposed_again_only_after_as_many_new_exceptions(centre: Centre) -> None:
    number = [give(centre, amount="10") for _ in range(3)][-1]["proposal"]
    assert rule(centre, number, "accepted", by="burak").status_code == 422
    assert rule(centre, number, "declined").status_code == 200
    assert rule(centre, number, "accepted").status_code == 409
    assert [give(centre, amount="10")["proposal"] for _ in range(3)] == [None, None, number + 1]


def test_what_was_granted_long_ago_proposes_nothing(centre: Centre) -> None:
    for _ in range(3):
        assert give(centre, amount="10")["proposal"] is None
        centre.clock.advance(46 * 86_400)


def test_a_voucher_is_shown_once_written_to_the_customer_and_void_when_taken_back(centre: Centre) -> None:
    given = give(centre, kind="voucher", amount="30")
    voucher = given["voucher"]
    assert voucher["value"] == "30.00" and len(voucher["code"]) == 10 and voucher["spoken"]["tr"] != voucher["code"]
    with reading(centre.board.database) as session:
        [message] = session.scalars(select(MessageRow))
        kept = session.get_one(Voucher, given["voucher_id"])
        assert message.case_number == "1001" and voucher["code"] not in message.body
        assert kept.expires_at - centre.clock() > timedelta(days=364) and kept.clear_code is None
    taken = centre.asks("POST", f"/goodwill/{given['id']}/taking-back", json={"by": "ayse", "reason": "yanlış"})
    assert (taken.json or {})["status"] == "taken_back"
    assert centre.asks("POST", "/vouchers/redemptions", json={"code": voucher["code"]}).status_code == 409
    assert (centre.asks("GET", "/goodwill/budgets/ayse").json or {})["budget"]["spent"] == "0.00"
    assert earlier(centre, "1001")["exact"] == []


def test_a_redeemed_voucher_is_not_taken_back_and_nothing_is_half_done(centre: Centre) -> None:
    given = give(centre, kind="voucher", amount="30")
    centre.asks("POST", "/vouchers/redemptions", json={"code": given["voucher"]["code"]})
    taken = centre.asks("POST", f"/goodwill/{given['id']}/taking-back", json={"by": "zeynep", "reason": "yanlış"})
    assert taken.status_code == 409
    assert (centre.asks("GET", f"/goodwill/{given['id']}").json or {})["status"] == "granted"
    assert (centre.asks("GET", "/goodwill/budgets/ayse").json or {})["budget"]["spent"] == "30.00"


def test_nobody_else_takes_back_and_nobody_twice(centre: Centre) -> None:
    number = give(centre)["id"]
    path, told = f"/goodwill/{number}/taking-back", {"by": "burak", "reason": "x"}
    assert centre.asks("POST", path, json=told).status_code == 422
    assert centre.asks("POST", path, json={**told, "by": "zeynep"}).status_code == 200
    assert centre.asks("POST", path, json={**told, "by": "zeynep"}).status_code == 409
    assert (centre.asks("GET", "/goodwill/budgets/ayse").json or {})["budget"]["spent"] == "0.00"
