"""How long a customer was on hold in a call, as it is thought of for an escalation."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from escalations.hold.hold import Hold
from escalations.hold_time import held_for
from records.database import reading, writing

CALL = "CA" + "1" * 32
BEGAN = datetime(2027, 2, 1, 10, tzinfo=UTC)


def hold(number: int, begins: int, ends: int | None) -> Hold:
    """In minutes from the beginning."""
    at = BEGAN + timedelta(minutes=begins)
    over = BEGAN + timedelta(minutes=ends) if ends is not None else None
    return Hold(id=str(number), call=CALL, customer_leg=CALL, reservation="R1", agent_id="ayse", language="tr",
                asked_by="ayse", asked_at=at, held_at=at, ended_at=over, version=1)  # fmt: skip


def test_time_on_hold_ends_when_they_are_back_and_begins_anew_with_the_next_hold(database: Engine) -> None:
    with writing(database) as session:
        session.add_all([hold(1, 0, 2), hold(2, 10, None)])
    with reading(database) as session:
        assert held_for(session, CALL, BEGAN + timedelta(minutes=13)) == timedelta(minutes=5)
