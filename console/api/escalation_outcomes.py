"""What came of an escalation: same, different or a gap; how the like ended before; what is to be improved."""

from datetime import date
from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.customer import Customer
from cases.final_answer import FinalWords, answer_finally
from cases.follow_up import write_follow_up
from console.api.escalations import EscalationShown, escalation_facts
from console.api.fields import Moment, Words
from console.api.final_answers import write_final_answer
from console.api.goodwill import giver_of, refusals_told
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Fault, Problem, unknown
from escalations.board import EscalationBoard
from escalations.earlier_outcome import earlier_outcomes, facts_of_escalation
from escalations.errors import AlreadyWritten, OutcomeRefused
from escalations.escalation import Escalation
from escalations.improvement import Improvement, end_improvement, improvements
from escalations.in_words import said
from escalations.outcome import OutcomeWanted, OutcomeWritten, write_outcome
from escalations.words import Outcome
from hours.bilingual import Bilingual
from records.database import reading, writing

Name = Annotated[Words, Field(min_length=1, max_length=64)]
Sentence = Annotated[Words, Field(min_length=1, max_length=1000)]
TEMPLATE = "decision"


class OutcomeShown(EscalationShown):
    right: str | None = Field(description="What the agent did right.")
    answer: str | None = Field(description="What the customer is told.")
    justified: bool | None
    decided_by: str | None
    decided_at: Moment | None
    told_agent_at: Moment | None = Field(description="When the agent was told, before any message to the customer.")
    goodwill_id: int | None
    departs_from: tuple[str, ...] = Field((), description="Escalations on the very same facts that ended otherwise.")
    improvement_id: int | None = None
    final_answer_id: int | None = None


class FinalWanted(BaseModel):
    """The wording in both languages: one paragraph that can be said, texted and written as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wording_tr: Annotated[Words, Field(max_length=2000)]
    wording_en: Annotated[Words, Field(max_length=2000)]
    reason: Sentence


class OutcomeOrdered(BaseModel):
    """`different` must say what the agent did right, `gap` what the rule does not say. Once."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(description="Who decides: a lead or manager, and not the agent.")
    outcome: Outcome
    answer: Sentence = Field(description="What the customer is told.")
    right: Sentence | None = None
    gap: Sentence | None = None
    owner_id: Name | None = Field(None, description="Whose task the gap is; by default who decides.")
    due_on: date | None = Field(None, description="Until when; by default in 30 days.")
    justified: bool | None = Field(None, description="Whether asking was justified; by default unless the same.")
    goodwill_id: int | None = Field(None, description="What was given for it; its facts are the precedent's.")
    facts: dict[Name, Name] = Field(default_factory=dict, description="As goodwill is compared by them.")
    write: bool = Field(False, description="Also write the answer to the customer, after the agent was told.")
    final: FinalWanted | None = Field(None, description="This is the final answer, with its way to appeal.")


class DifferenceShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    fact: str
    here: str | None
    there: str | None


class EarlierShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    case_number: str | None
    outcome: str
    answer: str | None
    decided_by: str | None
    decided_at: Moment | None
    differs: tuple[DifferenceShown, ...] = Field(description="Empty: the very same facts.")


class ImprovementShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    escalation_id: str | None
    case_number: str | None
    gap: str
    owner_id: str
    due_on: date
    made_by: str
    made_at: Moment
    outcome: str | None
    ended_by: str | None
    ended_at: Moment | None


