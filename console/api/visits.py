"""Visits: promised with a checklist, briefed by text and by telephone, and ended by what was found there."""

from datetime import timedelta
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.number_policy import numbers_we_call
from callbacks.promise_keeping import promise_was_broken
from callbacks.visit_text import brief_text, text_the_brief
from cases.case import Case
from cases.dialable import dialable
from cases.promise import Promise
from cases.reason import find_reason
from cases.visit import WITHOUT_PART, Plan, Visit, end_visit, items_of, pack, plan_visit, visits_of
from console.api.cases import known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Problem, unknown, wrong
from console.api.promise_wanted import moment_ahead
from console.wording import Told, told
from hours.bilingual import Bilingual
from records.database import reading, writing
from staff.field_worker import FieldWorker

LONGEST_WAIT: Final = timedelta(hours=12)
"""Nobody waits at home for longer than this for one visit."""
ItemName = Annotated[Words, StringConstraints(min_length=1, max_length=40)]
Items = Annotated[tuple[ItemName, ...], Field(max_length=50)]


class VisitItemShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    words: Told
    packed_at: Moment | None
    missing_at: Moment | None


class VisitShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int
    case_number: str
    promise_id: int
    what: str = Field(description="What was promised.")
    starts_at: Moment = Field(description="From when the customer waits at home.")
    until: Moment = Field(description="By when somebody has come.")
    worker_id: str | None
    worker_phone: str | None = Field(description="Where the brief was sent.")
    state: str = Field(description="planned, done, nobody_home, without_part or called_off.")
    checklist: tuple[VisitItemShown, ...]
    ready: bool = Field(description="Everything on the checklist is packed.")
    brief: Told = Field(description="What whoever goes was sent, and hears on the technicians' line.")
    planned_at: Moment
    ended_at: Moment | None
    note: str | None


class VisitWanted(BaseModel):
    """`parts` are taken along beside what the centre's checklist for such a case says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    what: Annotated[Words, StringConstraints(min_length=1, max_length=1000)]
    starts_at: Moment
    until: Moment
    worker: Annotated[Words, StringConstraints(max_length=20)] | None = Field(None, description="A field worker's id.")
    worker_phone: Annotated[Words, StringConstraints(max_length=40)] | None = None
    parts: Items = ()


class PackingWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    items: Items = Field(description="What is in the van, by name; whatever is not named is not there.")


class VisitEnd(BaseModel):
    """`without_part` names what was missing: it breaks the promise, and the customer is called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: Literal["done", "nobody_home", "without_part", "called_off"]
    missing: Items = ()
    note: Annotated[Words, StringConstraints(min_length=1, max_length=300)] | None = None


def list_visits(board: Board, asked: Asked) -> Page[VisitShown]:
    """Of a case, in one page, the first one first."""
    with reading(board.database) as session:
        case = known_case(session, asked.path["case"])
        return Page(items=tuple(_shown(session, visit) for visit in visits_of(session, case.number)))


def post_visit(board: Board, asked: Asked) -> VisitShown:
    """Promise a visit. Who goes gets the brief as a text at once. Written to the audit trail."""
    wanted: VisitWanted = asked.body
    now = board.clock()
    with writing(board.database) as session:
        case = known_case(session, asked.path["case"], to_change=True)
        if case.status != "open":
            sentence = f"Case {case.number} is closed: open it again to promise something about it."
            raise Problem(409, sentence, told=told("case_closed", {}))
        plan = _plan(board, session, wanted)
        items = {**board.care.visits.checklist(_reason(board, case)), **{one: _own(one) for one in wanted.parts}}
        visit = plan_visit(session, case, plan, items, who=_who(asked), now=now)
        text_the_brief(session, visit, now=now)
        return _shown(session, visit)


def put_packing(board: Board, asked: Asked) -> VisitShown:
    """What is in the van before it leaves. Written to the audit trail."""
    wanted: PackingWanted = asked.body
    with writing(board.database) as session:
        visit = _known(session, asked)
        _on_the_list(session, visit, "items", wanted.items)
        if not pack(session, visit, wanted.items, who=_who(asked), now=board.clock()):
            raise Problem(409, "This visit has ended.")
        return _shown(session, visit)


