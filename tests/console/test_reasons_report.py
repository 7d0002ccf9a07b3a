"""What customers come about is counted by week, and the most frequent reason is told to the leads."""

from datetime import datetime, timedelta

import pytest

from callbacks.reason_watch import watch_reasons
from cases.case import Case
from records.database import reading, writing
from staff.agent import Agent
from staff.notice import notices_for
from tests.console.conftest import Centre


def opened(centre: Centre, reason: str | None, at: datetime, times: int, first: int) -> None:
    with writing(centre.board.database) as session:
        session.add_all(
            Case(number=str(first + n), status="open", reason=reason, opened_at=at, last_touched_at=at)
            for n in range(times)
        )


def told(centre: Centre) -> list[str]:
    with reading(centre.board.database) as session:
        return [row.args["cases"] for row in notices_for(session, "zeynep", unseen=False, limit=9)]


@pytest.fixture
def lead(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.add(Agent(id="zeynep", name="Zeynep", role="lead"))


@pytest.mark.both_databases
def test_the_most_frequent_reason_of_the_week_comes_first(centre: Centre, lead: None) -> None:
    monday = datetime.fromisoformat("2026-11-23T00:00:00+03:00")
    opened(centre, "damaged", monday, 6, 3001)
    opened(centre, "damaged", monday - timedelta(seconds=1), 2, 3101)
    opened(centre, "billing", monday, 2, 3201)
    opened(centre, "Fatura", monday, 1, 3211)
    opened(centre, None, monday - timedelta(weeks=3), 1, 3301)
    centre.clock.advance(3600)
    rows = (centre.asks("GET", "/reports/reasons").json or {})["items"]
    assert [(one["reason"], one["cases"], one["before"], one["alert"]) for one in rows] == [
        ("damaged", 6, [2, 0, 0, 0], True), ("billing", 3, [0, 0, 0, 0], False), ("", 0, [2, 0, 1, 0], False),
    ]  # fmt: skip
    assert (rows[0]["share"], rows[0]["usual"], rows[0]["why_alert"]) == (0.6667, 0.5, ["share", "rise"])
    assert rows[2]["words"]["en"] == "nobody said why"
    [before] = [one for one in (centre.asks("GET", "/reports/reasons?week=2026-11-18").json or {})["items"]
                if one["reason"] == "damaged"]  # fmt: skip
    assert (before["week"], before["cases"]) == ("2026-11-16", 2)


def test_leads_are_told_once_a_week(centre: Centre, lead: None) -> None:
    opened(centre, "damaged", centre.clock(), 4, 3001)
    watch_reasons(centre.board)
    assert told(centre) == [], "four are few"
    opened(centre, "damaged", centre.clock(), 1, 3101)
    watch_reasons(centre.board)
    opened(centre, "damaged", centre.clock(), 1, 3201)
    watch_reasons(centre.board)
    assert told(centre) == ["5"]


def test_thanks_are_no_alarm(centre: Centre, lead: None) -> None:
    opened(centre, "compliment", centre.clock(), 9, 3001)
    watch_reasons(centre.board)
    assert told(centre) == []


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "gestern"])
def test_a_week_that_is_none_is_refused(centre: Centre, week: str) -> None:
    assert centre.asks("GET", f"/reports/reasons?week={week}").status_code == 422
