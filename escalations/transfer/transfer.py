"""A colleague is asked into a conversation. How it goes from one state to the next is told in `life.py`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import ForeignKey, Index, Integer, String, or_, select, text, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

Kind = Literal["supervisor", "peer", "consult", "hand_over", "expert"]
"""Whom it brings and what for: a lead; a senior colleague, the second voice; a colleague who is asked and leaves again;
one who is to own the case from now on; somebody outside, by telephone."""
KINDS: Final[tuple[str, ...]] = get_args(Kind)
WAITED_FOR: Final = frozenset({"supervisor", "peer"})
"""Kinds whose colleague the customer waits for: where nobody comes they are asked what is to happen, and may be called.
Of all others nobody comes to them: where nobody is there to be asked, their agent goes on with them."""
ADVICE: Final = frozenset({"consult", "expert"})
"""Kinds by which the agent asks, and goes on with the customer."""
_OPEN: Final = text("ended_at IS NULL")
_TO_LOOK_AT: Final = text("look_at IS NOT NULL")


class Transfer(Base):
    """Table `transfers`: the conversation `call` is to get a second voice.

    `call` is the conversation's name on the floor (a caller's own call, or a callback's stay) and of its room;
    `customer_leg` and `agent_leg` are the legs in it, `reservation` what the floor holds `agent_id` by. The search for
    a colleague is a call of its own on the floor, `floor_call`; `wanted` are the agents it may be, in their order, or
    the lines of a queue; `phone` is the expert's outside. `colleague_id` is who accepted, `colleague_leg` their leg.
    `due_at` is when the state ends by itself; `look_at` when the network must be asked about it next, None once it is
    over and every leg is where it belongs. `wish` is what somebody asked for and was not seen to yet, `wish_by` who:
    customer, agent or colleague. `customer_sent` is what the customer's leg was last sent to hear, or the room; when,
    `_at`. `room` is the network's name of the room in which any of them was seen last. `brief` is what the colleague
    hears and reads. `later_by` said that they can in a while: at `later_at`. `callback_id` is the call we promised
    instead. `why` is why it is in its state.
    """

    __tablename__ = "transfers"
    __table_args__ = (
        Index("one_open_transfer_per_call", "call", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("transfers_to_look_at", "look_at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    escalation_id: Mapped[str | None] = mapped_column(String(32), index=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    customer_leg: Mapped[str] = mapped_column(String(64), index=True)
    agent_leg: Mapped[str] = mapped_column(String(64))
    reservation: Mapped[str] = mapped_column(String(64))
    agent_id: Mapped[str] = mapped_column(String(64), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number", ondelete="SET NULL"), index=True)
    language: Mapped[str] = mapped_column(String(16))
    floor_call: Mapped[str] = mapped_column(String(64), unique=True)
    wanted: Mapped[list[Any]]
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    state: Mapped[str] = mapped_column(String(16), default="requested")
    why: Mapped[str | None] = mapped_column(String(40))
    wish: Mapped[str | None] = mapped_column(String(16))
    wish_by: Mapped[str | None] = mapped_column(String(16))
    brief: Mapped[dict[str, Any] | None]
    colleague_id: Mapped[str | None] = mapped_column(String(64), index=True)
    colleague_leg: Mapped[str | None] = mapped_column(String(64))
    later_by: Mapped[str | None] = mapped_column(String(64))
    later_at: Mapped[datetime | None]
    callback_id: Mapped[str | None] = mapped_column(String(64))
    customer_sent: Mapped[str | None] = mapped_column(String(16))
    customer_sent_at: Mapped[datetime | None]
    room: Mapped[str | None] = mapped_column(String(34))
    rings: Mapped[int] = mapped_column(Integer, default=0)
    asked_by: Mapped[str] = mapped_column(String(80))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    rang_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    merged_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    look_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def over(self) -> bool:
        return self.ended_at is not None


def open_transfer(session: Session, call: str) -> Transfer | None:
    """The transfer of this conversation that is under way."""
    return session.scalars(select(Transfer).where(Transfer.call == call, Transfer.ended_at.is_(None))).first()


def transfer_on_floor(session: Session, floor_call: str) -> Transfer | None:
    """The transfer whose search for a colleague the floor knows by this name."""
    return session.scalars(select(Transfer).where(Transfer.floor_call == floor_call)).first()


def transfers_listed(
    session: Session,
    *,
    call: str | None,
    agent_id: str | None,
    open: bool | None,
    before: tuple[datetime, str] | None,
    limit: int,
) -> Sequence[Transfer]:
    """The newest first; those of an agent are those in which they are agent or colleague."""
    chosen = select(Transfer).order_by(Transfer.asked_at.desc(), Transfer.id.desc()).limit(limit)
    if call is not None:
        chosen = chosen.where(Transfer.call == call)
    if agent_id is not None:
        chosen = chosen.where(or_(Transfer.agent_id == agent_id, Transfer.colleague_id == agent_id))
    if open is not None:
        chosen = chosen.where(Transfer.ended_at.is_(None) if open else Transfer.ended_at.is_not(None))
    if before is not None:
        chosen = chosen.where(tuple_(Transfer.asked_at, Transfer.id) < before)
    return session.scalars(chosen).all()


def transfers_watched(session: Session, *, limit: int = 500) -> Sequence[Transfer]:
    """Those that somebody looks at from time to time, the longest due first."""
    return session.scalars(select(Transfer).where(_TO_LOOK_AT).order_by(Transfer.look_at).limit(limit)).all()


TRANSFERS_WATCHED: Final = select(Transfer.id).where(_TO_LOOK_AT).exists()
