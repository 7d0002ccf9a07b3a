"""The gate every call and message of ours to a customer passes: what is about a debt stops where the register says so.

Calls and messages have a purpose. One of *service* goes through: a protected customer wants to know when the technician
comes. A reminder of a debt and a call to collect one are asked for at the gate, when they are ordered and again when
they leave. What is stopped is counted.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.civil_day import civil_day
from cases.hardship import Hardship, Whose, may_be_done
from records.audit import append as append_audit
from records.database import Base, insert

Purpose = Literal["service", "dunning", "collection_call"]
"""What somebody is called or written to for: their own matter, to remind them of a debt, to collect it."""


class HardshipStop(Base):
    """Something the register stopped. `id` names it, so that it counts once: `flow_call:…`, `message:…`, `asked:…`."""

    __tablename__ = "hardship_stops"
    __table_args__ = (Index("ix_hardship_stops_at", "at"),)

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    hardship_id: Mapped[int] = mapped_column(ForeignKey("hardships.id", ondelete="CASCADE"), index=True)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Why whom is called or written to; `debt_date` is of which day the debt is."""

    purpose: Purpose
    customer_id: str | None = None
    phone: str | None = None
    debt_date: date | None = None


def stopped(session: Session, contact: Contact, *, once: str, by: str, now: datetime) -> Hardship | None:
    """The entry that stops it, written down under this name; None when it may go through."""
    if contact.purpose == "service":
        return None
    whose = Whose(customer_id=contact.customer_id, phone=contact.phone)
    stop = may_be_done(session, contact.purpose, whose, on=civil_day(now), debt_date=contact.debt_date).stop
    if stop is not None:
        _keep(session, HardshipStop(id=once, purpose=contact.purpose, hardship_id=stop.id, by=by, at=now))
    return stop


def _keep(session: Session, stop: HardshipStop) -> None:
    row = {"id": stop.id, "purpose": stop.purpose, "hardship_id": stop.hardship_id, "by": stop.by, "at": stop.at}
    new = insert(session, HardshipStop).values(**row).on_conflict_do_nothing(index_elements=["id"])
    if session.execute(new.returning(HardshipStop.id)).first():
        told = {"purpose": stop.purpose, "hardship": stop.hardship_id}
        append_audit(session, stop.by, "hardship_stopped", stop.id, told, stop.at)
