"""The register of hardship: what is not done to whom, from when to when, for which debts, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.caller_id import parse_caller_id
from cases.civil_day import civil_day
from cases.errors import EntryChanged, EntryOverlaps, EntryRefused
from cases.hardship import ACTIONS, Action, Hardship, Whose, hardships, may_be_done
from cases.hardship_register import Person, Scope, change, end_entry, enter
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.period import PeriodQuery
from console.api.problem import Problem, unknown, wrong
from console.api.serial_page import Serial, serial_page
from console.reports.hardship import CohortShown, hardship_report
from console.reports.wanted import Wanted
from records.database import reading, writing


class HardshipShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    customer_id: str | None
    phone: str | None
    subscriber: str | None = Field(description="A meter's or subscriber's number.")
    actions: tuple[Action, ...] = Field(description="What is not done.")
    starts_on: date
    ends_on: date | None = Field(description="The last day; null: until somebody ends it.")
    debts_from: date | None = Field(description="Debts dated before it are not protected; null: all earlier ones are.")
    debts_until: date | None = Field(description="Debts dated after it are not protected; null: all later ones are.")
    reason: str
    made_by: str
    made_at: Moment
    ended_at: Moment | None
    version: int = Field(description="Grows with every change; whoever changes the entry tells the one they saw.")


class ScopeWanted(BaseModel):
    """What is not done, when, for which debts and why. `debts_from` may lie long before `starts_on`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    actions: tuple[Action, ...] = Field(ACTIONS, min_length=1, max_length=3)
    starts_on: date
    ends_on: date | None = None
    debts_from: date | None = None
    debts_until: date | None = None
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=300)]

    @property
    def scope(self) -> Scope:
        return Scope(**{name: getattr(self, name) for name in ScopeWanted.model_fields})


