"""Times a customer may choose from: only those at which somebody is there who is not promised away already."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from math import ceil, floor

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.capacity import Hour, free_in
from callbacks.dialler.staffing import House, Then, house_at
from callbacks.dialler.window import callable_stretches
from callbacks.dialler.workload import USUAL_SECONDS, workload


@dataclass(frozen=True, kw_only=True)
class Slot:
    """`free` calls may still be promised from `begin` to `end`."""

    begin: datetime
    end: datetime
    free: int


def slots_for(
    session: Session,
    board: Board,
    queue: str,
    now: datetime,
    *,
    count: int,
    agent: str | None = None,
    phone: str | None = None,
    zone: str | None = None,
    after: datetime | None = None,
) -> tuple[Slot, ...]:
    """The first `count` free times of this queue, or of this agent alone, from `after` on: while it is open, by day
    where this number may be, within as many days as callbacks.yaml looks ahead."""
    rules = board.dialler.slots
    first = max(now + rules.earliest, after or now)
    house = house_at(session, board, now)
    open_then = callable_stretches(board, phone, zone, queue, first, now + timedelta(days=rules.days_ahead))
    grid = (at for one in open_then for at in _grid(one.start, one.end, rules.every))
    slots = (slot(session, board, house, queue, at, at + rules.every, agent=agent) for at in grid if at >= first)
    return tuple(islice((one for one in slots if one.free > 0), count))


def free_between(
    session: Session, board: Board, queue: str, begin: datetime, end: datetime, *, agent: str | None
) -> int:
    """How many more calls may be promised for this window."""
    house = house_at(session, board, board.clock())
    return slot(session, board, house, queue, begin, end, agent=agent).free


def slot(
    session: Session, board: Board, house: House, queue: str, begin: datetime, end: datetime, *, agent: str | None
) -> Slot:
    """One of them, whether anybody is free then or not."""
    if agent is not None:
        return Slot(begin=begin, end=end, free=_free_of_agent(board, house, agent, begin, end))
    then, rules = Then(house=house, told=workload(session, begin, end), begin=begin, end=end), board.policy.queue(queue)
    hour = Hour(
        seconds=(end - begin).total_seconds(),
        agents=sum(then.people(rules.name).values()),
        arrivals=then.falling_on(rules.name, then.told.arrivals),
        handle_seconds=then.told.handle_seconds,
        promised=then.falling_on(rules.name, house.promised_in(begin, end)),
        share=board.dialler.slots.share,
        within_seconds=rules.service_level_seconds,
        percent=rules.service_level_percent,
    )
    return Slot(begin=begin, end=end, free=free_in(hour))


def _free_of_agent(board: Board, house: House, agent: str, begin: datetime, end: datetime) -> int:
    """One person calls one after the other: no formula, but a part of their time."""
    if house.is_away(agent, begin, end):
        return 0
    most = board.dialler.slots.share * (end - begin).total_seconds() / USUAL_SECONDS
    return max(floor(most - house.promised_by(agent, begin, end)), 0)


def _grid(start: datetime, end: datetime, every: timedelta) -> Iterator[datetime]:
    """Whole times of the clock that lie in it with all their length."""
    seconds = every.total_seconds()
    at = datetime.fromtimestamp(ceil(start.timestamp() / seconds) * seconds, UTC)
    while at + every <= end:
        yield at
        at += every
