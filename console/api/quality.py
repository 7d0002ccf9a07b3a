"""Listening to calls with a form in hand: the centre's forms, and what reviewers found. A bad call is coached."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.coaching import Lesson, coach
from cases.quality_form import AnswersRefused, QualityForm, Score, score
from console.api.certificates import known_agent
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.problem import Fault, Problem, unknown, wrong
from console.api.serial_page import Serial, serial_page
from console.wording import Told
from records.audit import append as append_audit
from records.call_record import call_record
from records.database import reading, serialise, writing
from staff.agent import agent
from staff.quality_review import QualityReview, review_of, reviews_of_agent, reviews_of_call

AgentId = Annotated[Words, StringConstraints(min_length=1, max_length=64)]
Name = Annotated[Words, StringConstraints(min_length=1, max_length=40)]


class QuestionShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    words: Told
    weight: float
    must: bool = Field(description="Where this is not right the call fails by itself.")


class FormShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    name: str
    words: Told
    pass_percent: float
    questions: tuple[QuestionShown, ...]


class ReviewShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    call: str
    agent_id: str
    reviewer_id: str
    form: str
    answers: Mapping[str, int | None]
    percent: int
    passed: bool
    words: str | None
    coaching_task: int | None = Field(description="What follows where the call was not good.")
    at: Moment


class ReviewWanted(BaseModel):
    """The same form by the same reviewer again is the review there is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: Name
    reviewer_id: AgentId
    answers: Annotated[Mapping[Name, Annotated[int, Field(strict=True)] | None], Field(max_length=50)] = Field(
        description="0: not at all, 1: partly, 2: as it should be, by question; null where it did not come up."
    )
    words: Annotated[Words, StringConstraints(max_length=1000)] | None = None


def list_forms(board: Board, asked: Asked) -> Page[FormShown]:
    """The forms of this centre, as its `care.yaml` has them."""
    return Page(items=tuple(_form(form) for form in board.care.people.forms.values()))


def list_reviews_of_call(board: Board, asked: Asked) -> Page[ReviewShown]:
    with reading(board.database) as session:
        _who_talked(session, asked.path["call"])
        rows = reviews_of_call(session, asked.path["call"])
        return Page(items=tuple(ReviewShown.model_validate(row) for row in rows))


def list_reviews_of_agent(board: Board, asked: Asked) -> Page[ReviewShown]:
    """The latest first."""
    query: PageQuery = asked.query
    place = Serial.of(query)
    with reading(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        rows = reviews_of_agent(session, known.id, limit=place.limit, before=place.before)
        return serial_page(query, [ReviewShown.model_validate(row) for row in rows])


def post_review(board: Board, asked: Asked) -> ReviewShown:
    """Somebody listened to this call. Where it was not good the agent is coached. Written to the audit trail."""
    wanted: ReviewWanted = asked.body
    form = board.care.people.forms.get(wanted.form)
    if form is None:
        raise wrong("form", f"There is no form {wanted.form}.")
    found = _score(form, wanted.answers)
    with writing(board.database) as session:
        call = asked.path["call"]
        serialise(session, f"review:{call}")
        who = _who_talked(session, call)
        _may_review(session, wanted.reviewer_id, who)
        known = review_of(session, call=call, form=form.name, reviewer_id=wanted.reviewer_id)
        review = known or _kept(session, board, call, who, wanted, found)
        return ReviewShown.model_validate(review)


def _kept(session: Session, board: Board, call: str, who: str, wanted: ReviewWanted, found: Score) -> QualityReview:
    review = QualityReview(
        call=call, agent_id=who, reviewer_id=wanted.reviewer_id, form=wanted.form, answers=dict(wanted.answers),
        percent=found.percent, passed=found.passed, words=wanted.words, at=board.clock(),
    )  # fmt: skip
    if not found.passed:
        about = wanted.words or f"{wanted.form}: {found.percent} %"
        lesson = Lesson(once=f"review:{call}:{wanted.form}:{wanted.reviewer_id}", agent_id=who, cause="quality",
                        about=about, by=wanted.reviewer_id, coach_id=wanted.reviewer_id, call=call)  # fmt: skip
        review.coaching_task = coach(session, board, lesson).id
    session.add(review)
    session.flush()
    told = {"form": wanted.form, "percent": found.percent, "agent": who}
    append_audit(session, wanted.reviewer_id, "call_reviewed", f"call:{call}", told, board.clock())
    return review


def _score(form: QualityForm, answers: Mapping[str, int | None]) -> Score:
    try:
        return score(form, answers)
    except AnswersRefused as refused:
        faults = [Fault(field=f"answers.{name}", detail=why) for name, why in refused.faults.items()]
        raise Problem(422, "The form is not filled in.", faults) from refused


def _who_talked(session: Session, call: str) -> str:
    record = call_record(session, call)
    if record is None:
        raise unknown("call", call)
    if record.answered_at is None or record.agent_id is None:
        raise Problem(409, f"Nobody has talked to the caller of {call}.")
    return record.agent_id


def _may_review(session: Session, reviewer: str, who: str) -> None:
    known = agent(session, reviewer)
    if known is None or not known.active:
        raise wrong("reviewer_id", f"There is no agent {reviewer}.")
    if reviewer == who:
        raise wrong("reviewer_id", "Nobody judges a call of their own.")


def _form(form: QualityForm) -> FormShown:
    questions = tuple(
        QuestionShown(name=name, words=Told(tr=one.words.tr, en=one.words.en), weight=one.weight, must=one.must)
        for name, one in form.questions.items()
    )
    words = Told(tr=form.words.tr, en=form.words.en)
    return FormShown(name=form.name, words=words, pass_percent=form.pass_percent, questions=questions)


OPERATIONS = (
    Operation(method="GET", path="/quality-forms", scope="agents:read", summary="List the forms calls are heard with",
              does=list_forms, answers=Page[FormShown]),
    Operation(method="GET", path="/calls/{call}/reviews", scope="calls:read", summary="List the reviews of a call",
              does=list_reviews_of_call, answers=Page[ReviewShown], problems=(404, 409)),
    Operation(method="POST", path="/calls/{call}/reviews", scope="agents:write", summary="Review a call",
              does=post_review, answers=ReviewShown, body=ReviewWanted, problems=(404, 409)),
    Operation(method="GET", path="/agents/{agent}/reviews", scope="agents:read",
              summary="List the reviews of an agent's calls", does=list_reviews_of_agent, answers=Page[ReviewShown],
              query=PageQuery, problems=(404,)),
)  # fmt: skip
