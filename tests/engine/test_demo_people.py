"""The demo's people: done again it changes nothing, and what is shown of them is there."""

from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from engine.demo_people import people_are_looked_after
from engine.shipped import shipped
from records.database import reading, writing
from staff.absence import Absence
from staff.buddy import Buddy
from staff.certificate import certificates_that_count
from staff.coaching import CoachingTask
from staff.csv_import import import_agents
from staff.thanks import Thanks
from tests.conftest import SettableClock


@pytest.mark.parametrize("times", [1, 2])
def test_the_people_of_the_demo_are_looked_after_once(database: Engine, clock: SettableClock, times: int) -> None:
    with writing(database) as session:
        import_agents(session, shipped("centre") / "demo" / "agents.csv")
    for _ in range(times):
        with writing(database) as session:
            people_are_looked_after(session, clock())
    with reading(database) as session:
        tables = {Absence: 1, Buddy: 1, CoachingTask: 1, Thanks: 2}
        assert {table: session.scalar(select(func.count()).select_from(table)) for table in tables} == tables
        certified = certificates_that_count(session, date(2026, 11, 23))
        assert ("empathy" in certified["ayse"], "elif" in certified) == (True, False)
