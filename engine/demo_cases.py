"""What the demo has worked on before today: what was bought, what a department does, notes, what came often."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.care_tag import CareTag, note_care_tag
from cases.case import Case
from cases.case_note import CaseNote
from cases.case_task import CaseTask, give_task
from cases.customer import Customer
from cases.entitlement import Entitlement, entitlement_named

BOUGHT: Final = (
    ("C-1001", "warranty", "Buzdolabı", "W-4812", date(2026, 2, 3), date(2029, 2, 2)),
    ("C-1002", "service", "Kombi", "S-4813", date(2026, 1, 10), date(2027, 1, 9)),
    ("C-1006", "training", "Kombi", "T-4809", date(2026, 11, 1), None),
)
EARLIER: Final = (("damaged", 6, (2, 9)), ("delivery_late", 4, (3, 8, 10)), ("billing", 3, (4, 11)))
"""Reason, and how many cases about it were closed so many days ago each: what the weeks before brought."""
FIRST_EARLIER: Final = 3001


def work_on_the_demos_cases(session: Session, now: datetime) -> None:
    """Done again it changes nothing; in a centre without the demo's customers and cases nothing is written."""
    if session.get(Case, "4812") is None:
        return
    for bought in BOUGHT:
        _bought(session, bought, now)
    elder = session.scalars(select(Customer).where(Customer.crm_id == "C-1002")).first()
    if elder is not None:
        note_care_tag(session, CareTag(customer_id=elder.id, tag="elderly", consent="spoken",
                                       consent_at=now - timedelta(days=30), noted_by="burak"))  # fmt: skip
    if session.scalars(select(CaseNote).where(CaseNote.case_number == "4812")).first() is None:
        session.add(CaseNote(case_number="4812", at=now, who="ayse", text="Akşam altıdan sonra evde"))
        task = CaseTask(case_number="4812", department="sevkiyat", what="Yeni teslim günü bildirilsin", opened_at=now,
                        opened_by="ayse", due_at=now + timedelta(hours=16))  # fmt: skip
        give_task(session, task)
    _came_before(session, now)


def _bought(session: Session, bought: tuple[str, str, str, str, date, date | None], now: datetime) -> None:
    crm_id, kind, product, reference, starts_on, ends_on = bought
    customer = session.scalars(select(Customer).where(Customer.crm_id == crm_id)).first()
    if customer is not None and entitlement_named(session, customer.id, reference) is None:
        session.add(Entitlement(customer_id=customer.id, kind=kind, product=product, reference=reference,
                                starts_on=starts_on, ends_on=ends_on, noted_by="demo", noted_at=now))  # fmt: skip


def _came_before(session: Session, now: datetime) -> None:
    """Cases of nobody in particular, closed the day they came."""
    if session.get(Case, str(FIRST_EARLIER)) is not None:
        return
    number = FIRST_EARLIER
    for reason, times, days in EARLIER:
        for day in days:
            at = now - timedelta(days=day)
            for _ in range(times):
                session.add(Case(number=str(number), status="closed", reason=reason, opened_at=at, closed_at=at,
                                 last_touched_at=at, disposition="resolved"))  # fmt: skip
                number += 1
