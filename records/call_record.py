"""One row for each call: what its events add up to (`records/call_story.py`)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Index, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

Stage = Literal["ivr", "waiting", "reserved", "talking", "ended"]
LIVE: Final[tuple[Stage, ...]] = ("ivr", "waiting", "reserved", "talking")
Outcome = Literal[
    "answered",
    "callback_promised",
    "abandoned_in_ivr",
    "abandoned_in_queue",
    "gone_before_greeting",
    "failed",
    "called_off",
]
"""Whether somebody left the queue so soon that it was no fault of ours is judged by who reports it. `called_off` is how
the stay in line of a callback ends in which customer and agent did not meet."""
STAY: Final = "CB"
"""What its name begins with; the network's own names of calls begin with CA."""


TRANSFER: Final = "TR"
"""What the name of a colleague's way into somebody's conversation begins with; its direction is `side`."""
LISTENING: Final = "LI"
"""And of a listener's, of the same direction."""
SIDE: Final = "side"


def is_stay_of_callback(call: str | None) -> bool:
    return call is not None and call.startswith(STAY)


def is_stay_of_transfer(call: str | None) -> bool:
    return call is not None and call.startswith(TRANSFER)


def is_of_the_side(call: str | None) -> bool:
    """A colleague's or a listener's way into somebody else's conversation: no leg of ours, and nobody's call to us."""
    return is_stay_of_transfer(call) or is_stay_of_listening(call)


def is_stay_of_listening(call: str | None) -> bool:
    return call is not None and call.startswith(LISTENING)


@dataclass(frozen=True, kw_only=True)
class CallRecord:
    """A call as its events tell it.

    `arrived_at` None means that we only ever heard its end. `place_at` is the virtual time the caller waits
    since: it decides order. `queue_sid` is Twilio's queue the caller is held in. `plan` is the list of steps
    as the floor was given it. `owner_id` is who owned the case when the caller began to wait, `agent_id` who talks
    or talked last. `answered_at` is when caller and agent first met.
    """

    sid: str
    direction: str = "inbound"
    from_number: str | None = None
    from_kind: str | None = None
    to_number: str | None = None
    customer_id: str | None = None
    case_number: str | None = None
    language: str | None = None
    flow: str | None = None
    flow_version: str | None = None
    stage: Stage = "ivr"
    status: str | None = None
    outcome: Outcome | None = None
    ended_by: str | None = None
    owner_id: str | None = None
    agent_id: str | None = None
    queue: str | None = None
    plan: list[Any] | None = None
    place_at: datetime | None = None
    queue_sid: str | None = None
    arrived_at: datetime | None = None
    waiting_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None


class CallRow(Base):
    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_from_number_arrived_at", "from_number", "arrived_at"),
        Index("ix_calls_customer_id_arrived_at", "customer_id", "arrived_at"),
    )  # what somebody's earlier calls are found by while they wait for an answer

    sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    direction: Mapped[str] = mapped_column(String(20))
    from_number: Mapped[str | None] = mapped_column(String(120))
    from_kind: Mapped[str | None] = mapped_column(String(20))
    to_number: Mapped[str | None] = mapped_column(String(120), index=True)
    customer_id: Mapped[str | None] = mapped_column(String(64))
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    language: Mapped[str | None] = mapped_column(String(16))
    flow: Mapped[str | None] = mapped_column(String(80))
    flow_version: Mapped[str | None] = mapped_column(String(80))
    stage: Mapped[str] = mapped_column(String(16), index=True)
    status: Mapped[str | None] = mapped_column(String(20))
    outcome: Mapped[str | None] = mapped_column(String(30))
    ended_by: Mapped[str | None] = mapped_column(String(40))
    owner_id: Mapped[str | None] = mapped_column(String(64))
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    queue: Mapped[str | None] = mapped_column(String(80))
    plan: Mapped[list[Any] | None]
    place_at: Mapped[datetime | None]
    queue_sid: Mapped[str | None] = mapped_column(String(64))
    arrived_at: Mapped[datetime | None] = mapped_column(index=True)
    waiting_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)


_CALLS = CallRow.__table__
_ONE = select(_CALLS).where(_CALLS.c.sid == bindparam("sid"))
"""Made once: a statement takes longer to put together than to carry out."""


def call_record(session: Session, sid: str) -> CallRecord | None:
    """The call as it was last projected, or None if it is not known."""
    row = session.execute(_ONE, {"sid": sid}).mappings().first()
    return CallRecord(**row) if row else None


def calls_in(session: Session, stages: Collection[Stage]) -> list[CallRecord]:
    """Calls in any of these stages, longest here first: the live ones are what a lost floor is rebuilt from."""
    chosen = select(_CALLS).where(_CALLS.c.stage.in_(stages)).order_by(_CALLS.c.arrived_at, _CALLS.c.sid)
    return [CallRecord(**row) for row in session.execute(chosen).mappings()]


@dataclass(frozen=True, kw_only=True)
class CallsWanted:
    """Calls of this stage, agent and so on; None: of any. `live` is every stage but the last."""

    stage: str | None = None
    agent_id: str | None = None
    customer_id: str | None = None
    case_number: str | None = None
    queue: str | None = None


def latest_calls(
    session: Session, wanted: CallsWanted, *, limit: int, before: tuple[datetime, str] | None = None
) -> list[CallRecord]:
    """The newest first; `before` is when the last one of the page before arrived, and its name."""
    chosen = select(_CALLS).where(_CALLS.c.arrived_at.is_not(None))
    for column, value in vars(wanted).items():
        if column == "stage" and value == "live":
            chosen = chosen.where(_CALLS.c.stage.in_(LIVE))
        elif value is not None:
            chosen = chosen.where(_CALLS.c[column] == value)
    if before is not None:
        at, sid = before
        same = (_CALLS.c.arrived_at == at) & (_CALLS.c.sid > sid)
        chosen = chosen.where((_CALLS.c.arrived_at < at) | same)
    newest_first = chosen.order_by(_CALLS.c.arrived_at.desc(), _CALLS.c.sid).limit(limit)
    return [CallRecord(**row) for row in session.execute(newest_first).mappings()]
