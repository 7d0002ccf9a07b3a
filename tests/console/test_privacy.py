"""People are forgotten and things are held for the law over the API, by those who may."""

from sqlalchemy import select

from cases.erasure import Erasure
from records.audit import AuditRow
from records.database import reading
from tests.console.conftest import Centre


def test_asking_twice_is_one_erasure_and_nobody_can_be_told_from_what_is_shown(centre: Centre) -> None:
    first = centre.asks("POST", "/erasures", json={"customer_id": "C1"}).get_json()
    again = centre.asks("POST", "/erasures", json={"customer_id": "C1"}).get_json()
    assert (first["state"], again["id"]) == ("asked", first["id"])
    shown = centre.asks("GET", f"/erasures/{first['id']}").text + centre.asks("GET", "/erasures").text
    assert "C1" not in shown and "+90" not in shown
    with reading(centre.board.database) as session:
        assert len(session.scalars(select(Erasure)).all()) == 1


def test_whom_we_do_not_know_we_cannot_forget(centre: Centre) -> None:
    assert centre.asks("POST", "/erasures", json={"phone": "+905440000000"}).status_code == 404
    assert centre.asks("POST", "/erasures", json={}).status_code == 422
    assert centre.asks("POST", "/erasures", json={"phone": "-"}).status_code == 422


def test_what_is_held_for_the_law_is_not_forgotten_until_the_hold_ends(centre: Centre) -> None:
    held = centre.asks("POST", "/legal-holds", json={"customer_id": "C1", "reason": "Dava 2026/12"}).get_json()
    refused = centre.asks("POST", "/erasures", json={"customer_id": "C1"})
    assert (refused.status_code, "2026/12" in refused.get_json()["detail"]) == (409, True)
    ended = centre.asks("DELETE", f"/legal-holds/{held['id']}").get_json()
    again = centre.asks("DELETE", f"/legal-holds/{held['id']}").get_json()
    assert ended["ended_at"] == again["ended_at"] is not None
    assert centre.asks("POST", "/erasures", json={"customer_id": "C1"}).status_code == 200
    with reading(centre.board.database) as session:
        told = list(session.scalars(select(AuditRow.what).order_by(AuditRow.seq)))
    assert told == ["legal_hold_began", "legal_hold_ended", "erasure_asked"]


def test_a_hold_is_on_somebody_or_something_there_is(centre: Centre) -> None:
    for wanted in ({"customer_id": "C77"}, {"case_number": "77"}, {"customer_id": "C1", "case_number": "1001"}, {}):
        assert centre.asks("POST", "/legal-holds", json={**wanted, "reason": "Dava"}).status_code == 422
    assert centre.asks("DELETE", "/legal-holds/77").status_code == 404


def test_who_may_not_is_refused(centre: Centre) -> None:
    for role in ("lead", "agent", "read_only"):
        answer = centre.asks("POST", "/erasures", role=role, json={"customer_id": "C1"})
        assert answer.status_code == 403
