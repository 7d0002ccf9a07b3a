"""We said that we call: whom, about what, by when, and who. The promise is in the ledger; this is how to keep it.

How a callback goes from one state to the next is told in `callbacks/dialler/life.py` and docs/callbacks.md.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Date, ForeignKey, Index, Integer, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.promise import Promise
from records.database import Base, serialise
from records.outgoing_event import announce

FIRST_STATE: Final = "scheduled"
_NOT_OVER = text("ended_at IS NULL")
_TO_LOOK_AT = text("look_at IS NOT NULL")


def _as_it_was_made(context: Any) -> str:
    """The kind it had on its first day."""
    return str(context.get_current_parameters()["kind"])


class Callback(Base):
    """Table `callbacks`. `agent_id` is the owner it was promised by; empty: anybody of `queue`.

    `place_at` is when the caller began to wait for us: whoever calls them takes them in this order. We begin at
    `not_before` and have promised to call by `due_at`; `until` is the end of the window the customer chose.
    `look_at` is when the dialler must look at it next; empty once it is over and off the floor. While it stands in
    line, `floor_call` is what the floor knows it by, a new name for each stay; `round` counts the stays, `tries` the
    calls to the customer that failed, `snoozes` how often an agent asked for a moment. `first` is who is rung first:
    agent or customer. `zone` is the customer's own time zone where the record has one. `why` is why it is in its state.
    `held_by` is a call of the customer's own, which came in at `held_since`: they are not called while it lives.
    Past its promised time its `kind` is a broken promise's; `made_as` is what it was before.
    `lines` is the plan a caller left the line with: seconds from the moment it stands in line again, and a line.
    `purpose` and `debt_date` are what the gate of hardship asks (`cases/hardship_gate.py`).
    """

    __tablename__ = "callbacks"
    __table_args__ = (
        Index(
            "one_open_callback_per_phone_and_case",
            "phone",
            "case_number",
            unique=True,
            sqlite_where=_NOT_OVER,
            postgresql_where=_NOT_OVER,
        ),
        Index("ix_callbacks_state_due", "state", "due_at"),
        Index("callbacks_by_due", "due_at", "id"),
        Index("callbacks_to_look_at", "look_at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), default="request")
    made_as: Mapped[str] = mapped_column(String(16), default=_as_it_was_made)
    phone: Mapped[str] = mapped_column(String(20), index=True)
    queue: Mapped[str] = mapped_column(String(40))
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    language: Mapped[str] = mapped_column(String(16))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id", ondelete="CASCADE"), index=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(16), default=FIRST_STATE)
    why: Mapped[str | None] = mapped_column(String(40))
    first: Mapped[str] = mapped_column(String(8), default="agent")
    zone: Mapped[str | None] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(16), default="service", server_default="service")
    debt_date: Mapped[date | None] = mapped_column(Date)
    lines: Mapped[list[Any] | None]
    place_at: Mapped[datetime]
    not_before: Mapped[datetime]
    due_at: Mapped[datetime]
    until: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    snoozes: Mapped[int] = mapped_column(Integer, default=0)
    round: Mapped[int] = mapped_column(Integer, default=0)
    floor_call: Mapped[str | None] = mapped_column(String(64), index=True)
    held_by: Mapped[str | None] = mapped_column(String(64), index=True)
    held_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)
    made_by: Mapped[str | None] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(index=True)
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

    @property
    def over(self) -> bool:
        return self.ended_at is not None


NOT_OVER: Final = Callback.ended_at.is_(None)
"""Of a callback that is still owed; it ends as its promise does: kept, broken or released."""


def open_callback(session: Session, phone: str, case_number: str | None = None) -> Callback | None:
    """What was promised to this number, about this case or any, and is still owed.

    While a transaction asks, no other one promises the same.
    """
    serialise(session, f"callback:{phone}")
    chosen = select(Callback).where(Callback.phone == phone, NOT_OVER)
    if case_number is not None:
        chosen = chosen.where(Callback.case_number == case_number)
    return session.scalars(chosen.order_by(Callback.due_at, Callback.id)).first()


def open_callbacks(session: Session, phone: str) -> Sequence[Callback]:
    """All calls owed to this number, the next due first."""
    chosen = select(Callback).where(Callback.phone == phone, NOT_OVER)
    return session.scalars(chosen.order_by(Callback.due_at, Callback.id)).all()


def callback_on_floor(session: Session, floor_call: str) -> Callback | None:
    """The callback that the floor knows by this name."""
    return session.scalars(select(Callback).where(Callback.floor_call == floor_call)).first()


def promise_kept_in_mind(session: Session, promise: Promise, callback: Callback) -> Callback:
    """The callback of a promise just made. Who says no `not_before` may be called from now on."""
    callback.promise_id, callback.due_at, callback.agent_id = promise.id, promise.due_at, promise.by_agent
    callback.made_at, callback.state = promise.made_at, FIRST_STATE
    callback.not_before = callback.not_before or promise.made_at
    callback.look_at = callback.not_before
    session.add(callback)
    session.flush()
    announce_callback(session, "callback.made", callback, now=promise.made_at)
    return callback


def announce_callback(session: Session, event: str, callback: Callback, *, now: datetime) -> None:
    """Tell whoever subscribed how it stands: ids and facts, no number and nobody's words.

    `in_time` is whether they were called by the time they had first heard; null while it is owed.
    """
    promise = session.get(Promise, callback.promise_id)
    in_time = promise is not None and promise.status == "kept" and promise.made_at <= callback.made_at
    told = {
        "callback": callback.id,
        "case": callback.case_number,
        "kind": callback.kind,
        "queue": callback.queue,
        "agent_id": callback.agent_id,
        "due_at": callback.due_at.isoformat(),
        "why": callback.why,
        "tries": callback.tries,
        "in_time": in_time if callback.over else None,
    }
    announce(session, event, f"case:{callback.case_number}", told, now=now)
