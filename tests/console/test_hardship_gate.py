"""The register of hardship stands in the way of calls and messages about debts, of nothing else; plans at the desk."""

from datetime import timedelta
from typing import Any

import pytest

from callbacks.flow_call import FlowCall
from callbacks.flow_calling import call, see_to_flow_calls
from callbacks.outbox import send
from callbacks.plan_watching import see_to_payment_plans
from cases.hardship_gate import HardshipStop
from cases.message import Draft, MessageRow, write_message
from cases.opt_out import opt_out
from records.audit import AuditRow, first_break
from records.database import reading, writing
from staff.notice import NoticeRow
from tests.console.conftest import Centre
from tests.console.flows import flows_are_there

ISIL = "+905329998877"


def entry(centre: Centre, **changes: Any) -> Any:
    wanted = {"phone": ISIL, "starts_on": "2026-11-01", "reason": "Hastalık", **changes}
    return centre.asks("POST", "/hardship", json=wanted)


def rows(centre: Centre, table: Any) -> list[Any]:
    with reading(centre.board.database) as session:
        return list(session.query(table).all())


def audited(centre: Centre) -> list[str]:
    with reading(centre.board.database) as session:
        assert first_break(session) is None
        return [row.what for row in session.query(AuditRow).order_by(AuditRow.seq)]


@pytest.mark.parametrize(
    ("other", "status"),
    [({}, 409), ({"customer_id": "C1"}, 409), ({"starts_on": "2027-01-01"}, 200), ({"actions": ["dunning"]}, 409),
     ({"ends_on": "2026-12-31", "starts_on": "2026-12-31"}, 409), ({"phone": "+905321112233"}, 200),
     ({"debts_from": "2026-10-01"}, 200), ({"debts_from": "2026-09-30"}, 409)],
)  # fmt: skip
def test_two_entries_never_speak_of_the_same_days_actions_and_debts(
    centre: Centre, other: dict[str, Any], status: int
) -> None:
    assert entry(centre, ends_on="2026-12-31", debts_until="2026-09-30").status_code == 200
    told = entry(centre, **other)
    assert told.status_code == status, told.text
    if status == 409:
        assert "Entry 1 " in told.json["detail"] and audited(centre) == ["hardship_entered"]


@pytest.mark.parametrize(
    "changes",
    [{"ends_on": "2026-11-22"}, {"starts_on": "2126-01-01"}, {"starts_on": "2026-11-30", "ends_on": "2226-12-01"}],
)
def test_an_entry_of_the_past_or_of_another_century_is_refused(centre: Centre, changes: dict[str, Any]) -> None:
    assert entry(centre, **changes).status_code == 422
    assert audited(centre) == []


def test_an_entry_is_changed_by_whoever_saw_it_as_it_is(centre: Centre) -> None:
    made = entry(centre).json
    wanted = {"starts_on": "2026-11-01", "ends_on": "2027-02-28", "reason": "Uzatıldı", "version": made["version"]}
    changed = centre.asks("PUT", f"/hardship/{made['id']}", json=wanted).json or {}
    assert (changed["ends_on"], changed["version"], changed["phone"]) == ("2027-02-28", 2, ISIL)
    assert centre.asks("PUT", f"/hardship/{made['id']}", json=wanted).status_code == 409, "read before the change"
    centre.asks("DELETE", f"/hardship/{made['id']}")
    assert centre.asks("PUT", f"/hardship/{made['id']}", json=wanted | {"version": 3}).status_code == 409
    assert centre.asks("PUT", "/hardship/99", json=wanted).status_code == 404
    assert audited(centre) == ["hardship_entered", "hardship_changed", "hardship_ended"]


def test_after_an_entry_has_ended_another_may_take_its_place(centre: Centre) -> None:
    first = entry(centre).json["id"]
    centre.asks("DELETE", f"/hardship/{first}")
    assert entry(centre).status_code == 200


@pytest.fixture
def flows(centre: Centre) -> Centre:
    """With a flow in force that people may be called for."""
    flows_are_there(centre)
    return centre


