"""When somebody may be called: by day wherever they may be, while the queue is open that speaks with them.

Times on the wall become moments by the rules of `hours/wall_time.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.zones import zones_for
from cases.civil_day import ZONE
from hours.calendar import ALL_DAY, Minutes, Stretch, days_from, stretch_on
from hours.errors import CalendarUnknown
from hours.opening import Timetable
from routing.policy import Policy

log = structlog.get_logger(__name__)

A_DAY: Final = timedelta(days=1)
LOOKED_AT: Final = (3, 14, 60, 400)
"""Days ahead. Whoever cannot be called for more than a year cannot be called."""


def first_moment(
    board: Board, session: Session, phone: str, zone: str | None, queue: str | None, after: datetime
) -> datetime | None:
    """The first moment from `after` on, itself included, at which this number may be rung and the queue is open.

    `zone` is the customer's own where it is known. Without a queue only quiet hours count. None: there is none.
    """
    found = first_stretch(board, session, phone, zone, queue, after)
    return found.start if found is not None else None


def first_stretch(
    board: Board, session: Session, phone: str, zone: str | None, queue: str | None, after: datetime
) -> Stretch | None:
    """The same with the moment at which it is over."""
    del session  # what was ordered by hand is known to the board's hours
    timetable = timetable_of(board, queue, phone) if queue is not None else None
    return first_by_the_clock(board.policy, zones_for(phone, zone), timetable, after)


def first_by_the_clock(
    policy: Policy, zones: Sequence[ZoneInfo], timetable: Timetable | None, after: datetime
) -> Stretch | None:
    """From the first moment since `after` at which it is between policy's hours in all zones and the queue is open."""
    for days in LOOKED_AT if zones else ():
        upto = after + days * A_DAY
        for one in common(_all_of(policy, zones, timetable, after, upto)):
            if one.end > after:
                return Stretch(start=max(one.start, after), end=one.end)
    return None


def callable_stretches(
    board: Board, phone: str | None, zone: str | None, queue: str, after: datetime, upto: datetime
) -> tuple[Stretch, ...]:
    """When this number may be called and the queue is open, between these moments; without a number, one at home."""
    zones = zones_for(phone, zone) if phone is not None else (ZONE,)
    if not zones or after >= upto:
        return ()
    timetable = timetable_of(board, queue, phone or board.policy.centre_number)
    shared = common(_all_of(board.policy, zones, timetable, after, upto))
    cut = (Stretch(start=max(one.start, after), end=min(one.end, upto)) for one in shared)
    return tuple(one for one in cut if one.start < one.end)


def by_day(policy: Policy, zones: Iterable[ZoneInfo], moment: datetime) -> bool:
    """Whether it is between the hours of policy in all of these zones; with none of them it is not."""
    near = [_by_day(policy, zone, moment, moment + A_DAY) for zone in zones]
    return bool(near) and any(moment in one for one in common(near))


def timetable_of(board: Board, queue: str, phone: str) -> Timetable | None:
    """The hours of a queue with what was ordered beside them; None for one that never closes."""
    calendar = board.policy.queue(queue).hours
    crisis = board.hours.crisis_for(caller=phone, called=board.policy.centre_number)
    try:
        return board.hours.timetable(calendar, crisis) if calendar else None
    except CalendarUnknown:
        log.error("calendar_unknown", calendar=calendar, queue=queue)
        return None


def common(several: Sequence[Sequence[Stretch]]) -> list[Stretch]:
    """What lies in all of them; each is in order and without overlaps, and so is the answer."""
    shared = list(several[0])
    for others in several[1:]:
        shared = list(_in_both(shared, others))
    return shared


def _in_both(some: Sequence[Stretch], others: Sequence[Stretch]) -> Iterator[Stretch]:
    for one in some:
        for other in others:
            start, end = max(one.start, other.start), min(one.end, other.end)
            if start < end:
                yield Stretch(start=start, end=end)


def _all_of(
    policy: Policy, zones: Iterable[ZoneInfo], timetable: Timetable | None, after: datetime, upto: datetime
) -> list[list[Stretch]]:
    days = [_by_day(policy, zone, after, upto) for zone in zones]
    return [*days, _open(timetable, after, upto)] if timetable is not None else days


def _by_day(policy: Policy, zone: ZoneInfo, after: datetime, upto: datetime) -> list[Stretch]:
    hours = Minutes(start=policy.ring_from_hour * 60, end=policy.ring_until_hour * 60)
    if hours.start >= hours.end or hours == ALL_DAY:
        return [Stretch(start=after, end=upto)] if hours == ALL_DAY else []
    each = (stretch_on(day, hours, zone) for day in _days(zone, after, upto))
    return [one for one in each if one.start < one.end]


def _open(timetable: Timetable, after: datetime, upto: datetime) -> list[Stretch]:
    return list(timetable.stretches(_days(timetable.calendar.zone, after, upto)))


def _days(zone: ZoneInfo, after: datetime, upto: datetime) -> tuple[date, ...]:
    """All days of the zone that touch this span, and the one before, which may go on into it."""
    first, last = after.astimezone(zone).date() - A_DAY, upto.astimezone(zone).date()
    return tuple(days_from(first, (last - first).days + 1))
