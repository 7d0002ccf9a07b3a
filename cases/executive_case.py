"""A case the general manager took up: it is not closed without its root cause and a call back that was confirmed."""

from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.errors import ExecutiveRefused
from records.audit import append as append_audit
from records.database import Base

MISSING: Final = {"root_cause": "found_at", "call_back": "called_back_at", "confirmation": "confirmed_at"}
"""What such a case ends with, in this order, and the column that says that it is there."""


class ExecutiveCase(Base):
    """Table `executive_cases`. `sponsor_id` is whose it is; `called_back_at` is when the customer was called with what
    was found, `confirmed_at` when they said that it was so."""

    __tablename__ = "executive_cases"

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True)
    sponsor_id: Mapped[str | None] = mapped_column(String(64), index=True)
    why: Mapped[str] = mapped_column(Text)
    opened_by: Mapped[str] = mapped_column(String(80))
    opened_at: Mapped[datetime]
    root_cause: Mapped[str | None] = mapped_column(Text)
    found_by: Mapped[str | None] = mapped_column(String(64))
    found_at: Mapped[datetime | None]
    callback_id: Mapped[str | None] = mapped_column(String(64))
    called_back_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(String(80))

    @property
    def missing(self) -> tuple[str, ...]:
        """What it cannot be closed without, and is not there yet."""
        return tuple(what for what, column in MISSING.items() if getattr(self, column) is None)


def root_cause_is_found(session: Session, number: str, root_cause: str, *, by: str, now: datetime) -> ExecutiveCase:
    """Why it came to this. What was told the customer already is told anew. Raises ExecutiveRefused."""
    executive = _known(session, number)
    executive.root_cause, executive.found_by, executive.found_at = root_cause, by, now
    executive.callback_id = executive.called_back_at = executive.confirmed_at = executive.confirmed_by = None
    _is_on_record(session, executive, "executive_root_cause", by, now)
    return executive


def customer_confirmed(session: Session, case_number: str, *, by: str, now: datetime) -> ExecutiveCase:
    """They were called with what was found, and say that it is settled. Raises ExecutiveRefused before that call."""
    executive = _known(session, case_number)
    if executive.called_back_at is None:
        raise ExecutiveRefused("not_called_back")
    if executive.confirmed_at is None:
        executive.confirmed_at, executive.confirmed_by = now, by
        _is_on_record(session, executive, "executive_confirmed", by, now)
    return executive


def take_up_again(session: Session, executive: ExecutiveCase, *, why: str, by: str, now: datetime) -> ExecutiveCase:
    """It was settled, and the matter is back: all three are wanted anew. What is still being worked on stays."""
    if executive.missing:
        return executive
    executive.why, executive.opened_by, executive.opened_at = why, by, now
    executive.callback_id = executive.found_at = executive.called_back_at = None
    executive.confirmed_at = executive.confirmed_by = None
    _is_on_record(session, executive, "executive_taken_up_again", by, now)
    return executive


def known_executive_case(session: Session, case_number: str) -> ExecutiveCase | None:
    return session.get(ExecutiveCase, case_number)


def ready_to_call_back(session: Session, case_number: str) -> ExecutiveCase:
    """Its root cause is known. Raises ExecutiveRefused: nobody is called with nothing to say."""
    executive = _known(session, case_number)
    if executive.found_at is None:
        raise ExecutiveRefused("no_root_cause")
    return executive


def _known(session: Session, case_number: str) -> ExecutiveCase:
    executive = session.get(ExecutiveCase, case_number, with_for_update=True)
    if executive is None:
        raise ExecutiveRefused("unknown")
    return executive


def _is_on_record(session: Session, executive: ExecutiveCase, what: str, by: str, now: datetime) -> None:
    session.flush()
    append_audit(session, by, what, f"case:{executive.case_number}", {"sponsor": executive.sponsor_id}, now)
