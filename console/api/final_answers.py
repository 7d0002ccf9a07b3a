"""Final answers: said once, the same on every channel, and how they are appealed."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.customer import Customer
from cases.final_answer import (
    FinalAnswer,
    FinalStatus,
    FinalWords,
    answer_finally,
    appeal,
    decide_appeal,
    final_answers,
)
from cases.follow_up import write_follow_up
from console.api.fields import Moment, Words
from console.api.goodwill import Name, giver_of, refusals_told
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.problem import unknown
from console.api.serial_page import Serial, serial_page
from console.final_answer_words import appeal_told, final_answer_told
from console.goodwill_notices import an_appeal_was_decided
from console.wording import Told, told_in
from hours.bilingual import Bilingual
from records.database import reading, writing

TEMPLATE = "final_answer"
Sentence = Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


class FinalAnswerShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int
    status: FinalStatus
    case_number: str | None
    wording: Told
    in_full: Told = Field(description="With how it is appealed: the same words are spoken, texted and written.")
    reason: str = Field(description="For our own people.")
    given_by: str
    given_at: Moment
    appeal_until: Moment
    appealed_at: Moment | None
    appeal_words: str | None
    promise_id: int | None = Field(description="Our promise to answer the appeal.")
    decided_by: str | None
    decided_at: Moment | None
    decision_reason: str | None


class FinalAnswersQuery(PageQuery):
    case: Words | None = None


class FinalAnswerWanted(BaseModel):
    """The wording in both languages: one paragraph that can be said, texted and written as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name
    case_number: Annotated[Words, StringConstraints(min_length=1, max_length=40)]
    wording_tr: Annotated[Words, StringConstraints(max_length=2000)]
    wording_en: Annotated[Words, StringConstraints(max_length=2000)]
    reason: Sentence
    write: bool = Field(True, description="Also write it to the customer, on their channel.")


class AppealWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Sentence = Field(description="What the customer says.")


class AppealDecision(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(description="Not who gave the answer.")
    decision: Literal["upheld", "changed"]
    reason: Sentence


def list_final_answers(board: Board, asked: Asked) -> Page[FinalAnswerShown]:
    """The newest come first."""
    query: FinalAnswersQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        rows = final_answers(session, limit=serial.limit, before=serial.before, case_number=query.case)
        return serial_page(query, [_shown(board, row) for row in rows])


def show_final_answer(board: Board, asked: Asked) -> FinalAnswerShown:
    with reading(board.database) as session:
        return _shown(board, _known(session, asked.path["answer"]))


def post_final_answer(board: Board, asked: Asked) -> FinalAnswerShown:
    """Say that it is final. From now on no goodwill is given on the case, by anybody, unless an appeal changes it.

    409 when the case has a final answer that stands. Written to the audit trail.
    """
    wanted: FinalAnswerWanted = asked.body
    words = FinalWords(once=asked.once, case_number=wanted.case_number, reason=wanted.reason,
                       wording=Bilingual(tr=wanted.wording_tr, en=wanted.wording_en))  # fmt: skip
    with refusals_told(), writing(board.database) as session:
        giver = giver_of(session, wanted.by, "by")
        answer = answer_finally(session, words, giver, board.care.goodwill, board.clock())
        if wanted.write:
            write_final_answer(board, session, answer)
        return _shown(board, answer)


def post_appeal(board: Board, asked: Asked) -> FinalAnswerShown:
    """The customer appeals: by when somebody else answers is promised. 409 when it is too late or was done before."""
    wanted: AppealWanted = asked.body
    with refusals_told(), writing(board.database) as session:
        answer = _known(session, asked.path["answer"])
        promise = told_in(_language(session, answer), "appeal_promise", {})
        appeal(session, answer, words=wanted.words, promise=promise, rules=board.care.goodwill, now=board.clock())
        return _shown(board, answer)


def post_appeal_decision(board: Board, asked: Asked) -> FinalAnswerShown:
    """Somebody else lets the answer stand or changes it; our promise is kept. Who gave it is told. Audited."""
    wanted: AppealDecision = asked.body
    now = board.clock()
    with refusals_told(), writing(board.database) as session:
        answer = _known(session, asked.path["answer"])
        decider = giver_of(session, wanted.by, "by")
        decided = decide_appeal(session, answer, decider, board.care.goodwill, status=wanted.decision,
                                reason=wanted.reason, once=asked.once, now=now)  # fmt: skip
        an_appeal_was_decided(session, decided, now)
        return _shown(board, decided)


def write_final_answer(board: Board, session: Session, answer: FinalAnswer) -> None:
    if answer.case_number is None or TEMPLATE not in board.care.follow_ups.templates:
        return
    language = _language(session, answer)
    args = {
        "what": answer.wording.spoken_in(language),
        "appeal": appeal_told(answer, board.care.goodwill.appeal, language),
    }
    write_follow_up(session, once=f"final_answer:{answer.id}", case_number=answer.case_number, template=TEMPLATE,
                    args=args, care=board.care, now=board.clock(), by=answer.given_by)  # fmt: skip


def _language(session: Session, answer: FinalAnswer) -> str:
    customer = session.get(Customer, answer.customer_id) if answer.customer_id else None
    return "en" if customer is not None and customer.language == "en" else "tr"


def _known(session: Session, number: str) -> FinalAnswer:
    digits = number.isascii() and number.isdigit() and len(number) < 10
    answer = session.get(FinalAnswer, int(number), with_for_update=True) if digits else None
    if answer is None:
        raise unknown("final answer", number)
    return answer


def _shown(board: Board, row: FinalAnswer) -> FinalAnswerShown:
    names = ("id", "status", "reason", "given_by", "given_at", "appeal_until", "appealed_at", "appeal_words",
             "promise_id", "decided_by", "decided_at", "decision_reason")  # fmt: skip
    return FinalAnswerShown(
        **{name: getattr(row, name) for name in names},
        case_number=row.case_number,
        wording=Told(tr=row.wording_tr, en=row.wording_en),
        in_full=final_answer_told(row, board.care.goodwill.appeal),
    )


OPERATIONS = (
    Operation(method="GET", path="/final-answers", scope="goodwill:read", summary="List final answers",
              does=list_final_answers, answers=Page[FinalAnswerShown], query=FinalAnswersQuery),
    Operation(method="POST", path="/final-answers", scope="goodwill:decide", summary="Answer a case finally",
              does=post_final_answer, answers=FinalAnswerShown, body=FinalAnswerWanted, problems=(409,)),
    Operation(method="GET", path="/final-answers/{answer}", scope="goodwill:read", summary="Show a final answer",
              does=show_final_answer, answers=FinalAnswerShown, problems=(404,)),
    Operation(method="POST", path="/final-answers/{answer}/appeal", scope="goodwill:write",
              summary="Appeal a final answer", does=post_appeal, answers=FinalAnswerShown, body=AppealWanted,
              problems=(404, 409)),
    Operation(method="POST", path="/final-answers/{answer}/appeal/decision", scope="goodwill:decide",
              summary="Decide on an appeal", does=post_appeal_decision, answers=FinalAnswerShown, body=AppealDecision,
              problems=(404, 409)),
)  # fmt: skip
