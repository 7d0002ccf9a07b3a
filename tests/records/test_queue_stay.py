"""How long callers stayed in queues, and how that ended, follows from the journal in whatever order it is told."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from records.database import reading, writing
from records.journal import Event, append
from records.projecting import project
from records.queue_stay import stays_between, stays_of

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def story(*happenings: tuple[float, str, dict[str, Any]], call: str = "CA1") -> list[Event]:
    return [
        Event(id=f"{call}-{number}", kind=kind, at=START + timedelta(seconds=second), call=call, data=data)
        for number, (second, kind, data) in enumerate(happenings)
    ]


def waits(second: float, queue: str = "main", **data: Any) -> tuple[float, str, dict[str, Any]]:
    return (second, "waiting", {"queue": queue, **data})


Happening = tuple[float, str, dict[str, Any]]
ANSWERED: Happening = (30.0, "answered", {})
ENDED: Happening = (90.0, "ended", {})
PROMISED: Happening = (40.0, "callback_promised", {})
ASIDE: Happening = (20.0, "stepped_aside", {})


@pytest.mark.parametrize(
    ("happenings", "stays"),
    [
        ([waits(5)], [("main", None, None)]),
        ([waits(5), ANSWERED, ENDED], [("main", "answered", 25)]),
        ([waits(5), ENDED], [("main", "abandoned", 85)]),
        ([waits(5), PROMISED, ENDED], [("main", "callback", 85)]),
        ([waits(5), ASIDE, PROMISED, ENDED], [("main", "callback", 15)]),
        ([waits(5), PROMISED, (50, "answered", {}), ENDED], [("main", "answered", 45)]),
        ([PROMISED, waits(45), ENDED], [("main", "abandoned", 45)]),
        ([waits(5), ASIDE, ENDED], [("main", "flowed_out", 15)]),
        ([waits(5), ASIDE, waits(25, returned="menu"), ANSWERED], [("main", "answered", 25)]),
        ([waits(5), waits(15, "other"), ANSWERED], [("main", "flowed_out", 10), ("other", "answered", 15)]),
        ([waits(5), waits(15, returned="asked"), ANSWERED], [("main", "answered", 25)]),
        (
            [waits(5), ANSWERED, (40, "left", {}), waits(40, returned="dropped"), (55, "answered", {}), ENDED],
            [("main", "answered", 25), ("main", "answered", 15)],
        ),
        ([(3, "arrived", {}), ENDED], []),
    ],
    ids=[
        "waits", "answered", "gave up", "promised", "promised in a flow", "promised and answered",
        "promised before", "led elsewhere", "a menu meanwhile", "another queue", "another plan", "cut off", "no queue",
    ],
)  # fmt: skip
def test_a_stay_ends_as_the_caller_left(
    happenings: list[Happening], stays: list[tuple[str, str | None, float | None]]
) -> None:
    events = story(*happenings)
    random.Random(1).shuffle(events)
    assert [(stay.queue, stay.ending, stay.waited_seconds) for stay in stays_of([*events, *events])] == stays


def write(database: Engine, events: list[Event]) -> None:
    with writing(database) as session:
        append(session, events)
        project(session, events)


@pytest.mark.both_databases
def test_stays_are_written_piece_by_piece_and_found_by_when_they_began(database: Engine) -> None:
    for event in story(waits(5), waits(15, "other"), ANSWERED, ENDED):
        write(database, [event])
    write(database, story(waits(60), ENDED, call="CA2"))
    with reading(database) as session:
        found = stays_between(session, since=START + timedelta(seconds=5), until=START + timedelta(seconds=60))
        later = stays_between(session, since=START, until=START + timedelta(seconds=61), queue="main")
    assert [tuple(row) for row in found] == [
        ("main", START + timedelta(seconds=5), "flowed_out", 10.0),
        ("other", START + timedelta(seconds=15), "answered", 15.0),
    ]
    assert [row.ending for row in later] == ["flowed_out", "abandoned"]


def test_a_late_event_changes_what_was_written(database: Engine) -> None:
    events = story(waits(5), ANSWERED, ENDED)
    write(database, [events[0], events[2]])
    write(database, [events[1]])
    with reading(database) as session:
        [row] = stays_between(session, since=START, until=START + timedelta(hours=1))
    assert (row.ending, row.waited_seconds) == ("answered", 25.0)


def test_a_stay_that_a_late_event_shows_to_be_none_goes(database: Engine) -> None:
    """That they had hung up before they seemed to wait once more is only learned later."""
    early = story(waits(5), ANSWERED, waits(40, returned="dropped"), ENDED)
    write(database, [early[0], early[1], early[2]])
    gone = [Event(id="late", kind="ended", at=START + timedelta(seconds=31), call="CA1")]
    write(database, gone)
    with reading(database) as session:
        found = stays_between(session, since=START, until=START + timedelta(hours=1))
    assert [row.ending for row in found] == ["answered"]
