"""Whenever the demo is prepared, what its cases were promised is still to come; prepared again, nothing moves."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from cases.case_writing import PROMISED
from cases.promise import Promise, end_promise
from engine.demo_weeks import AHEAD, open_the_demos_cases
from engine.importing import ZONE
from engine.shipped import shipped
from records.database import reading, writing
from staff.csv_import import import_agents

DEMO = shipped("centre") / "demo"
WEEK = timedelta(weeks=1)
AS_WRITTEN = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def promised(session: Session) -> dict[str, datetime]:
    return {each.case_number: each.due_at for each in session.scalars(select(Promise).where(Promise.kind == PROMISED))}


def prepared(database: Engine, now: datetime) -> dict[str, datetime]:
    with writing(database) as session:
        import_agents(session, DEMO / "agents.csv")
        session.flush()
        open_the_demos_cases(session, DEMO / "cases.csv", now=now)
    with reading(database) as session:
        return promised(session)


def on_the_wall(due: datetime) -> tuple[int, str]:
    here = due.astimezone(ZONE)
    return here.weekday(), f"{here:%H:%M}"


def test_a_feast_of_nine_days_passes_before_any_of_it_is_due(database: Engine) -> None:
    assert prepared(database, AS_WRITTEN)["4812"] == datetime(2026, 12, 4, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize("days", [-400, -3, 5, 12, 40, 371, 1500])
def test_at_any_time_it_is_due_in_the_days_to_come_and_on_the_same_days_of_the_week(
    database: Engine, days: int
) -> None:
    now = AS_WRITTEN + timedelta(days=days)
    due = prepared(database, now)
    assert AHEAD <= min(due.values()) - now < AHEAD + WEEK
    assert {case: on_the_wall(at) for case, at in due.items()} == {
        "4810": (4, "17:00"), "4811": (2, "18:00"), "4812": (4, "18:00"), "4813": (1, "12:00"),
    }  # fmt: skip


def test_prepared_again_weeks_later_nothing_moves_and_nothing_comes_back(database: Engine) -> None:
    now = AS_WRITTEN + timedelta(days=40)
    first = prepared(database, now)
    with writing(database) as session:
        kept = session.scalars(select(Promise).where(Promise.case_number == "4812")).one()
        end_promise(session, kept.id, "kept", now)
    assert prepared(database, now + 3 * WEEK) == first
