"""The statements that look up a caller are the same question to SQLite and to PostgreSQL."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from callbacks.caller_marks import CallerMarks, marks_of
from callbacks.earlier_calls import earlier_calls
from callbacks.last_agent import LastAgent, Whose, last_agent
from cases.case import Case
from cases.customer import Customer
from records.call_record import CallRow
from records.database import reading, writing
from routing.policy import Policy
from staff.agent import Agent
from staff.stand_in import with_stand_ins

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PHONE = "+905447778899"


@pytest.mark.both_databases
def test_a_caller_is_looked_up_alike(database: Engine) -> None:
    then = NOW - timedelta(days=1)
    with writing(database) as session:
        session.add_all([Agent(id="ayse", name="Ayşe", stand_in_id="burak"), Agent(id="burak", name="Burak")])
        session.add(Customer(id="C1", name="Deniz"))
        session.flush()
        session.add(CallRow(sid="CA1", direction="inbound", from_number=PHONE, stage="ended", status="completed",
                            customer_id="C1", agent_id="ayse", arrived_at=then, answered_at=then, waiting_at=then,
                            ended_at=then + timedelta(minutes=1)))  # fmt: skip
    with reading(database) as session:
        calls = earlier_calls(session, call="CA2", phone=PHONE, customer="C1", since=NOW - timedelta(days=14))
        assert [call.sid for call in calls] == ["CA1"]
        assert earlier_calls(session, call="CA2", phone=PHONE, customer=None, since=NOW - timedelta(days=14)) == calls
        whose = Whose(customers=("C1",), phone=PHONE)
        assert last_agent(session, calls, whose, policy=Policy(), now=NOW) == LastAgent(agent="ayse", why="talked")
        assert list(with_stand_ins(session, "ayse", depth=3, at=NOW)) == ["ayse", "burak"]
        assert marks_of(session, call="CA2", phone=PHONE, customers=["C1"], on=NOW.date()) == CallerMarks()
    with writing(database) as session:
        session.add(Case(number="1", customer_id="C1", status="closed", owner_id="burak", opened_at=then,
                         closed_at=then, last_touched_at=then))  # fmt: skip
    with reading(database) as session:
        assert last_agent(session, calls, whose, policy=Policy(), now=NOW) == LastAgent(agent="burak", why="owned")
