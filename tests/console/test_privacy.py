"""People are forgotten and things are held for the law over the API, by those who may."""

from dataclasses import replace

from sqlalchemy import select

from callbacks.looking import note_look
from callbacks.writing import write_journal
from cases.erasure import Erasure
from records.audit import AuditRow, audit_rows, first_break
from records.database import reading
from routing.floor import Floor
from routing.floor_client import floor_client
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


def test_who_looked_at_whom_is_in_the_audit_once_in_a_while(centre: Centre) -> None:
    for _ in range(3):
        assert centre.asks("GET", "/customers/C1", role="lead").status_code == 200
    listed = centre.asks("GET", "/cases", role="agent").get_json()["items"]
    centre.asks("GET", "/customers/nobody", role="lead")
    write_journal(centre.board)
    with reading(centre.board.database) as session:
        looks = [(row.subject, row.what) for row in audit_rows(session, {"subject": "customer:C1"}, limit=9)]
        cases = [row.subject for row in audit_rows(session, {"what": "looked"}, limit=99) if row.subject[:5] == "case:"]
        assert first_break(session) is None
    assert (looks, len(cases)) == ([("customer:C1", "looked")], len(listed))
    centre.clock.advance(15 * 60)
    centre.asks("GET", "/customers/C1", role="lead")
    write_journal(centre.board)
    shown = centre.asks("GET", "/audit?subject=customer:C1&what=looked").get_json()["items"]
    assert len(shown) == 2 and shown[0]["who"].startswith("key:")
    assert centre.asks("GET", "/audit", role="lead").status_code == 403


def test_a_look_is_kept_with_redis_away(centre: Centre) -> None:
    nowhere = Floor(floor_client("/nowhere/valkey.sock"), site="centre", new_id=centre.board.new_id)
    note_look(replace(centre.board, floor=nowhere), "key:1", ["customer:C1"])
    with reading(centre.board.database) as session:
        assert [row.what for row in audit_rows(session, {"subject": "customer:C1"}, limit=9)] == ["looked"]
