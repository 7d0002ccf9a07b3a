"""Authority is looked at again where it is risky; good use is recognised and abuse has consequences."""

from datetime import date
from typing import Any

import pytest

from cases.case import Case
from records.database import writing
from staff.agent import Agent
from tests.console.conftest import Centre


@pytest.fixture
def centre(centre: Centre) -> Centre:
    """Ayşe is experienced and Burak is new; both may be looked at by their lead."""
    now = centre.clock()
    with writing(centre.board.database) as session:
        session.get_one(Agent, "ayse").hired_on = date(2024, 1, 1)
        session.add_all([
            Agent(id="zeynep", name="Zeynep Öztürk", role="lead", hired_on=date(2018, 9, 10)),
            Agent(id="selin", name="Selin Arslan", role="manager", hired_on=date(2015, 3, 2)),
            *(Case(number=str(number), opened_at=now, last_touched_at=now) for number in range(1101, 1140)),
        ])  # fmt: skip
    return centre


def give(centre: Centre, case: str = "1101", amount: str = "20", agent: str = "ayse", **more: Any) -> dict[str, Any]:
    told = {"agent_id": agent, "case_number": case, "kind": "credit", "amount": amount, "reason": "x", "evidence": "y"}
    centre.clock.advance(60)
    return centre.asks("POST", "/goodwill", "agent", json={**told, **more}).json or {}


def sample(centre: Centre) -> dict[int, list[str]]:
    centre.clock.advance(1)
    listed = (centre.asks("GET", "/goodwill/audit-sample", "lead").json or {})["items"]
    return {one["goodwill"]["id"]: [why["why"] for why in one["why"]] for one in listed}


def audit(centre: Centre, number: int, verdict: str = "good", by: str = "zeynep", **more: Any) -> Any:
    told = {"by": by, "verdict": verdict, "words": "Yerinde bir jest", **more}
    return centre.asks("POST", f"/goodwill/{number}/audit", "lead", json=told)


def test_what_is_risky_is_looked_at_with_each_reason_told(centre: Centre) -> None:
    plain = give(centre)["id"]
    bare = give(centre, "1102", "280", evidence=None)["id"]
    parts = [give(centre, "1103", amount)["id"] for amount in ("200", "150")]
    twice = [give(centre, "1001")["id"], give(centre, "1001")["id"]]
    found = sample(centre)
    assert found[bare] == ["near_limit", "no_evidence"]
    assert all("split" in found[one] for one in parts)
    assert all("same_customer" in found[one] for one in twice)
    assert plain not in found or found[plain] == ["lot"]
    assert sample(centre) == found


def test_some_are_drawn_by_lot_and_always_the_same(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Agent, "ayse").role = "manager"
    given = [give(centre, str(number), "10")["id"] for number in range(1101, 1140)]
    drawn = sample(centre)
    assert set(drawn) <= set(given) and all(why == ["lot"] for why in drawn.values())
    assert 0 < len(drawn) < 10 and sample(centre) == drawn


def test_a_good_decision_is_recognised_and_its_giver_is_told(centre: Centre) -> None:
    number = give(centre)["id"]
    assert audit(centre, number).status_code == 200
    assert audit(centre, number, by="selin").status_code == 409
    [mark] = (centre.asks("GET", "/goodwill/ledger?agent=ayse", "lead").json or {})["items"]
    assert (mark["kind"], mark["goodwill_id"], mark["by"]) == ("recognition", number, "zeynep")
    [notice] = (centre.asks("GET", "/agents/ayse/notices").json or {})["items"]
    assert notice["text"]["en"] == "Zeynep Öztürk recognises how you made it right: Yerinde bir jest"


def test_abuse_leaves_every_gift_to_others_for_a_while(centre: Centre) -> None:
    until = "2026-11-30T00:00:00Z"
    assert audit(centre, give(centre)["id"], "abuse", suspended_until=until).status_code == 200
    asked = give(centre)
    assert (asked["status"], asked["why_asked"]) == ("asked", "suspended")
    centre.clock.advance(8 * 86_400)
    assert give(centre)["status"] == "granted"


@pytest.mark.parametrize(
    ("by", "more"),
    [("ayse", {}), ("burak", {}), ("nobody", {}), ("zeynep", {"suspended_until": "2026-11-30T00:00:00Z"}),
     ("zeynep", {"verdict": "abuse", "suspended_until": "2026-11-01T00:00:00Z"})],
)  # fmt: skip
def test_nobody_looks_at_their_own_and_only_abuse_suspends(centre: Centre, by: str, more: dict[str, str]) -> None:
    assert audit(centre, give(centre)["id"], by=by, **more).status_code == 422
    assert (centre.asks("GET", "/goodwill/ledger", "lead").json or {})["items"] == []


def test_a_mark_may_be_made_by_hand_by_whoever_decides_for_others(centre: Centre) -> None:
    told = {"by": "zeynep", "agent_id": "burak", "kind": "recognition", "words": "Üç müşteri teşekkür etti"}
    assert centre.asks("POST", "/goodwill/ledger", "lead", json=told).status_code == 200
    assert centre.asks("POST", "/goodwill/ledger", "lead", json={**told, "by": "burak"}).status_code == 422
    assert centre.asks("POST", "/goodwill/ledger", "agent", json=told).status_code == 403
