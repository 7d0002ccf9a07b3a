"""Customers are put on record and changed through the API: by agents, whole, and never over somebody else's change."""

from typing import Any

import pytest

from cases.customer import Customer
from records.audit import AuditRow, first_break
from records.database import reading, writing
from tests.console.conftest import Centre

ALI = {"name": "Ali Veli", "phones": ["0532 000 11 22", "+90 532 000 11 33"], "language": "Türkçe",
       "emails": ["Ali@Example.com"], "channel": "email", "visit_preference": "Kapı çalınmasın, aransın"}  # fmt: skip


def made(centre: Centre, role: str = "agent", **changes: Any) -> Any:
    return centre.asks("POST", "/customers", role, json={**ALI, **changes})


def changed(centre: Centre, customer: str = "C1", role: str = "agent", **changes: Any) -> Any:
    return centre.asks("PATCH", f"/customers/{customer}", role, json={"version": 1, **changes})


def faulty_fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.json
    return [fault["field"] for fault in answer.json["errors"]]


def test_an_agent_puts_a_customer_on_record_with_several_numbers(centre: Centre) -> None:
    customer = made(centre).json
    assert customer["phones"] == ["+905320001122", "+905320001133"]
    assert (customer["language"], customer["emails"], customer["channel"]) == ("tr", ["ali@example.com"], "email")
    found = (centre.asks("GET", "/customers?phone=%2B905320001133").json or {})["items"]
    assert found == [customer]
    with reading(centre.board.database) as session:
        [row] = session.query(AuditRow).all()
        assert (row.what, row.subject, row.data) == ("customer_made", f"customer:{customer['id']}", {})


def test_numbers_we_never_call_are_kept_and_told_with_their_reason(centre: Centre) -> None:
    assert made(centre).json["never_called"] == {}
    customer = made(centre, name="Gemi", phones=["+870773111632", "0532 000 11 44"]).json
    assert customer["phones"] == ["+870773111632", "+905320001144"]
    assert customer["never_called"] == {"+870773111632": "satellite"}


def test_the_same_person_is_not_put_on_record_twice(centre: Centre) -> None:
    first = made(centre).json
    again = made(centre, name="ALİ VELİ", phones=["+905320001133"])
    assert again.status_code == 409 and first["id"] in again.json["detail"]
    assert made(centre, name="Ayla Veli").status_code == 200, "a number may be shared"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"phones": ["12345678901234567890"]}, "phones.0"),
        ({"phones": ["bilinmiyor"]}, "phones.0"),
        ({"language": "klingonca"}, "language"),
        ({"emails": ["ali"]}, "emails.0"),
        ({"channel": "pigeon"}, "channel"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_true_of_a_customer_is_refused(centre: Centre, wrong: dict[str, Any], field: str) -> None:
    assert faulty_fields(made(centre, **wrong)) == [field]
    assert len((centre.asks("GET", "/customers").json or {})["items"]) == 1


def test_tier_and_crm_id_are_a_leads_to_give(centre: Centre) -> None:
    assert made(centre, tier="vip").status_code == 403
    assert changed(centre, crm_id="C-1").status_code == 403
    assert made(centre, "lead", tier="vip", crm_id="C-1").json["tier"] == "vip"
    assert faulty_fields(changed(centre, role="lead", crm_id="C-1")) == ["crm_id"]


@pytest.mark.both_databases
def test_of_two_who_change_a_customer_at_once_the_second_looks_again(centre: Centre) -> None:
    first = changed(centre, name="Işıl Kaya", phones=["+905329998877", "0212 555 01 01"]).json
    assert (first["name"], first["phones"], first["version"]) == ("Işıl Kaya", ["+902125550101", "+905329998877"], 2)
    second = changed(centre, notes="…")
    assert second.status_code == 409
    assert second.json["errors"] == [{"field": "version", "detail": "It is 2 now."}]
    assert centre.asks("GET", "/customers/C1").json == first
    with reading(centre.board.database) as session:
        [row] = session.query(AuditRow).all()
        assert row.data == {"changed": ["name", "phones"]}
        assert first_break(session) is None


@pytest.mark.both_databases
def test_whoever_changes_a_customer_makes_it_another_version(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Customer, "C1").notes = "said in a call"
    assert changed(centre, notes="said at a desk").status_code == 409
    assert changed(centre, version=2, notes="said at a desk").json["version"] == 3


def test_a_change_that_changes_nothing_leaves_the_version_and_no_mark(centre: Centre) -> None:
    assert changed(centre, name="Işıl Şahin").json["version"] == 1
    with reading(centre.board.database) as session:
        assert session.query(AuditRow).all() == []


def test_a_customer_cannot_lose_their_name(centre: Centre) -> None:
    assert faulty_fields(changed(centre, name=None)) == ["name"]
    assert faulty_fields(changed(centre, phones=None)) == ["phones"]


def test_who_calls_for_a_customer_is_known_by_their_number(centre: Centre) -> None:
    son = {"name": "Can Şahin", "phone": "0533 111 22 33", "relation": "oğlu", "may_decide": True}
    [person] = (centre.asks("POST", "/customers/C1/people", "agent", json=son).json or {})["items"]
    assert (person["phone"], person["may_decide"]) == ("+905331112233", True)
    [found] = (centre.asks("GET", "/customers?phone=%2B905331112233").json or {})["items"]
    assert found["id"] == "C1"
    again = centre.asks("POST", "/customers/C1/people", "agent", json={**son, "may_decide": False}).json or {}
    assert [one["may_decide"] for one in again["items"]] == [False]
    gone = centre.asks("DELETE", f"/customers/C1/people/{person['id']}", "agent").json or {}
    assert gone["items"] == []
    assert centre.asks("DELETE", f"/customers/C1/people/{person['id']}", "agent").status_code == 404


def test_nothing_is_kept_in_mind_without_consent(centre: Centre) -> None:
    path = "/customers/C1/care-tags"
    assert faulty_fields(centre.asks("PUT", f"{path}/elderly", "agent", json={})) == ["consent"]
    assert faulty_fields(centre.asks("PUT", f"{path}/rich", "agent", json={"consent": "spoken"})) == ["tag"]
    later = {"consent": "spoken", "consent_at": "2027-01-01T00:00:00Z"}
    assert faulty_fields(centre.asks("PUT", f"{path}/elderly", "agent", json=later)) == ["consent_at"]
    [noted] = (centre.asks("PUT", f"{path}/elderly", "agent", json={"consent": "spoken"}).json or {})["items"]
    assert (noted["words"]["tr"], noted["consent"]) == ("yaşlı", "spoken")
    assert centre.asks("GET", path).json == {"items": [noted], "next_cursor": None}
    assert (centre.asks("DELETE", f"{path}/elderly", "agent").json or {})["items"] == []
    with reading(centre.board.database) as session:
        rows = session.query(AuditRow).order_by(AuditRow.seq).all()
        assert [row.what for row in rows] == ["care_tag_noted", "care_tag_withdrawn"]
        assert "elderly" not in str([row.data for row in rows]), "what was withdrawn stands nowhere"


def test_where_a_customer_lives_is_written_by_its_name_however_it_is_typed(centre: Centre) -> None:
    assert made(centre, zone="america/new york").json["zone"] == "America/New_York"
    assert changed(centre, zone="Europe/Berlin").json["zone"] == "Europe/Berlin"
    assert changed(centre, version=2, zone=None).json["zone"] is None
