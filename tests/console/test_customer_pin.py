"""A PIN is set by whoever may, is kept so that nobody can read it, and can be taken away."""

from sqlalchemy import select

from cases.pin import Pin, has_pin, is_the_pin
from records.audit import AuditRow
from records.database import reading
from tests.console.conftest import Centre


def is_pin(centre: Centre, digits: str) -> bool:
    with reading(centre.board.database) as session:
        return is_the_pin(session, customer_id="C1", digits=digits, secret=centre.board.secret)


def test_a_pin_that_was_set_is_right_and_no_other_is(centre: Centre) -> None:
    assert centre.asks("PUT", "/customers/C1/pin", json={"pin": "4711"}).status_code == 200
    assert is_pin(centre, "4711") and not is_pin(centre, "4712") and not is_pin(centre, "")
    centre.asks("PUT", "/customers/C1/pin", json={"pin": "08154711"})
    assert is_pin(centre, "08154711") and not is_pin(centre, "4711")


def test_a_pin_is_nowhere_to_be_read_and_its_setting_is_on_the_audit_trail(centre: Centre) -> None:
    told = centre.asks("PUT", "/customers/C1/pin", json={"pin": "90817263"})
    with reading(centre.board.database) as session:
        kept = session.scalars(select(Pin.hash)).one()
        written = [(row.what, row.subject, row.data) for row in session.scalars(select(AuditRow))]
    assert "90817263" not in kept + told.text
    assert written == [("pin_set", "customer:C1", {})]


def test_a_pin_can_be_taken_away(centre: Centre) -> None:
    centre.asks("PUT", "/customers/C1/pin", json={"pin": "4711"})
    assert centre.asks("DELETE", "/customers/C1/pin").get_json()["set_at"] is None
    with reading(centre.board.database) as session:
        assert not has_pin(session, "C1")


def test_what_is_no_pin_and_whoever_may_not_are_refused(centre: Centre) -> None:
    for wrong in ("123", "123456789", "12a4", "", "١٢٣٤"):
        assert centre.asks("PUT", "/customers/C1/pin", json={"pin": wrong}).status_code == 422
    assert centre.asks("PUT", "/customers/C9/pin", json={"pin": "4711"}).status_code == 404
    assert centre.asks("PUT", "/customers/C1/pin", role="agent", json={"pin": "4711"}).status_code == 403
