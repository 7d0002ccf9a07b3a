"""A day of one queue as our own records have it: who called when, how long a call took, how long callers held out."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select

from records.database import reading
from records.handling import Handling
from records.queue_stay import stays_between
from routing.errors import BadStaffing

FEWEST_GAVE_UP: Final = 10
"""With fewer who gave up, nothing can be said about patience: then nobody is thought to give up."""


@dataclass(frozen=True, kw_only=True)
class QueueDay:
    """`calls` by the beginning of their interval, in order; those led elsewhere are that other queue's.

    `handle_seconds` is the day's mean of ring, talk and wrap-up. `patience_seconds` is the seconds all callers waited,
    over the number who gave up: the likeliest mean patience of those we saw wait (exponential, censored by answering).
    """

    queue: str
    day: date
    calls: dict[datetime, int]
    handle_seconds: float
    patience_seconds: float | None


def queue_day(database: Engine, zone: ZoneInfo, *, queue: str, day: date, interval_seconds: float) -> QueueDay:
    """Raises BadStaffing for a day on which nobody was answered."""
    since, until = (datetime.combine(one, time(), tzinfo=zone) for one in (day, day + timedelta(days=1)))
    with reading(database) as session:
        stays = [row for row in stays_between(session, since=since, until=until, queue=queue) if row[2] != "flowed_out"]
        seconds = Handling.ring_seconds + Handling.talk_seconds + Handling.wrap_up_seconds
        done = (Handling.queue == queue, Handling.answered_at >= since, Handling.answered_at < until)
        handle = session.execute(select(func.avg(seconds)).where(*done)).scalar()
    if not stays or not handle:
        raise BadStaffing(f"nobody was answered in {queue} on {day}")
    step = timedelta(seconds=interval_seconds)
    begins = Counter(since + (entered - since) // step * step for _, entered, _, _ in stays)
    return QueueDay(
        queue=queue,
        day=day,
        calls={begin.astimezone(zone): begins[begin] for begin in sorted(begins)},
        handle_seconds=float(handle),
        patience_seconds=_patience([(ending, waited) for _, _, ending, waited in stays]),
    )


def _patience(stays: list[tuple[str | None, float | None]]) -> float | None:
    gave_up = sum(ending == "abandoned" for ending, _ in stays)
    waited = sum(waited or 0.0 for _, waited in stays)
    return waited / gave_up if gave_up >= FEWEST_GAVE_UP and waited > 0 else None
