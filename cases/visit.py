"""A visit that was promised: who goes when, what they must have with them, and how it ended.

Who arrives without what the customer was promised has broken the promise, whatever else was done there.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import ForeignKey, Index, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.case import Case
from cases.promise import End, Promise, end_promise, make_good, make_promise
from hours.bilingual import Bilingual
from records.audit import append as append_audit
from records.database import Base

VISIT: Final = "visit"
PLANNED: Final = "planned"
WITHOUT_PART: Final = "arrived_without_part"
"""Why a broken promise may become an escalation."""
Ending = Literal["done", "nobody_home", "without_part", "called_off"]
BECOMES: Final[Mapping[Ending, End]] = {
    "done": "kept",
    "nobody_home": "kept",
    "without_part": "broken",
    "called_off": "released",
}
"""What becomes of the promise: who came has kept it, opened to or not; the customer alone calls a visit off."""


class Visit(Base):
    """Table `visits`. The promise says by when; `starts_at` is when the customer begins to wait at home.

    `worker_id` is a field worker's; `worker_phone` is where the brief was sent.
    """

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_worker_state", "worker_id", "state", "starts_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    promise_id: Mapped[int] = mapped_column(ForeignKey("promises.id", ondelete="CASCADE"), unique=True)
    worker_id: Mapped[str | None] = mapped_column(String(20))
    worker_phone: Mapped[str | None] = mapped_column(String(20))
    starts_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=PLANNED)
    planned_by: Mapped[str] = mapped_column(String(80))
    planned_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(Text)


class VisitItem(Base):
    """Table `visit_items`: one line of a visit's checklist. `missing_at` is when it turned out not to be there."""

    __tablename__ = "visit_items"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    tr: Mapped[str] = mapped_column(String(200))
    en: Mapped[str] = mapped_column(String(200))
    packed_at: Mapped[datetime | None]
    missing_at: Mapped[datetime | None]

    @property
    def words(self) -> Bilingual:
        return Bilingual(tr=self.tr, en=self.en)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What was agreed with the customer: the promise in their words, the hours they wait in, and who goes."""

    what: str
    starts_at: datetime
    until: datetime
    worker_id: str | None = None
    worker_phone: str | None = None


def plan_visit(
    session: Session, case: Case, plan: Plan, checklist: Mapping[str, Bilingual], *, who: str, now: datetime
) -> Visit:
    """Promise it and write the checklist down. The same open promise again is the same visit."""
    promise = make_promise(session, case_number=case.number, kind=VISIT, what=plan.what, due_at=plan.until,
                           by_agent=case.owner_id, now=now)  # fmt: skip
    visit = session.scalars(select(Visit).where(Visit.promise_id == promise.id)).first()
    if visit is not None:
        return visit
    visit = Visit(case_number=case.number, promise_id=promise.id, worker_id=plan.worker_id,
                  worker_phone=plan.worker_phone, starts_at=plan.starts_at, state=PLANNED, planned_by=who,
                  planned_at=now)  # fmt: skip
    session.add(visit)
    session.flush()
    session.add_all(VisitItem(visit_id=visit.id, name=name, tr=each.tr, en=each.en) for name, each in checklist.items())
    told = {"visit": visit.id, "promise": promise.id, "until": plan.until.isoformat(), "worker": plan.worker_id}
    append_audit(session, who, "visit_planned", f"case:{case.number}", told, now)
    session.flush()
    return visit


def pack(session: Session, visit: Visit, names: Collection[str], *, who: str, now: datetime) -> bool:
    """These are in the van, and nothing else. False once it has ended."""
    if visit.state != PLANNED:
        return False
    for item in items_of(session, visit.id):
        item.packed_at = (item.packed_at or now) if item.name in names else None
    told = {"visit": visit.id, "packed": sorted(names)}
    append_audit(session, who, "visit_packed", f"case:{visit.case_number}", told, now)
    session.flush()
    return True


def end_visit(
    session: Session, visit: Visit, how: Ending, *, missing: Collection[str], note: str | None, who: str, now: datetime
) -> Promise | None:
    """It is over, and so is its promise: kept, broken or released. None where it had ended before."""
    if visit.state != PLANNED:
        return None
    visit.state, visit.ended_at, visit.note = how, now, note
    for item in items_of(session, visit.id):
        item.missing_at = now if item.name in missing else None
    promise = session.get_one(Promise, visit.promise_id)
    said = note or ", ".join(sorted(missing)) or how
    if not end_promise(session, promise.id, BECOMES[how], now, who=who, note=said) and how == "done":
        make_good(session, promise, who=who, note=said, now=now)
    return promise


def items_of(session: Session, visit_id: int) -> Sequence[VisitItem]:
    """The checklist, by name."""
    chosen = select(VisitItem).where(VisitItem.visit_id == visit_id).order_by(VisitItem.name)
    return session.scalars(chosen).all()


def visits_of(session: Session, case_number: str) -> Sequence[Visit]:
    """Of a case, the first one first."""
    chosen = select(Visit).where(Visit.case_number == case_number).order_by(Visit.starts_at, Visit.id)
    return session.scalars(chosen).all()


def next_visit(session: Session, case_number: str) -> Visit | None:
    """The one that is planned."""
    return next((visit for visit in visits_of(session, case_number) if visit.state == PLANNED), None)