class ImprovementsQuery(BaseModel):
    """The next due first; the first 200."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    open: bool = True


class ImprovementEnd(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    outcome: Sentence = Field(description="What was changed, or why nothing is.")


def post_outcome(board: Board, asked: Asked) -> OutcomeShown:
    """Write down what came of an escalation. The agent is told first. 409 when it was written before. Audited."""
    wanted = cast(OutcomeOrdered, asked.body)
    facts = wanted.model_dump(exclude={"write", "final"})
    with refusals_told(), writing(board.database) as session:
        row = _known(session, asked.path["escalation"])
        try:
            done = write_outcome(cast(EscalationBoard, board), session, row, OutcomeWanted(**facts), now=board.clock())
        except OutcomeRefused as refused:
            raise _problem(refused) from refused
        except AlreadyWritten as written:
            raise Problem(409, str(written)) from written
        final = _customer_learns_it(board, session, row, wanted, asked.once)
        return _shown(done, final)


def list_earlier_outcomes(board: Board, asked: Asked) -> Page[EarlierShown]:
    """How escalations on the same facts ended, and on nearly the same: to be read before deciding."""
    with reading(board.database) as session:
        row = _known(session, asked.path["escalation"])
        facts = row.facts or facts_of_escalation(session, row, {})
        found = earlier_outcomes(session, facts, but=row.id)
    return Page(items=tuple(
        EarlierShown(**{name: getattr(one.escalation, name) for name in EarlierShown.model_fields if name != "differs"},
                     differs=tuple(DifferenceShown.model_validate(each) for each in one.differs)) for one in found
    ))  # fmt: skip


def list_improvements(board: Board, asked: Asked) -> Page[ImprovementShown]:
    """What rules do not say yet, and whose task it is."""
    with reading(board.database) as session:
        found = improvements(session, only_open=asked.query.open)
        return Page(items=tuple(ImprovementShown.model_validate(one) for one in found))


def post_improvement_end(board: Board, asked: Asked) -> ImprovementShown:
    """It is done, or will not be. Written to the audit trail."""
    with writing(board.database) as session:
        item = _improvement(session, asked.path["improvement"])
        end_improvement(session, item, outcome=asked.body.outcome, by=asked.who.label, now=board.clock())
        return ImprovementShown.model_validate(item)


def _customer_learns_it(
    board: Board, session: Session, row: Escalation, wanted: OutcomeOrdered, once: str
) -> int | None:
    """After the agent: the notice stands in this transaction already."""
    if wanted.final is not None and row.case_number is not None:
        words = FinalWords(once=once, case_number=row.case_number, reason=wanted.final.reason,
                           wording=Bilingual(tr=wanted.final.wording_tr, en=wanted.final.wording_en))  # fmt: skip
        final = answer_finally(session, words, giver_of(session, wanted.by, "by"), board.care.goodwill, board.clock())
        if wanted.write:
            write_final_answer(board, session, final)
        return final.id
    if wanted.write and row.case_number is not None and TEMPLATE in board.care.follow_ups.templates:
        customer = session.get(Customer, row.customer_id) if row.customer_id else None
        write_follow_up(session, once=f"escalation:{row.id}", case_number=row.case_number, template=TEMPLATE,
                        args={"what": wanted.answer}, care=board.care, now=board.clock(), by=wanted.by,
                        language=customer.language if customer else None)  # fmt: skip
    return None


def _shown(done: OutcomeWritten, final: int | None) -> OutcomeShown:
    row, item = done.escalation, done.improvement
    names = ("right", "answer", "justified", "decided_by", "decided_at", "told_agent_at", "goodwill_id")
    told: dict[str, Any] = {name: getattr(row, name) for name in names}
    return OutcomeShown(**escalation_facts(row), **told, departs_from=done.departs_from,
                        improvement_id=item.id if item else None, final_answer_id=final)  # fmt: skip


def _known(session: Session, name: str) -> Escalation:
    row = session.get(Escalation, name, with_for_update=True)
    if row is None:
        raise unknown("escalation", name)
    return row


def _improvement(session: Session, number: str) -> Improvement:
    digits = number.isascii() and number.isdigit() and len(number) < 10
    item = session.get(Improvement, int(number), with_for_update=True) if digits else None
    if item is None:
        raise unknown("improvement", number)
    return item


def _problem(refused: OutcomeRefused) -> Problem:
    faults = [Fault(field=field, detail=said("outcome", f"fault_{fault}").en)
              for field, fault in refused.faults.items()]  # fmt: skip
    return Problem(422, " ".join(fault.detail for fault in faults), faults)


OPERATIONS = (
    Operation(method="POST", path="/escalations/{escalation}/outcome", scope="goodwill:decide",
              summary="Write down what came of an escalation", does=post_outcome, answers=OutcomeShown,
              body=OutcomeOrdered, problems=(404, 409)),
    Operation(method="GET", path="/escalations/{escalation}/precedents", scope="cases:read",
              summary="Show how like escalations ended", does=list_earlier_outcomes, answers=Page[EarlierShown],
              problems=(404,)),
    Operation(method="GET", path="/improvements", scope="cases:read", summary="List what rules do not say yet",
              does=list_improvements, answers=Page[ImprovementShown], query=ImprovementsQuery),
    Operation(method="POST", path="/improvements/{improvement}/end", scope="goodwill:decide",
              summary="End an improvement", does=post_improvement_end, answers=ImprovementShown, body=ImprovementEnd,
              problems=(404,)),
)  # fmt: skip
