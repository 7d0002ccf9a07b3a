"""What agents did with calls follows from the journal, whatever the order and number of deliveries."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from records.database import reading, writing
from records.handling import Handling, Pace, finished, finished_since
from records.journal import Event, append
from records.projecting import project

START = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
MS = int(START.timestamp() * 1000)
numbers = itertools.count()


def told(second: float, kind: str, call: str | None = None, reservation: str | None = None, **data: Any) -> Event:
    at = START + timedelta(seconds=second)
    return Event(
        id=f"e{next(numbers)}", kind=kind, at=at, call=call, agent=data.pop("agent", None), reservation=reservation,
        data=data,
    )  # fmt: skip


def conversation(call: str = "CA1", agent: str = "ayse", offered: float = 10, reservation: str = "r1") -> list[Event]:
    """Offered, met 5 s later, talked 100 s, wrapped up 30 s."""
    was = MS + int(offered * 1000)
    return [
        told(offered, "waiting", call, queue="main", place_at=MS, plan=[]),
        told(offered + 5, "answered", call, reservation, agent=agent),
        told(offered + 5, "agent_state", call, reservation, agent=agent, to="talking", was_since=was, **{"from": "x"}),
        told(offered + 105, "left", call, reservation, agent=agent, by="caller"),
        told(offered + 105, "agent_state", None, None, agent=agent, to="wrap_up", **{"from": "talking"}),
        told(offered + 135, "agent_state", None, None, agent=agent, to="ready", **{"from": "wrap_up"}),
    ]


def write(database: Engine, *events: Event) -> None:
    with writing(database) as session:
        append(session, events)
        project(session, events)


def rows(database: Engine) -> list[tuple[Any, ...]]:
    with reading(database) as session:
        chosen = select(Handling).order_by(Handling.answered_at)
        return [
            (row.call, row.agent_id, row.queue, row.ended_by, row.ring_seconds, row.talk_seconds, row.wrap_up_seconds)
            for row in session.scalars(chosen)
        ]


WHOLE = ("CA1", "ayse", "main", "caller", 5.0, 100.0, 30.0)


@pytest.mark.both_databases
def test_a_conversation_is_ring_talk_and_wrap_up(database: Engine) -> None:
    write(database, *conversation())
    assert rows(database) == [WHOLE]


@pytest.mark.both_databases
def test_a_conversation_written_piece_by_piece_is_the_same(database: Engine) -> None:
    for event in conversation():
        write(database, event)
    write(database, *conversation()[:4])
    assert rows(database) == [WHOLE]


def test_an_end_that_arrives_before_the_beginning_is_not_lost(database: Engine) -> None:
    waiting, answered, begins, left, wraps, ends = conversation()
    write(database, waiting, left)
    write(database, begins, answered)
    write(database, wraps, ends)
    assert rows(database) == [WHOLE]


def test_a_wrap_up_ends_the_conversation_before_it_and_no_other(database: Engine) -> None:
    write(database, *conversation(), *conversation("CA2", offered=200, reservation="r2")[:4])
    late = conversation()[-1]
    write(database, late)
    assert [row[-1] for row in rows(database)] == [30.0, None]


def test_without_wrap_up_the_agent_is_done_when_the_conversation_is(database: Engine) -> None:
    events = [
        *conversation()[:4],
        told(115, "agent_state", None, None, agent="ayse", to="ready", **{"from": "talking"}),
    ]
    write(database, *events)
    assert rows(database)[0][-1] == 0.0


@pytest.mark.both_databases
def test_a_wrap_up_is_of_the_conversation_left_when_it_began(database: Engine) -> None:
    """So it is told ordinarily. A rebuilt floor may tell another beginning: then it is of the last one left."""
    told_rightly, told_otherwise = (
        told(145, "agent_state", agent="ayse", to="ready", was_since=MS + begun * 1000, **{"from": "wrap_up"})
        for begun in (115, 20)
    )
    write(database, *conversation()[:4])
    write(database, told_rightly)
    assert rows(database) == [WHOLE]
    write(database, *conversation("CA2", "burak", 10, "r2")[:4], replace(told_otherwise, agent="burak"))
    assert [row[-1] for row in rows(database)] == [30.0, 30.0]


def test_two_conversations_of_one_call_are_two(database: Engine) -> None:
    write(database, *conversation(), *conversation(agent="burak", offered=300, reservation="r2"))
    assert [row[1] for row in rows(database)] == ["ayse", "burak"]


@pytest.mark.both_databases
def test_the_pace_of_a_queue_is_what_was_finished_since(database: Engine) -> None:
    write(database, *conversation(), *conversation("CA2", "burak", 500, "r2"))
    with reading(database) as session:
        both = finished_since(session, START)
        later = finished_since(session, START + timedelta(seconds=146))
        none = finished_since(session, START + timedelta(seconds=636))
    assert both == {"main": Pace(calls=2, ring_seconds=10, talk_seconds=200, wrap_up_seconds=60)}
    assert (later["main"].calls, none) == (1, {})


def test_the_pace_is_read_from_an_index_alone(database: Engine) -> None:
    """Ten thousand calls an hour are counted every five seconds: no row of the table is looked at."""
    with reading(database) as session:
        asked = finished(START).compile(session.get_bind(), compile_kwargs={"literal_binds": False})
        plan = session.connection().exec_driver_sql(f"explain query plan {asked}", tuple(asked.params.values())).all()
    assert any("COVERING INDEX ix_handlings_wrapped_up" in str(row) for row in plan), plan
