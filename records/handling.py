"""An agent handled a call: offered to them, talked, wrapped up. One row for each conversation that took place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import Index, Insert, Select, String, Table, bindparam, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert_in
from records.journal import Event


class Handling(Base):
    """Table `handlings`. `queue` is where the caller waited then, `ended_by` who left first.

    `ring_seconds` is from the offer to the meeting, `talk_seconds` to the end of the conversation, `wrap_up_seconds`
    from there until the agent was done; None for what is not over. `wrapped_up_at` is when the agent was done with it.
    """

    __tablename__ = "handlings"
    __table_args__ = (
        Index("ix_handlings_agent_left", "agent_id", "left_at"),
        Index("ix_handlings_wrapped_up", "wrapped_up_at", "queue", "ring_seconds", "talk_seconds", "wrap_up_seconds"),
    )  # the second holds all that the pace of a queue is computed from: the rows are not looked at

    reservation: Mapped[str] = mapped_column(String(64), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    agent_id: Mapped[str] = mapped_column(String(64))
    queue: Mapped[str | None] = mapped_column(String(80))
    answered_at: Mapped[datetime] = mapped_column(index=True)
    left_at: Mapped[datetime | None]
    wrapped_up_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(40))
    ring_seconds: Mapped[float]
    talk_seconds: Mapped[float | None]
    wrap_up_seconds: Mapped[float | None]


@dataclass(frozen=True, kw_only=True)
class Pace:
    """`calls` were finished in a while; the seconds are the sums over them."""

    calls: int
    ring_seconds: float
    talk_seconds: float
    wrap_up_seconds: float


BEGINS: Final = "talking"
ENDS: Final = ("talking", "wrap_up")
"""States of an agent: who leaves them for another is done with the call."""


def keep_handlings(
    session: Session, events: Sequence[Event], stories: Mapping[str, Sequence[Event]], queues: Mapping[str, str | None]
) -> None:
    """Bring the handlings these events are about up to date. `stories` are the journals of their calls, `queues` where
    the callers wait; the order and number of deliveries do not matter. Two processes may do so at once: both write the
    same, in the same order, so that neither waits for the other for ever."""
    touched = sorted({event.call for event in events if event.call and (event.kind == "left" or _begins(event))})
    rows = [row for call in touched for row in _handlings(stories.get(call, ()), queues.get(call))]
    if rows:
        session.execute(_upsert(session.get_bind().dialect.name), rows)
    _keep_wrap_ups(session, [event for event in events if _ends(event)])


def finished_since(session: Session, since: datetime) -> dict[str, Pace]:
    """By queue, the calls agents were done with since then."""
    return {
        str(row[0]): Pace(
            calls=row[1], ring_seconds=row[2] or 0.0, talk_seconds=row[3] or 0.0, wrap_up_seconds=row[4] or 0.0
        )
        for row in session.execute(finished(since))
    }


def finished(since: datetime) -> Select[*tuple[Any, ...]]:
    """Rows (queue, calls, seconds of ringing, of talk, of wrap-up): one pass over an index that holds all of it."""
    ring, talk, wrap_up = (
        func.sum(column) for column in (Handling.ring_seconds, Handling.talk_seconds, Handling.wrap_up_seconds)
    )
    chosen = select(Handling.queue, func.count(), ring, talk, wrap_up)
    return chosen.where(Handling.wrapped_up_at >= since, Handling.queue.is_not(None)).group_by(Handling.queue)


def _begins(event: Event) -> bool:
    return event.kind == "agent_state" and event.data.get("to") == BEGINS and event.reservation is not None


def _ends(event: Event) -> bool:
    data = event.data
    return event.kind == "agent_state" and data.get("from") in ENDS and data.get("to") not in ENDS


def _handlings(story: Iterable[Event], queue: str | None) -> Iterable[dict[str, Any]]:
    """The conversations of one call: each began once, and ended once or not yet."""
    story = list(story)
    left = {event.reservation: event for event in reversed(story) if event.kind == "left"}
    for reservation, event in {event.reservation: event for event in reversed(story) if _begins(event)}.items():
        over = left.get(reservation)
        yield {
            "reservation": reservation,
            "call": event.call,
            "agent_id": event.agent,
            "queue": queue,
            "answered_at": event.at,
            "left_at": over.at if over else None,
            "ended_by": str(over.data.get("by") or "")[:40] if over else None,
            "ring_seconds": _seconds(event.at - _moment(event.data.get("was_since"), event.at)),
            "talk_seconds": _seconds(over.at - event.at) if over else None,
        }


@cache
def _upsert(dialect: str) -> Insert:
    row = insert_in(dialect, Handling)
    changed = {name: row.excluded[name] for name in ("left_at", "ended_by", "talk_seconds")}
    return row.on_conflict_do_update(index_elements=["reservation"], set_=changed)


def _keep_wrap_ups(session: Session, ends: Sequence[Event]) -> None:
    """An agent was done: with the conversation they left at the moment the wrap-up began. Where the floor was built
    anew meanwhile that moment may be another; then with the one they left last."""
    if not ends:
        return
    told = [(event, _moment(event.data.get("was_since"), event.at)) for event in ends]
    done = [
        {"of_agent": end.agent, "left": left, "at": end.at, "seconds": _seconds(end.at - left)}
        for end, since in told
        for left in [end.at if end.data.get("from") == BEGINS else since]
    ]
    result = session.connection().execute(_DONE, done)
    if result.rowcount != len(done):
        for end in ends:
            _after_the_last(session, end)


_HANDLINGS = cast(Table, Handling.__table__)
_DONE = (
    _HANDLINGS.update()
    .where(
        _HANDLINGS.c.agent_id == bindparam("of_agent"),
        _HANDLINGS.c.left_at == bindparam("left"),
        _HANDLINGS.c.wrapped_up_at.is_(None),
    )
    .values(wrapped_up_at=bindparam("at"), wrap_up_seconds=bindparam("seconds"))
)
"""Made once: a statement takes longer to put together than to carry out."""


def _after_the_last(session: Session, event: Event) -> None:
    of_agent = select(Handling.reservation, Handling.left_at).where(Handling.agent_id == event.agent)
    last = session.execute(
        of_agent.where(Handling.left_at <= event.at).order_by(Handling.left_at.desc()).limit(1)
    ).first()
    if last is not None and last.left_at is not None:
        seconds = {"wrapped_up_at": event.at, "wrap_up_seconds": _seconds(event.at - last.left_at)}
        known = Handling.reservation == last.reservation, Handling.wrapped_up_at.is_(None)
        session.execute(update(Handling).where(*known).values(**seconds))


def _seconds(length: timedelta) -> float:
    return max(length.total_seconds(), 0.0)


def _moment(milliseconds: Any, otherwise: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(float(milliseconds) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return otherwise
