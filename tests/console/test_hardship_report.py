"""How people in hardship fare is laid beside how all others do."""

from datetime import date, timedelta
from typing import Any

import pytest

from cases.bounce import Bounce
from cases.case import Case
from cases.hardship_gate import Contact, stopped
from cases.hardship_register import Person, Scope, end_entry, enter
from cases.promise import end_promise, make_promise
from cases.stop_line import answer_stop_line
from records.call_record import CallRow
from records.database import writing
from tests.console.conftest import Centre

pytestmark = pytest.mark.both_databases
ISIL, STRANGER = "+905329998877", "+905551112233"


def call(centre: Centre, sid: str, phone: str, *, waited: float, answered: bool, who: str | None = None) -> CallRow:
    now = centre.clock()
    return CallRow(
        sid=sid, direction="inbound", from_number=phone, from_kind="e164", customer_id=who, stage="ended",
        arrived_at=now, waiting_at=now, answered_at=now + timedelta(seconds=waited) if answered else None,
        ended_at=now + timedelta(seconds=60), outcome="answered" if answered else "abandoned_in_queue",
    )  # fmt: skip


@pytest.fixture
def lived(centre: Centre) -> Centre:
    """Işıl, in the register, was answered after 10 s, passed on once, and one of two promises to her was kept; of two
    strangers one gave up, the other was answered after 30 s."""
    now, board = centre.clock(), centre.board
    scope = Scope(starts_on=date(2026, 11, 1), reason="hastalık")
    with writing(board.database) as session:
        enter(session, Person(customer_id="C1"), scope, by="test", now=now)
        old = enter(session, Person(phone=STRANGER), scope, by="test", now=now - timedelta(days=5))
        end_entry(session, old, by="test", now=now - timedelta(days=3))
        session.add_all([
            call(centre, "CA1", ISIL, waited=10, answered=True, who="C1"),
            call(centre, "CA2", STRANGER, waited=0, answered=False),
            call(centre, "CA3", "+905550000000", waited=30, answered=True),
            Bounce(once="CA1:burak", case_number="1001", call="CA1", owner_id="ayse", agent_id="burak", at=now),
            Case(number="1009", phone=STRANGER, status="open", opened_at=now, last_touched_at=now),
        ])  # fmt: skip
        session.flush()
        promises = [make_promise(session, case_number=number, kind="update", what=what, due_at=now + timedelta(hours=1),
                                 by_agent="ayse", now=now)
                    for number, what in (("1001", "a"), ("1001", "b"), ("1009", "c"))]  # fmt: skip
        end_promise(session, promises[0].id, "kept", now)
        end_promise(session, promises[2].id, "kept", now)
        contact = Contact(purpose="dunning", phone=ISIL)
        assert stopped(session, contact, once="asked:1", by="test", now=now) is not None
        answer_stop_line(session, once="CA9:1", call="CA9", worker_id="3417", subscriber="77", now=now)
    centre.clock.advance(7200)
    return centre


def figures(centre: Centre, query: str = "") -> list[dict[str, Any]]:
    told = centre.asks("GET", f"/reports/hardship{query}", "read_only").json or {}
    return list(told["items"])


def test_protected_callers_are_laid_beside_all_others(lived: Centre) -> None:
    protected, others = figures(lived)
    assert (protected["group"], others["group"]) == ("hardship", "others")
    assert (protected["calls"], protected["answered"], protected["wait_seconds"], protected["bounces"]) == (
        1,
        1,
        10.0,
        1,
    )
    assert (protected["promises_due"], protected["promises_kept"], protected["abandonment"]) == (2, 0.5, 0.0)
    assert (others["calls"], others["abandonment"], others["wait_seconds"], others["bounces"]) == (2, 0.5, 30.0, 0)
    assert (others["promises_due"], others["promises_kept"]) == (1, 1.0), "the entry of the stranger's number had ended"
    assert protected["stopped"] == {"disconnect": 0, "dunning": 1, "collection_call": 0} and others["stopped"] == {}


def test_no_calls_are_no_data(lived: Centre) -> None:
    for group in figures(lived, "?since=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z"):
        assert (group["calls"], group["abandonment"], group["wait_seconds"], group["promises_kept"]) == (
            0,
            None,
            None,
            None,
        )
