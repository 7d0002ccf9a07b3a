"""The centre at this moment: each queue, and the six figures a supervisor is to see from across the room."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from console.api.fields import Moment
from console.floor.day import Day, day_so_far, together
from console.floor.verdict import (
    Verdict,
    of_abandonment,
    of_callbacks,
    of_level,
    of_people,
    of_wait,
    of_waiting,
    worst,
)
from records.database import reading
from routing.service_level import DEFAULT, Tally, abandonment, average_speed_of_answer, service_level

SOON: Final = timedelta(minutes=15)
"""A callback that is due within this time is told of before it is late."""
PRESENT: Final = ("ready", "reserved", "talking", "wrap_up")


class QueueNow(BaseModel):
    """One queue now, and its day so far."""

    model_config = ConfigDict(frozen=True)

    queue: str
    waiting: int
    longest_since: Moment | None = Field(description="Since when the caller waits who waits longest; null: nobody.")
    agents: Mapping[str, int] = Field(description="Who serves it, by state.")
    target_seconds: float
    target_level: float = Field(description="The share that is to be answered within that time.")
    level: float | None = Field(description="Today: SL3; null where nobody called.")
    abandonment: float | None = Field(description="Today, without short ones.")
    offered: int
    answered: int
    abandoned: int
    asa_seconds: float | None
    handle_seconds: float | None = Field(description="The mean of ring, talk and wrap-up today.")
    wait_verdict: Verdict = Field(description="good, fair, bad, or calm where there is no data.")
    level_verdict: Verdict


class TileShown(BaseModel):
    """`number` is what stands there: callers, seconds, a share, people, callbacks; null: no data."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(description="waiting, longest, level, abandonment, people or callbacks.")
    number: float | None
    beside: float | None = Field(description="What it is to be seen beside: the target, or of how many.")
    verdict: Verdict


class CentreNow(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: Moment
    tiles: tuple[TileShown, ...]
    queues: tuple[QueueNow, ...]
    agents: Mapping[str, int] = Field(description="Everybody on the floor, by state.")
    longest_since: Moment | None
    callbacks_late: int
    callbacks_soon: int = Field(description="Due within a quarter of an hour.")
    formula: str = Field(description="Of the service level: A answered, B abandoned, t within the target, S short.")
    levels_by_hour: tuple[float | None, ...] = Field(description="Today's service level, hour by hour.")


def centre_now(board: Board) -> CentreNow:
    """Raises FloorUnavailable, RecordsUnavailable."""
    now, days = board.clock(), day_so_far(board)
    waiting, serving = board.floor.waiting_by_queue(), board.floor.agents_of_queues()
    queues = tuple(_queue(board, days[name], waiting.get(name, 0), serving) for name in board.policy.queues)
    agents = board.floor.counts().agents
    late, soon = _callbacks(board, now)
    longest = min((queue.longest_since for queue in queues if queue.longest_since), default=None)
    return CentreNow(
        at=now,
        queues=queues,
        tiles=_tiles(queues, together(day.counted for day in days.values()), agents, (late, soon), now),
        agents=agents,
        longest_since=longest,
        callbacks_late=late,
        callbacks_soon=soon,
        formula=DEFAULT.told,
        levels_by_hour=_by_hour(days),
    )


def _queue(board: Board, day: Day, waiting: int, serving: Counter[tuple[str, str]]) -> QueueNow:
    rules, now = board.policy.queue(day.queue), board.clock()
    since = board.floor.longest_wait_since(day.queue) if waiting else None
    level, target = service_level(day.counted), rules.service_level_percent / 100
    return QueueNow(
        queue=day.queue,
        waiting=waiting,
        longest_since=since,
        agents={state: number for (queue, state), number in serving.items() if queue == day.queue},
        target_seconds=rules.service_level_seconds,
        target_level=target,
        level=level,
        abandonment=abandonment(day.counted),
        offered=day.counted.offered,
        answered=day.counted.answered,
        abandoned=day.counted.abandoned,
        asa_seconds=average_speed_of_answer(day.counted),
        handle_seconds=day.handle_seconds,
        wait_verdict=of_wait((now - since).total_seconds() if since else None, rules.service_level_seconds),
        level_verdict=of_level(level, target),
    )


def _tiles(
    queues: tuple[QueueNow, ...], day: Tally, agents: Mapping[str, int], callbacks: tuple[int, int], now: datetime
) -> tuple[TileShown, ...]:
    waiting, present = sum(queue.waiting for queue in queues), sum(agents.get(state, 0) for state in PRESENT)
    since = min((queue.longest_since for queue in queues if queue.longest_since), default=None)
    longest = max((now - since).total_seconds(), 0.0) if since else None
    level, target, gave_up, ready = service_level(day), _target(queues), abandonment(day), agents.get("ready", 0)
    told: tuple[tuple[str, float | None, float | None, Verdict], ...] = (
        ("waiting", waiting, present, of_waiting(waiting, present)),
        ("longest", longest, _strictest(queues), worst([queue.wait_verdict for queue in queues])),
        ("level", level, target, of_level(level, target)),
        ("abandonment", gave_up, None, of_abandonment(gave_up)),
        ("people", ready, present, of_people(ready, present)),
        ("callbacks", callbacks[0], callbacks[1], of_callbacks(*callbacks)),
    )
    return tuple(TileShown(name=name, number=number, beside=beside, verdict=one) for name, number, beside, one in told)


def _target(queues: tuple[QueueNow, ...]) -> float:
    """The centre's: that of each queue counts as often as somebody came to it."""
    offered = sum(queue.offered for queue in queues)
    if not offered:
        return sum(queue.target_level for queue in queues) / len(queues)
    return sum(queue.target_level * queue.offered for queue in queues) / offered


def _strictest(queues: tuple[QueueNow, ...]) -> float:
    """Of the queues in which somebody waits, or of all."""
    busy = [queue for queue in queues if queue.waiting] or list(queues)
    return min(queue.target_seconds for queue in busy)


def _callbacks(board: Board, now: datetime) -> tuple[int, int]:
    """How many are late, and how many soon will be."""
    owed = select(func.count()).select_from(Callback).where(NOT_OVER)
    with reading(board.database) as session:
        late = session.scalar(owed.where(Callback.due_at < now)) or 0
        soon = session.scalar(owed.where(Callback.due_at >= now, Callback.due_at < now + SOON)) or 0
    return late, soon


def _by_hour(days: Mapping[str, Day]) -> tuple[float | None, ...]:
    """Each hour's level, weighed by who came; hours without anybody are None."""
    hours = sorted({hour.began_at for day in days.values() for hour in day.hours})
    return tuple(_level_of(days, hour) for hour in hours)


def _level_of(days: Mapping[str, Day], began_at: datetime) -> float | None:
    known = [hour for day in days.values() for hour in day.hours if hour.began_at == began_at]
    weighed = [(hour.level, hour.offered) for hour in known if hour.level is not None and hour.offered]
    offered = sum(number for _, number in weighed)
    return sum(level * number for level, number in weighed) / offered if offered else None
