"""A month's money is spent once, whoever spends at the same moment."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cases.purse import add_to, contents, month_of, put_back, spend
from records.database import reading, writing

HOLDER, MONTH, TEN = "budget:ayse", "2026-11", 1000
ROOT = Path(__file__).parents[2]


def takes(database, kurus=TEN, budget=10 * TEN):
    with writing(database) as session:
        return spend(session, HOLDER, MONTH, kurus, budget=budget)


def held(database, budget=10 * TEN):
    with reading(database) as session:
        return contents(session, HOLDER, MONTH, budget=budget)


def test_what_is_spent_is_gone_and_what_is_not_there_is_not_spent(database):
    assert takes(database, 9 * TEN)
    assert not takes(database, TEN + 1)
    assert takes(database, TEN)
    assert (held(database).spent, held(database).left) == (10 * TEN, 0)


def test_what_is_put_back_or_given_on_top_may_be_spent(database):
    assert takes(database, 10 * TEN)
    with writing(database) as session:
        put_back(session, HOLDER, MONTH, TEN)
        add_to(session, HOLDER, MONTH, TEN)
    assert held(database).left == 2 * TEN
    assert takes(database, 2 * TEN) and not takes(database, 1)


def test_a_smaller_budget_than_was_spent_leaves_nothing_and_never_less(database):
    assert takes(database, 10 * TEN)
    assert held(database, budget=TEN).left == 0


@pytest.mark.both_databases
def test_threads_that_spend_at_once_never_overdraw(database):
    with ThreadPoolExecutor(4) as agents:
        taken = list(agents.map(lambda _: takes(database), range(24)))
    assert taken.count(True) == 10 and held(database).spent == 10 * TEN


SPENDER = """
import sys
from cases.purse import spend
from records.database import open_database, writing
database = open_database(sys.argv[1], busy_ms=20_000)
for _ in range(15):
    with writing(database) as session:
        print(int(spend(session, "budget:ayse", "2026-11", 1000, budget=10_000)))
"""


@pytest.mark.both_databases
def test_processes_that_spend_at_once_never_overdraw(database, database_url):
    spenders = [
        subprocess.Popen([sys.executable, "-c", SPENDER, database_url], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [spender.communicate(timeout=60)[0].split() for spender in spenders]
    assert [spender.returncode for spender in spenders] == [0, 0]
    assert sum(answers.count("1") for answers in told) == 10
    assert held(database).spent == 10 * TEN


def test_the_month_ends_at_midnight_where_our_customers_live():
    midnight = datetime(2026, 11, 30, 21, 0, tzinfo=UTC)
    assert (month_of(midnight - timedelta(seconds=1)), month_of(midnight)) == ("2026-11", "2026-12")