def test_a_call_about_a_debt_stops_at_the_register_and_one_about_their_own_matter_does_not(flows: Centre) -> None:
    entry(flows, debts_until="2026-10-31")
    wanted = {"flow": "main", "phone": "0532 999 88 77", "purpose": "collection_call"}
    refused = flows.asks("POST", "/flow-calls", json=wanted)
    assert refused.status_code == 409 and "Hastalık" in (refused.json or {})["detail"]
    assert flows.asks("POST", "/flow-calls", json=wanted | {"debt_date": "2026-11-15"}).status_code == 200
    assert flows.asks("POST", "/flow-calls", json=wanted | {"purpose": "service"}).status_code == 200
    assert [stop.purpose for stop in rows(flows, HardshipStop)] == ["collection_call"]
    listed = (flows.asks("GET", "/flow-calls?purpose=service").json or {})["items"]
    assert [(one["customer_id"], one["state"]) for one in listed] == [("C1", "due")]
    assert "hardship_stopped" in audited(flows)


@pytest.mark.parametrize(
    "changes", [{"flow": "nowhere"}, {"phone": "155"}, {"phone": "+19005551234"}, {"purpose": None},
                {"expires_at": "2026-01-01T00:00:00Z"}, {"expires_at": "2027-06-01T00:00:00Z"}],
)  # fmt: skip
def test_a_call_that_makes_no_sense_is_not_ordered(flows: Centre, changes: dict[str, Any]) -> None:
    wanted = {"flow": "main", "phone": ISIL, "purpose": "service", **changes}
    assert flows.asks("POST", "/flow-calls", json=wanted).status_code == 422
    assert rows(flows, FlowCall) == []


def test_who_comes_into_the_register_after_a_call_was_ordered_is_not_called(flows: Centre) -> None:
    ordered = flows.asks("POST", "/flow-calls", json={"flow": "main", "phone": ISIL, "purpose": "dunning"}).json
    assert ordered is not None
    entry(flows)
    flows.clock.advance(3600)
    see_to_flow_calls(flows.board)
    call(flows.board, ordered["id"])
    shown = flows.asks("GET", f"/flow-calls/{ordered['id']}").json or {}
    assert (shown["state"], shown["outcome"], shown["tries"]) == ("over", "stopped", 0)
    assert [stop.id for stop in rows(flows, HardshipStop)] == [f"flow_call:{ordered['id']}"]


def test_a_reminder_in_the_outbox_stops_at_the_register(centre: Centre) -> None:
    entry(centre)
    with writing(centre.board.database) as session:
        draft = Draft(id="m1", to_number=ISIL, body="Borcunuz var.", customer_id="C1", purpose="collection")
        write_message(session, draft, now=centre.clock())
    send(centre.board, "m1")
    send(centre.board, "m1")
    assert [(one.state, one.settled_at is not None) for one in rows(centre, MessageRow)] == [("stopped", True)]
    assert len(rows(centre, HardshipStop)) == 1


PLAN = {"customer_id": "C1", "agent_id": "ayse", "total": "1000.01", "case_number": "1001"}


def check(centre: Centre, action: str = "disconnect") -> bool:
    return bool((centre.asks("GET", f"/hardship/check?customer_id=C1&action={action}").json or {})["allowed"])


def test_a_plan_is_offered_and_agreed_at_the_desk(centre: Centre) -> None:
    offer = centre.asks("GET", "/payment-plans/offer?total=1000.01&instalments=3", "agent").json or {}
    assert [one["amount"] for one in offer["instalments"]] == ["333.35", "333.33", "333.33"]
    made = centre.asks("POST", "/payment-plans", json=PLAN | {"instalments": 3}).json or {}
    assert (made["case_number"], made["agent_id"], made["paid"]) == ("1001", "ayse", 0)
    assert [one["party"] for one in made["promises"]] == ["customer"] * 3 + ["us"]
    assert not check(centre) and not check(centre, "collection_call")
    assert centre.asks("POST", "/payment-plans", json=PLAN).status_code == 409, "one runs already"
    assert entry(centre, customer_id="C1", phone=None).status_code == 200, "a plan's entry stands beside the others"