def put_visit_end(board: Board, asked: Asked) -> VisitShown:
    """How it ended. Without the part the promise is broken: the customer is called, the lead learns of it at once."""
    wanted: VisitEnd = asked.body
    if wanted.how == "called_off" and wanted.note is None:
        raise wrong("note", "Only the customer calls a visit off: write down what they said.")
    if (wanted.how == "without_part") != bool(wanted.missing):
        raise wrong("missing", "Name what was missing, and only then.")
    now = board.clock()
    with writing(board.database) as session:
        visit = _known(session, asked)
        _on_the_list(session, visit, "missing", wanted.missing)
        promise = end_visit(session, visit, wanted.how, missing=wanted.missing, note=wanted.note, who=_who(asked),
                            now=now)  # fmt: skip
        if promise is None:
            raise Problem(409, "This visit has ended.")
        if wanted.how == "without_part":
            promise_was_broken(board, session, promise, why=WITHOUT_PART, now=now)
        return _shown(session, visit)


def _plan(board: Board, session: Session, wanted: VisitWanted) -> Plan:
    moment_ahead("until", wanted.until, board.clock())
    if not wanted.starts_at < wanted.until <= wanted.starts_at + LONGEST_WAIT:
        raise wrong("starts_at", "Before `until`, and nobody waits at home for more than twelve hours.")
    worker = session.get(FieldWorker, wanted.worker) if wanted.worker else None
    if wanted.worker and (worker is None or not worker.active):
        raise wrong("worker", f"There is no field worker {wanted.worker}.")
    phone = dialable(wanted.worker_phone, numbers_we_call(board)) if wanted.worker_phone else None
    if wanted.worker_phone and phone is None:
        raise wrong("worker_phone", "This is no number we write to.")
    return Plan(what=wanted.what, starts_at=wanted.starts_at, until=wanted.until, worker_id=wanted.worker,
                worker_phone=phone)  # fmt: skip


def _reason(board: Board, case: Case) -> str | None:
    known = find_reason(board.care.reasons, case.reason) if case.reason else None
    return known.name if known else case.reason


def _own(part: str) -> Bilingual:
    """What people write themselves is the same in every language."""
    return Bilingual(tr=part, en=part)


def _on_the_list(session: Session, visit: Visit, field: str, names: tuple[str, ...]) -> None:
    known = {item.name for item in items_of(session, visit.id)}
    for name in names:
        if name not in known:
            raise wrong(field, f"{name} is not on the checklist; there is {', '.join(sorted(known)) or 'nothing'}.")


def _known(session: Session, asked: Asked) -> Visit:
    number = asked.path["visit"]
    digits = number.isascii() and number.isdigit() and len(number) < 10
    visit = session.get(Visit, int(number), with_for_update=True) if digits else None
    if visit is None or visit.case_number != known_case(session, asked.path["case"]).number:
        raise unknown("visit", number)
    return visit


def _who(asked: Asked) -> str:
    return asked.who.label


def _shown(session: Session, visit: Visit) -> VisitShown:
    promise, items = session.get_one(Promise, visit.promise_id), items_of(session, visit.id)
    return VisitShown(
        **{name: getattr(visit, name) for name in ("id", "case_number", "promise_id", "starts_at", "worker_id",
                                                   "worker_phone", "state", "planned_at", "ended_at", "note")},
        what=promise.what,
        until=promise.due_at,
        checklist=tuple(
            VisitItemShown(name=item.name, words=Told(tr=item.tr, en=item.en), packed_at=item.packed_at,
                           missing_at=item.missing_at)
            for item in items
        ),
        ready=all(item.packed_at for item in items),
        brief=Told(tr=brief_text(session, visit, "tr"), en=brief_text(session, visit, "en")),
    )  # fmt: skip


_OF_CASE = "/cases/{case}/visits"
OPERATIONS = (
    Operation(method="GET", path=_OF_CASE, scope="cases:read", summary="List a case's visits",
              does=list_visits, answers=Page[VisitShown], problems=(404,)),
    Operation(method="POST", path=_OF_CASE, scope="cases:work", summary="Promise a visit",
              does=post_visit, answers=VisitShown, body=VisitWanted, problems=(404, 409), kept_with_act=True),
    Operation(method="PUT", path=f"{_OF_CASE}/{{visit}}/packing", scope="cases:work",
              summary="Say what is in the van", does=put_packing, answers=VisitShown, body=PackingWanted,
              problems=(404, 409), kept_with_act=True),
    Operation(method="PUT", path=f"{_OF_CASE}/{{visit}}/end", scope="cases:work", summary="Say how a visit ended",
              does=put_visit_end, answers=VisitShown, body=VisitEnd, problems=(404, 409), kept_with_act=True),
)  # fmt: skip
