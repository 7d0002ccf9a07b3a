from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cases.case_import import import_cases
from cases.customer_import import import_customers
from records.database import writing

DEMO = Path(__file__).parents[2] / "centre/demo"
AGENTS = ("ayse", "burak", "can", "deniz", "elif")


@pytest.fixture
def csv(tmp_path):
    """A file with this text."""

    def written(text, encoding="utf-8"):
        path = tmp_path / "people.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return written


@pytest.fixture
def customers_of(database, clock, new_id):
    """Imports a file of customers."""

    def imported(path):
        with writing(database) as session:
            return import_customers(session, path, new_id=new_id, now=clock())

    return imported


@pytest.fixture
def cases_of(database, clock):
    """Imports a file of cases."""

    def imported(path):
        with writing(database) as session:
            return import_cases(session, path, agents=AGENTS, zone=ZoneInfo("Europe/Istanbul"), now=clock())

    return imported


@pytest.fixture
def demo(customers_of, cases_of, database):
    """A database with the customers and cases of the demo centre."""
    customers_of(DEMO / "customers.csv")
    cases_of(DEMO / "cases.csv")
    return database
