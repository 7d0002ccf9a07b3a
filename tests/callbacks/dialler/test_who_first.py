"""Who is rung first: as the centre says, by queue, or by how many picked up in the last week."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from callbacks.callback import Callback
from callbacks.dialler.answer_rate import LEAST_CALLS, LOOKS_BACK, answer_rate
from callbacks.dialler.rules import DiallerRules, LegRules
from callbacks.dialler.who_first import who_is_first
from cases.case import Case
from cases.promise import make_promise
from records.database import reading, writing
from records.owed_call import CALLBACK
from telephony.attempt import AttemptRow

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def called(
    database: Engine,
    times: int,
    status: str,
    *,
    queue: str = "destek",
    by: str | None = None,
    ago: timedelta = timedelta(days=1),
    kind: str = CALLBACK,
    state: str = "done",
) -> None:
    """So many calls to customers of this queue, each of a callback of its own."""
    at = NOW - ago
    with writing(database) as session:
        if session.get(Case, "1001") is None:
            session.add(Case(number="1001", opened_at=at, last_touched_at=at))
            session.flush()
        promise = make_promise(
            session, case_number="1001", kind="callback", what="call", due_at=at, by_agent=None, now=at
        )
        name = f"{queue}-{status}-{by}-{ago}-{kind}-{state}"
        for number in range(times):
            session.add(
                Callback(id=f"{name}-{number}"[-64:], phone=f"+90532{number:07}", queue=queue, language="tr",
                         case_number="1001", promise_id=promise.id, call="CA", place_at=at, not_before=at, due_at=at,
                         made_at=at, state="kept", ended_at=at)
            )  # fmt: skip
            session.add(
                AttemptRow(token=f"{name}-{number}"[-64:], kind=kind, subject=f"{name}-{number}"[-64:],
                           destination="+90", state=state, leg="CA", status=status, answered_by=by, created_at=at)
            )  # fmt: skip


def rate(database: Engine, queue: str = "destek") -> float | None:
    with reading(database) as session:
        return answer_rate(session, queue, now=NOW)


@pytest.mark.both_databases
def test_machines_are_nobody_and_whoever_cannot_be_told_is_a_person(database: Engine) -> None:
    called(database, 6, "completed", by="human")
    called(database, 3, "completed", by="unknown")
    called(database, 3, "completed")
    called(database, 4, "completed", by="machine_end_beep")
    called(database, 2, "completed", by="fax")
    called(database, 6, "no-answer")
    assert rate(database) == 0.5


def test_too_few_calls_tell_nothing(database: Engine) -> None:
    called(database, LEAST_CALLS - 1, "no-answer")
    assert rate(database) is None
    called(database, 1, "busy")
    assert rate(database) == 0


def test_only_the_queues_own_calls_of_the_last_week_that_left_count(database: Engine) -> None:
    called(database, LEAST_CALLS, "completed", by="human")
    called(database, 30, "no-answer", ago=LOOKS_BACK + timedelta(hours=1))
    called(database, 30, "no-answer", queue="satis")
    called(database, 30, "no-answer", kind="flow_call")
    called(database, 30, "", state="rejected")
    assert (rate(database), rate(database, "satis")) == (1.0, 0.0)


@pytest.mark.parametrize(("answered", "first"), [(5, "customer"), (6, "agent")])
def test_where_few_pick_up_the_customer_is_rung_first(database: Engine, answered: int, first: str) -> None:
    called(database, answered, "completed", by="human")
    called(database, LEAST_CALLS - answered, "no-answer")
    rules = DiallerRules(leg=LegRules(customer_first_below=0.3))
    with reading(database) as session:
        assert who_is_first(rules, session, "destek", now=NOW) == first
        assert who_is_first(rules, session, "satis", now=NOW) == "agent"
        assert who_is_first(DiallerRules(), session, "destek", now=NOW) == "agent"


def test_what_is_said_of_a_queue_stands_above_its_answer_rate(database: Engine) -> None:
    called(database, LEAST_CALLS, "no-answer")
    leg = LegRules(first_by_queue={"destek": "agent", "satis": "customer"}, customer_first_below=1)
    with reading(database) as session:
        assert who_is_first(DiallerRules(leg=leg), session, "destek", now=NOW) == "agent"
        assert who_is_first(DiallerRules(leg=leg), session, "satis", now=NOW) == "customer"
