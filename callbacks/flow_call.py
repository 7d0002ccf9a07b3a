"""We call somebody so that they hear a flow, such as a survey: whom, which flow, from when and until when.

States: due → calling → over, and back to due when nobody was reached and it may be tried again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Date, ForeignKey, Index, Integer, Select, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.hardship_gate import Purpose
from records.database import Base
from records.glance import Moment, at

KIND: Final = "flow_call"
"""Of the attempts to make one."""


class FlowCall(Base):
    """Table `flow_calls`. `about_call` is the call it follows; one call is followed once.

    `purpose` and `debt_date` are what the gate of hardship asks (`cases/hardship_gate.py`). `outcome` is reached,
    not_reached, refused (by the network), too_late, stopped (by the register of hardship), opted_out (of
    being asked how it was), not_called (a number that we never call) or unknown.
    """

    __tablename__ = "flow_calls"
    __table_args__ = (Index("ix_flow_calls_state_not_before", "state", "not_before"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    flow: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(20), index=True)
    language: Mapped[str | None] = mapped_column(String(16))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    about_call: Mapped[str | None] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(16), default="service", server_default="service")
    debt_date: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16), default="due")
    outcome: Mapped[str | None] = mapped_column(String(16))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    made_at: Mapped[datetime]
    over_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class Errand:
    """A flow for somebody to hear. `id` names it: asked for twice, it is one call."""

    id: str
    flow: str
    phone: str
    not_before: datetime
    expires_at: datetime
    language: str | None = None
    customer_id: str | None = None
    case_number: str | None = None
    about_call: str | None = None
    purpose: Purpose = "service"
    debt_date: date | None = None


def ask_for_flow_call(session: Session, errand: Errand, *, now: datetime) -> bool:
    """Write it down, to be carried out when its time comes. False when it stands there already."""
    about = FlowCall.about_call == errand.about_call if errand.about_call else FlowCall.id == errand.id
    if session.get(FlowCall, errand.id) is not None or session.scalars(select(FlowCall.id).where(about)).first():
        return False
    session.add(FlowCall(**vars(errand), state="due", tries=0, made_at=now))
    session.flush()
    return True


def flow_calls_in(session: Session, state: str, *, until: datetime, limit: int) -> Sequence[FlowCall]:
    """Those in this state whose time has come, the first due first."""
    chosen = _come(state, until)
    return session.scalars(chosen.order_by(FlowCall.not_before, FlowCall.id).limit(limit)).all()


def _come(state: str, until: Moment) -> Select[FlowCall]:
    return select(FlowCall).where(FlowCall.state == state, FlowCall.not_before <= until)


FLOW_CALLS_DUE: Final = or_(_come("due", at()).exists(), _come("calling", at()).exists())


def is_over(row: FlowCall, outcome: str, now: datetime) -> None:
    row.state, row.outcome, row.over_at = "over", outcome, now


def called_lately(session: Session, phone: str, *, since: datetime) -> bool:
    """Whether this number was asked to hear a flow since then."""
    chosen = select(FlowCall.id).where(FlowCall.phone == phone, FlowCall.made_at >= since)
    return session.scalars(chosen.limit(1)).first() is not None
