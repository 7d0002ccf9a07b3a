"""What the company knows of a caller beside the case: what other departments do, what they bought, what to mind."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from babel.dates import format_date, format_datetime
from sqlalchemy.orm import Session

from cases.care import Care
from cases.care_tag import care_tags_of
from cases.case import Case
from cases.case_task import open_tasks
from cases.civil_day import ZONE, civil_day
from cases.customer import Customer
from cases.entitlement import good_entitlements
from console.wording import Told, told

MOST: Final = 2
"""Of each kind: there is no time to read more while an offer stands."""
LONGEST: Final = 80
_DAY: Final = "d MMMM y"
_MOMENT: Final = "d MMMM HH:mm"


def what_departments_do(session: Session, case: Case | None, care: Care, now: datetime) -> Iterator[Told]:
    """What is due first comes first."""
    for task in open_tasks(session, case.number)[:MOST] if case else ():
        department = care.departments.get(task.department)
        name = Told(tr=department.words.tr, en=department.words.en) if department else _same(task.department)
        key = "task_late" if task.due_at <= now else "task"
        tr, en = ({"what": task.what[:LONGEST], "due": _moment(task.due_at, language)} for language in ("tr", "en"))
        yield Told(tr=told(key, {**tr, "department": name.tr}).tr, en=told(key, {**en, "department": name.en}).en)


def what_they_bought(session: Session, customer: Customer | None, now: datetime) -> Iterator[Told]:
    """Only what is good today."""
    for one in good_entitlements(session, customer.id, civil_day(now))[:MOST] if customer else ():
        until = _same("") if one.ends_on is None else Told(tr=_day(one.ends_on, "tr"), en=_day(one.ends_on, "en"))
        endless = told("no_end", {})
        args = {"product": one.product[:LONGEST]}
        key = f"entitled_{one.kind}"
        yield Told(
            tr=told(key, {**args, "until": until.tr or endless.tr}).tr,
            en=told(key, {**args, "until": until.en or endless.en}).en,
        )


def what_to_keep_in_mind(session: Session, customer: Customer | None, care: Care) -> Iterator[Told]:
    """What they agreed that we note, and their wish of whoever visits them."""
    if customer is None:
        return
    tags = [care.care_tags[one.tag].words for one in care_tags_of(session, customer.id) if one.tag in care.care_tags]
    if tags:
        tr, en = (", ".join(words.spoken_in(language) for words in tags) for language in ("tr", "en"))
        yield Told(tr=told("care", {"words": tr}).tr, en=told("care", {"words": en}).en)
    if customer.visit_preference:
        yield told("wishes", {"words": customer.visit_preference[:LONGEST]})


def _same(text: str) -> Told:
    return Told(tr=text, en=text)


def _day(day: date, language: str) -> str:
    return str(format_date(day, _DAY, locale=language))


def _moment(at: datetime, language: str) -> str:
    return str(format_datetime(at.astimezone(ZONE), _MOMENT, tzinfo=ZONE, locale=language))
