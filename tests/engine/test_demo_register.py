"""The demo has somebody in the field, and entries the stop line can be tried with."""

from datetime import date

import pytest
from sqlalchemy import Engine, func, select

from cases.hardship import Hardship, Whose, may_be_done
from engine.demo_register import FIELD_PIN, FIELD_WORKER, open_register
from engine.shipped import shipped
from records.database import reading, writing
from staff.field_worker import is_field_worker
from tests.conftest import SettableClock

SECRET = b"of the demo"


@pytest.mark.parametrize("times", [1, 2])
def test_the_register_of_the_demo_can_be_asked(database: Engine, clock: SettableClock, times: int) -> None:
    for _ in range(times):
        with writing(database) as session:
            open_register(session, shipped("centre") / "demo", secret=SECRET, now=clock())
    with reading(database) as session:
        assert is_field_worker(session, FIELD_WORKER, FIELD_PIN, secret=SECRET)
        assert session.scalar(select(func.count()).select_from(Hardship)) == 2
        today = date(2026, 11, 23)
        allowed = {
            meter: may_be_done(session, "disconnect", Whose(subscriber=meter), on=today).allowed
            for meter in ("5500123", "5500124")
        }
    assert allowed == {"5500123": False, "5500124": True}
