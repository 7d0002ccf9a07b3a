"""So many calls and no more, whoever asks, however many ask at once, and however many calls there were before."""

from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from multiprocessing import get_context

import pytest
from sqlalchemy import Engine, insert, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from callbacks.callback import Callback, promise_kept_in_mind
from callbacks.dialler.budget import A_DAY, AN_HOUR, SPREAD, _budgets, _last_calls, used_up
from callbacks.dialler.neighbours import too_many_owed
from callbacks.dialler.refusal import Refusal
from callbacks.dialler.rules import BudgetRules
from cases.opening import open_case
from cases.promise import make_promise
from records.database import reading, writing
from telephony.attempt import AttemptRow, begin, claim, rejected, withdrawn
from tests.callbacks.dialler.calling_many import call_many
from tests.conftest import SettableClock

PHONE = "+905321234567"
NEIGHBOUR = "+905321234999"
STRANGER = "+905339876543"
ABROAD = "+14155552671"
NONE = BudgetRules(per_number_a_day=0, per_block_an_hour=0)


class Dialler:
    """Asks whether a number may be called and, if so, writes the intent down, in one transaction."""

    def __init__(self, database: Engine, rules: BudgetRules, clock: SettableClock) -> None:
        self.database, self.rules, self.clock, self.calls = database, rules, clock, 0

    def calls_(self, phone: str, kind: str = "callback") -> Refusal | None:
        with writing(self.database) as session:
            refusal = used_up(session, self.rules, phone, self.clock())
            if refusal is None:
                self.calls += 1
                token = f"T{self.calls}"
                begin(session, token=token, kind=kind, subject=token, destination=phone, now=self.clock())
                claim(session, token, now=self.clock())
        if refusal is None:
            self._is_over(token)
        return refusal

    def _is_over(self, token: str) -> None:
        with writing(self.database) as session:
            session.get_one(AttemptRow, token).state = "done"


def says(refusal: Refusal | None, why: str, free: datetime) -> bool:
    """That the budget is free then: those who wait for one ask spread over some minutes."""
    return refusal is not None and refusal.why == why and free <= (refusal.until or free) <= free + SPREAD


@pytest.mark.parametrize(
    ("rules", "free", "used", "within"),
    [
        (replace(NONE, per_number_a_day=3), NEIGHBOUR, "number_budget", A_DAY),
        (replace(NONE, per_block_an_hour=3), STRANGER, "block_budget", AN_HOUR),
        (replace(NONE, per_country_an_hour=3), ABROAD, "country_budget", AN_HOUR),
    ],
)
def test_a_budget_holds_for_its_own_and_for_nobody_else(
    database: Engine, clock: SettableClock, rules: BudgetRules, free: str, used: str, within: timedelta
) -> None:
    dialler, began = Dialler(database, rules, clock), clock()
    for _ in range(3):
        assert dialler.calls_(PHONE) is None
        clock.advance(60)
    assert says(dialler.calls_(PHONE), used, began + within)
    assert dialler.calls_(free) is None


def test_a_budget_is_free_again_call_by_call(database: Engine, clock: SettableClock) -> None:
    dialler, began = Dialler(database, replace(NONE, per_hour=2), clock), clock()
    assert dialler.calls_(PHONE) is None
    clock.advance(600)
    assert dialler.calls_(STRANGER) is None
    clock.now = began + AN_HOUR - timedelta(milliseconds=1)
    assert says(dialler.calls_(ABROAD), "hour_budget", began + AN_HOUR)
    clock.now = began + AN_HOUR
    assert dialler.calls_(ABROAD) is None
    assert says(dialler.calls_(PHONE), "hour_budget", began + AN_HOUR + timedelta(minutes=10))


def test_of_several_that_are_used_up_the_one_is_told_that_is_free_last(database: Engine, clock: SettableClock) -> None:
    dialler = Dialler(database, replace(NONE, per_hour=1, per_number_a_day=1), clock)
    assert dialler.calls_(PHONE) is None
    assert says(dialler.calls_(PHONE), "number_budget", clock() + A_DAY)
    assert says(dialler.calls_(STRANGER), "hour_budget", clock() + AN_HOUR)


def test_calls_in_which_a_flow_is_heard_count_as_callbacks_do_and_agents_telephones_do_not(
    database: Engine, clock: SettableClock
) -> None:
    dialler = Dialler(database, replace(NONE, per_number_a_day=1), clock)
    assert dialler.calls_(PHONE, kind="agent_ring") is None
    assert dialler.calls_(PHONE, kind="flow_call") is None
    assert dialler.calls_(PHONE) is not None


def test_what_never_rang_does_not_count(database: Engine, clock: SettableClock) -> None:
    rules, now = replace(NONE, per_number_a_day=1), clock()
    for token in ("T1", "T2"):
        with writing(database) as session:
            begin(session, token=token, kind="callback", subject=token, destination=PHONE, now=now)
            if token == "T1":
                withdrawn(session, token, now=now)
            else:
                claim(session, token, now=now)
                rejected(session, token, code=21211, now=now)
    with writing(database) as session:
        assert used_up(session, rules, PHONE, now) is None


