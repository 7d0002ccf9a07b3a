"""How often the customer of a case hears from us, whether there is news or not. A missed update is a broken promise.

While somebody is to hear from us, one promise of kind `update` stands, by the owner. Whoever tells them how it stands
keeps it, and the next is made; whoever forgets breaks it, as any promise is broken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import ForeignKey, Index, Integer, Select, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.case import Case
from cases.ownership_rules import OwnershipRules
from cases.promise import Promise, end_promise, make_promise
from hours.due import Hours, due_within
from hours.errors import CalendarUnknown
from records.audit import append as append_audit
from records.database import Base, insert
from records.glance import Moment, at

log = structlog.get_logger(__name__)

UPDATE: Final = "update"
UPDATE_WORDS: Final = {"tr": "Müşteriye durum bildirilecek", "en": "The customer is told how it stands"}
WHAT: Final = " / ".join(UPDATE_WORDS.values())
"""Of a promise that nobody put into words: whoever reads it may read either language."""
LOOK_AGAIN: Final = timedelta(minutes=1)
"""After an update was due, so that whoever breaks promises has looked first."""


class UpdateCadence(Base):
    """Table `update_cadences`. `every_minutes` goes before the centre's rule; 0: this customer wants none; empty: as
    the rule for the case's reason says. `look_at` is when it is looked at next; empty: there is nothing to see to.
    """

    __tablename__ = "update_cadences"
    __table_args__ = (
        Index("ix_update_cadences_look_at", "look_at", postgresql_where=text("look_at IS NOT NULL"),
              sqlite_where=text("look_at IS NOT NULL")),
    )  # fmt: skip

    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True)
    every_minutes: Mapped[int | None] = mapped_column(Integer)
    promise_id: Mapped[int | None] = mapped_column(Integer)
    look_at: Mapped[datetime | None]
    set_by: Mapped[str | None] = mapped_column(String(80))
    set_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """What it takes to say when the next update is due."""

    rules: OwnershipRules
    hours: Hours
    now: datetime


def follow(session: Session, case_number: str, now: datetime) -> None:
    """The case is new, open again, or about something else: whether its customer is to hear from us is looked at."""
    row = insert(session, UpdateCadence).values(case_number=case_number, look_at=now)
    session.execute(row.on_conflict_do_update(index_elements=["case_number"], set_={"look_at": now}))


def customer_is_informed(session: Session, case_number: str, *, who: str, now: datetime) -> bool:
    """Somebody told the customer how it stands: what was promised is kept. Tells whether anything was."""
    cadence = session.get(UpdateCadence, case_number, with_for_update=True, populate_existing=True)
    follow(session, case_number, now)
    if cadence is None or cadence.promise_id is None:
        return False
    kept = end_promise(session, cadence.promise_id, "kept", now)
    if kept:
        append_audit(session, who, "customer_informed", f"case:{case_number}", {"promise": cadence.promise_id}, now)
    return kept


def set_cadence(session: Session, case: Case, *, every_minutes: int | None, by: str, now: datetime) -> UpdateCadence:
    """From now on this often; 0: not at all; None: as the rule says. The update that stood is promised anew."""
    follow(session, case.number, now)
    cadence = session.get_one(UpdateCadence, case.number, with_for_update=True, populate_existing=True)
    if cadence.promise_id is not None:
        end_promise(session, cadence.promise_id, "released", now)
    cadence.every_minutes, cadence.set_by, cadence.set_at, cadence.promise_id = every_minutes, by, now, None
    session.flush()
    append_audit(session, by, "update_cadence_set", f"case:{case.number}", {"every_minutes": every_minutes}, now)
    return cadence


def every(cadence: UpdateCadence | None, case: Case, rules: OwnershipRules) -> timedelta | None:
    """How often this customer hears from us; None: nobody promised them to."""
    if cadence is not None and cadence.every_minutes is not None:
        return timedelta(minutes=cadence.every_minutes) or None
    return rules.update_every.get(case.reason or "")


def cadences_to_see_to(session: Session, now: datetime, *, limit: int) -> Sequence[UpdateCadence]:
    """Those whose time has come, the longest ago first."""
    chosen = _to_see_to(now).order_by(UpdateCadence.look_at)
    return session.scalars(chosen.limit(limit).with_for_update(skip_locked=True)).all()


def _to_see_to(now: Moment) -> Select[UpdateCadence]:
    return select(UpdateCadence).where(UpdateCadence.look_at <= now)


CADENCES_TO_SEE_TO: Final = _to_see_to(at()).exists()


def cases_not_followed(session: Session, rules: OwnershipRules, *, after: str, limit: int) -> Sequence[str]:
    """Open cases whose reason has a rule and that nobody looks at yet: brought in from elsewhere, or older than it.

    By their numbers, those after `after`.
    """
    known = select(UpdateCadence.case_number).where(UpdateCadence.case_number == Case.number).exists()
    told_of = Case.status == "open", Case.reason.in_(rules.update_every)
    chosen = select(Case.number).where(Case.number > after, *told_of, ~known)
    return session.scalars(chosen.order_by(Case.number).limit(limit)).all()


def see_to(session: Session, cadence: UpdateCadence, keeping: Keeping) -> None:
    """Where an update is to be promised and none is, it is promised now; then it is looked at when it was due."""
    case = session.get_one(Case, cadence.case_number, with_for_update=True)
    often = every(cadence, case, keeping.rules) if case.status == "open" else None
    if often is None:
        cadence.look_at = None
        return
    promise = session.get(Promise, cadence.promise_id) if cadence.promise_id is not None else None
    if promise is None or promise.status != "open":
        promise = _promised(session, case, often, keeping)
        cadence.promise_id = promise.id
    cadence.look_at = max(promise.due_at, keeping.now) + LOOK_AGAIN
    session.flush()


def _promised(session: Session, case: Case, often: timedelta, keeping: Keeping) -> Promise:
    due = _due(often, keeping)
    return make_promise(
        session, case_number=case.number, kind=UPDATE, what=WHAT, due_at=due, by_agent=case.owner_id, now=keeping.now
    )


def _due(often: timedelta, keeping: Keeping) -> datetime:
    """So much later in the hours in which we call; a calendar that is gone from the centre is no reason to forget."""
    if not keeping.rules.updates_in:
        return keeping.now + often
    try:
        return due_within(keeping.hours, keeping.rules.updates_in, keeping.now, often)
    except CalendarUnknown:
        log.error("calendar_unknown", calendar=keeping.rules.updates_in)
        return keeping.now + often