class HardshipWanted(ScopeWanted):
    """For a customer, a telephone number or a meter; at least one."""

    customer_id: Annotated[Words, StringConstraints(min_length=1, max_length=64)] | None = None
    phone: Annotated[Words, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")] | None = None
    subscriber: Annotated[Words, StringConstraints(min_length=1, max_length=40)] | None = None

    @property
    def person(self) -> Person:
        return Person(customer_id=self.customer_id, phone=self.phone, subscriber=self.subscriber)


class HardshipChange(ScopeWanted):
    """The whole scope as it is to be; whom the entry is for stays."""

    version: int = Field(ge=1, description="Of the entry as it was read. Another one by now: 409.")


class CheckQuery(BaseModel):
    """Whom it is about, by whatever is known, and the action."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: Action
    phone: str | None = Field(None, description="E.164; an unencoded plus is understood.", max_length=20)
    customer_id: Annotated[Words, StringConstraints(max_length=64)] | None = None
    subscriber: Annotated[Words, StringConstraints(max_length=40)] | None = None
    debt_date: date | None = Field(None, description="Of which day the debt is; without it every debt is meant.")
    on: date | None = Field(None, description="The day of the action; by default today.")

    @model_validator(mode="after")
    def _names_somebody(self) -> Self:
        if not (self.phone or self.customer_id or self.subscriber):
            raise ValueError("Say whom: phone, customer_id or subscriber.")
        return self


class CheckShown(BaseModel):
    """`answer` and `allowed` say the same: may it be done?"""

    model_config = ConfigDict(frozen=True)

    action: Action
    on: date
    answer: Literal["yes", "no"]
    allowed: bool
    reason: str | None = Field(description="Why not; null when it may be done.")
    until: date | None = Field(description="The last day of the entry that forbids it; null: it has none.")
    entry: HardshipShown | None
    known: bool = Field(description="Whether we know anybody who is meant.")


def list_hardships(board: Board, asked: Asked) -> Page[HardshipShown]:
    """The newest entries come first."""
    query: PageQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        rows = hardships(session, limit=serial.limit, before=serial.before)
        return serial_page(query, [HardshipShown.model_validate(row) for row in rows])


def post_hardship(board: Board, asked: Asked) -> HardshipShown:
    """Put somebody in the register. 409 where another entry about them speaks of the same day, action and debt.

    Written to the audit trail.
    """
    wanted: HardshipWanted = asked.body
    with _register_trouble_told(), writing(board.database) as session:
        entry = enter(session, wanted.person, wanted.scope, by=asked.who.label, now=board.clock())
        return HardshipShown.model_validate(entry)


def put_hardship(board: Board, asked: Asked) -> HardshipShown:
    """Give the entry another scope. 409 when somebody changed or ended it since it was read, or it would overlap.

    Written to the audit trail.
    """
    wanted: HardshipChange = asked.body
    maker, now = asked.who.label, board.clock()
    with _register_trouble_told(), writing(board.database) as session:
        known = _known(session, asked.path["entry"])
        entry = change(session, known.id, wanted.scope, version=wanted.version, by=maker, now=now)
        return HardshipShown.model_validate(entry)


def show_hardship(board: Board, asked: Asked) -> HardshipShown:
    with reading(board.database) as session:
        return HardshipShown.model_validate(_known(session, asked.path["entry"]))


def delete_hardship(board: Board, asked: Asked) -> HardshipShown:
    """End the entry: from now on it stops nothing. It stays to be read. Written to the audit trail."""
    now = board.clock()
    with writing(board.database) as session:
        entry = _known(session, asked.path["entry"])
        end_entry(session, entry, by=asked.who.label, now=now)
        return HardshipShown.model_validate(entry)


def check_hardship(board: Board, asked: Asked) -> CheckShown:
    """May this be done to them? Asked by whoever cuts off, sends reminders or calls about debts."""
    query: CheckQuery = asked.query
    on = query.on or civil_day(board.clock())
    whose = Whose(customer_id=query.customer_id, phone=_phone(query.phone), subscriber=query.subscriber)
    with reading(board.database) as session:
        verdict = may_be_done(session, query.action, whose, on=on, debt_date=query.debt_date)
        stop = HardshipShown.model_validate(verdict.stop) if verdict.stop else None
    return CheckShown(
        action=query.action,
        on=on,
        answer="yes" if verdict.allowed else "no",
        allowed=verdict.allowed,
        reason=stop.reason if stop else None,
        until=stop.ends_on if stop else None,
        entry=stop,
        known=verdict.known,
    )


def _phone(text: str | None) -> str | None:
    """The number as it is kept; in a query string an unencoded plus has become a blank.

    One that cannot be read is refused: it would protect nobody.
    """
    if text is None:
        return None
    number = parse_caller_id(f"+{text.strip()}" if text.startswith(" ") else text)
    if number.kind != "e164":
        raise wrong("phone", "A telephone number, such as +905321234567.")
    return number.value


@contextmanager
def _register_trouble_told() -> Iterator[None]:
    try:
        yield
    except EntryRefused as refused:
        raise wrong(refused.field, refused.why) from None
    except (EntryOverlaps, EntryChanged) as trouble:
        raise Problem(409, str(trouble)) from None


def _known(session: Session, number: str) -> Hardship:
    entry = session.get(Hardship, int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else None
    if entry is None:
        raise unknown("entry", number)
    return entry


def list_cohorts(board: Board, asked: Asked) -> Page[CohortShown]:
    """Callers in the register, then all others, of the same time."""
    query: PeriodQuery = asked.query
    now = board.clock()
    since, until = query.between(now)
    with reading(board.database) as session:
        return Page(items=tuple(hardship_report(session, Wanted(since=since, until=until, now=now))))


OPERATIONS = (
    Operation(method="GET", path="/reports/hardship", scope="hardship:read",
              summary="Report how people in hardship fare beside all others", does=list_cohorts,
              answers=Page[CohortShown], query=PeriodQuery),
    Operation(method="GET", path="/hardship", scope="hardship:read", summary="List the register of hardship",
              does=list_hardships, answers=Page[HardshipShown], query=PageQuery),
    Operation(method="POST", path="/hardship", scope="hardship:write", summary="Put somebody in the register",
              does=post_hardship, answers=HardshipShown, body=HardshipWanted, problems=(409,), kept_with_act=True),
    Operation(method="GET", path="/hardship/check", scope="hardship:read",
              summary="Ask whether somebody may be cut off, reminded or called about a debt",
              does=check_hardship, answers=CheckShown, query=CheckQuery),
    Operation(method="GET", path="/hardship/{entry}", scope="hardship:read", summary="Show an entry of the register",
              does=show_hardship, answers=HardshipShown, problems=(404,)),
    Operation(method="PUT", path="/hardship/{entry}", scope="hardship:write", summary="Change an entry of the register",
              does=put_hardship, answers=HardshipShown, body=HardshipChange, problems=(404, 409)),
    Operation(method="DELETE", path="/hardship/{entry}", scope="hardship:write", summary="End an entry of the register",
              does=delete_hardship, answers=HardshipShown, problems=(404,)),
)  # fmt: skip
