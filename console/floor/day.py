"""The day so far, queue by queue. Whoever looks first counts it and leaves it on the floor for all who look next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final, Self

from callbacks.board import Board
from cases.civil_day import ZONE
from records.database import reading
from records.handling import Pace, finished_since
from records.queue_stay import stays_between
from routing.instants import from_ms, to_ms
from routing.service_level import Stay, Tally, service_level, tally

FRESH: Final = timedelta(seconds=5)
"""Older figures are counted anew: a day has a hundred thousand calls, and the floor is looked at all the time."""


@dataclass(frozen=True, kw_only=True)
class Hour:
    """One hour of the day: who came, and the share that was served in time; None: no data."""

    began_at: datetime
    offered: int
    level: float | None


@dataclass(frozen=True, kw_only=True)
class Day:
    """Of one queue, since midnight: callers as `routing.service_level` counts them, and the mean seconds of a call."""

    queue: str
    at: datetime
    counted: Tally = field(default_factory=Tally)
    handled: int = 0
    handle_seconds: float | None = None
    hours: tuple[Hour, ...] = ()

    def facts(self) -> dict[str, Any]:
        hours = [[to_ms(hour.began_at), hour.offered, hour.level] for hour in self.hours]
        return {"at": to_ms(self.at), "counted": asdict(self.counted), "handled": self.handled,
                "handle_seconds": self.handle_seconds, "hours": hours}  # fmt: skip

    @classmethod
    def read(cls, queue: str, facts: Mapping[str, Any]) -> Self:
        hours = (Hour(began_at=from_ms(at), offered=offered, level=level) for at, offered, level in facts["hours"])
        return cls(queue=queue, at=from_ms(facts["at"]), counted=Tally(**facts["counted"]), handled=facts["handled"],
                   handle_seconds=facts["handle_seconds"], hours=tuple(hours))  # fmt: skip


def day_so_far(board: Board) -> dict[str, Day]:
    """Of every queue of the policy. Raises FloorUnavailable, RecordsUnavailable."""
    kept = {queue: Day.read(queue, facts) for queue, facts in board.floor.day().items()}
    oldest = min((day.at for day in kept.values()), default=None)
    if oldest is not None and board.clock() - oldest <= FRESH and set(kept) == set(board.policy.queues):
        return kept
    counted = _counted(board)
    board.floor.keep_day({queue: day.facts() for queue, day in counted.items()})
    return counted


def together(days: Iterable[Tally]) -> Tally:
    """The queues of a centre as one."""
    sums: defaultdict[str, Any] = defaultdict(int)
    for day in days:
        for name, number in asdict(day).items():
            sums[name] += number
    return Tally(**sums)


def midnight(now: datetime) -> datetime:
    """When the day began where the centre is."""
    return datetime.combine(now.astimezone(ZONE).date(), time(), ZONE)


def _counted(board: Board) -> dict[str, Day]:
    now = board.clock()
    since = midnight(now)
    with reading(board.database) as session:
        rows = stays_between(session, since=since, until=now)
        paces = finished_since(session, since)
    stays: defaultdict[str, list[tuple[datetime, Stay]]] = defaultdict(list)
    for queue, at, ending, waited in rows:
        if ending is not None:
            stays[queue].append((at, Stay(waited_seconds=waited, ending=ending)))
    return {queue: _day(board, queue, stays[queue], paces.get(queue)) for queue in board.policy.queues}


def _day(board: Board, queue: str, stays: Sequence[tuple[datetime, Stay]], pace: Pace | None) -> Day:
    hours: defaultdict[datetime, list[Stay]] = defaultdict(list)
    for at, stay in stays:
        hours[at.replace(minute=0, second=0, microsecond=0)].append(stay)
    counted = {began_at: _tally(board, queue, several) for began_at, several in sorted(hours.items())}
    return Day(
        queue=queue,
        at=board.clock(),
        counted=_tally(board, queue, [stay for _, stay in stays]),
        handled=pace.calls if pace else 0,
        handle_seconds=(pace.ring_seconds + pace.talk_seconds + pace.wrap_up_seconds) / pace.calls if pace else None,
        hours=tuple(Hour(began_at=at, offered=one.offered, level=service_level(one)) for at, one in counted.items()),
    )


def _tally(board: Board, queue: str, stays: Sequence[Stay]) -> Tally:
    target = board.policy.queue(queue).service_level_seconds
    return tally(stays, target_seconds=target, short_seconds=board.policy.short_abandon_seconds)