@pytest.mark.parametrize(
    "changes", [{"total": "50"}, {"total": "-5"}, {"customer_id": "C9"}, {"agent_id": "zeki"}, {"case_number": "1002"},
                {"instalments": 1}],
)  # fmt: skip
def test_a_plan_that_makes_no_sense_is_not_agreed(centre: Centre, changes: dict[str, Any]) -> None:
    assert centre.asks("POST", "/payment-plans", json=PLAN | changes).status_code == 422
    assert check(centre) and audited(centre) == []


def test_without_a_case_one_is_opened(centre: Centre) -> None:
    made = centre.asks("POST", "/payment-plans", json=PLAN | {"case_number": None}).json or {}
    case = centre.asks("GET", f"/cases/{made['case_number']}").json or {}
    assert (case["customer_id"], case["reason"]) == ("C1", "payment_plan")


def pays(centre: Centre, plan: dict[str, Any]) -> int:
    return centre.asks("POST", f"/payment-plans/{plan['id']}/payments").status_code


def test_an_instalment_that_does_not_come_ends_patience_and_the_owner_learns_it(centre: Centre) -> None:
    plan = centre.asks("POST", "/payment-plans", json=PLAN).json or {}
    assert pays(centre, plan) == 200
    centre.clock.advance(timedelta(days=15 + 30 + 7).total_seconds())
    see_to_payment_plans(centre.board)
    assert not check(centre), "the last day of grace"
    centre.clock.advance(timedelta(days=1).total_seconds())
    for _ in range(2):
        see_to_payment_plans(centre.board)
    assert check(centre)
    shown = centre.asks("GET", f"/payment-plans/{plan['id']}").json or {}
    ends = [(one["party"], one["status"]) for one in shown["promises"]]
    assert ends == [("customer", "kept"), ("customer", "broken"), ("customer", "released"), ("customer", "released"),
                    ("us", "released")]  # fmt: skip
    assert shown["broken_at"] is not None and pays(centre, plan) == 409
    [notice] = (centre.asks("GET", "/agents/ayse/notices").json or {})["items"]
    assert "4 taksitten 1" in notice["text"]["tr"] and audited(centre).count("payment_plan_broken") == 1


def test_a_plan_that_is_paid_is_kept_on_both_sides(centre: Centre) -> None:
    plan = centre.asks("POST", "/payment-plans", json=PLAN | {"instalments": 2}).json or {}
    assert [pays(centre, plan) for _ in range(3)] == [200, 200, 409]
    shown = centre.asks("GET", f"/payment-plans/{plan['id']}").json or {}
    assert {one["status"] for one in shown["promises"]} == {"kept"}
    assert shown["patient_until"] is None and shown["broken_at"] is None and check(centre)


def test_a_call_that_is_asked_for_twice_is_one_call(flows: Centre) -> None:
    wanted = {"flow": "main", "phone": ISIL, "purpose": "service"}
    for _ in range(2):
        assert flows.asks("POST", "/flow-calls", json=wanted, headers={"Idempotency-Key": "k1"}).status_code == 200
    assert len(rows(flows, FlowCall)) == 1 and audited(flows).count("flow_call_ordered") == 1


def test_who_asked_and_was_told_no_is_in_the_audit_with_the_entry_that_said_so(centre: Centre) -> None:
    assert entry(centre).status_code == 200
    for phone, said in ((ISIL, "no"), ("+905321112233", "yes")):
        told = centre.asks("GET", "/hardship/check", query_string={"phone": phone, "action": "disconnect"}).json or {}
        assert told["answer"] == said
    centre.journal_is_written()
    looks = [(row.what, row.subject) for row in rows(centre, AuditRow) if row.what == "looked"]
    assert looks == [("looked", "hardship:1")]


def test_the_owner_learns_of_a_message_that_does_not_leave_the_house(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        opt_out(session, ISIL, how="message", now=centre.clock())
        draft = Draft(id="m1", to_number=ISIL, body="Yarın geliyoruz.", case_number="1001")
        write_message(session, draft, now=centre.clock(), lives_for=timedelta(hours=1))
    send(centre.board, "m1")
    send(centre.board, "m1")
    told = [(row.agent_id, row.kind, row.args) for row in rows(centre, NoticeRow)]
    assert told == [("ayse", "message_undelivered", {"state": "opted_out"})]