def stands_in_line(database: Engine, *phones: str, now: datetime) -> None:
    with writing(database) as session:
        for number, phone in enumerate(phones):
            case = open_case(session, call=None, customer_id=None, phone=phone, now=now, new_id=phone.strip)
            promise = make_promise(session, case_number=case.number, kind="callback", what="geri arama", now=now,
                                   due_at=now + AN_HOUR, by_agent=None)  # fmt: skip
            callback = Callback(id=f"{number}", phone=phone, queue="destek", language="tr", call="CA1",
                                case_number=case.number, place_at=now)  # fmt: skip
            promise_kept_in_mind(session, promise, callback).state = "pool"


@pytest.mark.parametrize(
    ("rules", "free"),
    [
        (replace(NONE, per_block_an_hour=2), STRANGER),
        (replace(NONE, per_country_an_hour=2), ABROAD),
        (replace(NONE, per_hour=2), None),
    ],
)
def test_whoever_stands_in_line_counts_as_called(
    database: Engine, clock: SettableClock, rules: BudgetRules, free: str | None
) -> None:
    """Else hundreds would stand in line whom agents accept in vain."""
    stands_in_line(database, PHONE, NEIGHBOUR, now=clock())
    dialler = Dialler(database, rules, clock)
    assert dialler.calls_(PHONE[:-3] + "000") is not None
    assert free is None or dialler.calls_(free) is None
    assert dialler.calls_(PHONE) is None  # their turn


def test_no_more_calls_are_promised_to_a_block_than_may_be_made(database: Engine, clock: SettableClock) -> None:
    stands_in_line(database, PHONE, NEIGHBOUR, now=clock())
    with writing(database) as session:
        rules = [BudgetRules(per_block_an_hour=most) for most in (0, 2, 3)]
        assert [too_many_owed(session, one, PHONE[:-3] + "000") for one in rules] == [False, True, False]
        assert not too_many_owed(session, BudgetRules(per_block_an_hour=2), STRANGER)
        assert not too_many_owed(session, BudgetRules(per_block_an_hour=2), PHONE + "0")


def test_zero_is_any_number_of_calls(database: Engine, clock: SettableClock) -> None:
    dialler = Dialler(database, NONE, clock)
    assert [dialler.calls_(PHONE) for _ in range(20)] == [None] * 20


def processes() -> Executor:
    """They begin together, once all of them are up."""
    spawn = get_context("spawn")
    together = spawn.Barrier(3)
    return ProcessPoolExecutor(3, mp_context=spawn, initializer=together.wait)


def threads() -> Executor:
    return ThreadPoolExecutor(6)


@pytest.mark.both_databases
@pytest.mark.parametrize("at_once", [threads, processes])
def test_processes_that_call_at_once_never_exceed_a_budget_together(
    database: Engine, database_url: str, at_once: Callable[[], Executor]
) -> None:
    with at_once() as executor:
        made = list(executor.map(call_many, [database_url] * 6, range(6)))
    assert sum(made) == 7
    with reading(database) as session:
        called = list(session.scalars(select(AttemptRow.destination)))
    assert len(called) == 7
    assert max(called.count(one) for one in called) <= 2


def _called_before(session: Session, clock: SettableClock) -> None:
    """Six thousand calls, every sixtieth of them to one number: of an empty table a planner knows nothing."""
    session.execute(
        insert(AttemptRow),
        [
            {"token": f"T{n}", "kind": "callback", "subject": f"S{n}", "state": "done",
             "destination": f"+{n}" if n % 60 else PHONE, "block": f"+{n // 100}" if n % 60 else PHONE[:-3],
             "country": f"{n % 60}" if n % 60 else "TR", "created_at": clock() - timedelta(seconds=n)}
            for n in range(6000)
        ],
    )  # fmt: skip
    session.execute(text("ANALYZE attempts"))


@pytest.mark.both_databases
def test_old_calls_cost_nothing_each_budget_is_looked_up_in_its_own_index(
    database: Engine, clock: SettableClock
) -> None:
    rules = BudgetRules(per_number_a_day=3, per_block_an_hour=10, per_country_an_hour=50, per_hour=90)
    indexes = ["calls_to_customers", "calls_to_country", "calls_to_block", "calls_to_number"]
    dialect = postgresql.dialect() if database.dialect.name == "postgresql" else sqlite.dialect()
    explain = "EXPLAIN" if database.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    with writing(database) as session:
        _called_before(session, clock)
    with reading(database) as session:
        if database.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_bitmapscan = off"))  # so few rows are as cheap to sort
        for budget, index in zip(_budgets(rules, PHONE), indexes, strict=True):
            chosen = _last_calls(budget, clock()).compile(dialect=dialect, compile_kwargs={"literal_binds": True})
            plan = " ".join(str(row) for row in session.execute(text(f"{explain} {chosen}")))
            assert index in plan
            assert "TEMP B-TREE" not in plan and "Sort" not in plan
