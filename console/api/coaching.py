"""Coaching: what somebody is to learn, with whom, by when; and which certificate does not count until then."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.coaching import Lesson, coach, coaching_is_over
from console.api.cases import known_case
from console.api.certificates import known_agent
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.problem import unknown, wrong
from console.api.serial_page import MOST_DIGITS, Serial, serial_page
from records.database import reading, writing
from staff.agent import agent
from staff.coaching import CoachingTask, coaching_tasks

AgentId = Annotated[Words, StringConstraints(min_length=1, max_length=64)]
Said = Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


class CoachingShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    agent_id: str
    coach_id: str | None
    cause: str = Field(description="conduct, quality (a review of a call) or asked.")
    about: str
    case_number: str | None
    call: str | None
    suspends: str | None = Field(description="The certificate that does not count until it is passed.")
    due_on: date
    state: str = Field(description="open, passed or cancelled.")
    made_by: str
    made_at: Moment
    ended_at: Moment | None
    ended_by: str | None
    outcome: str | None


class CoachingWanted(BaseModel):
    """Conduct: a customer was treated as nobody should be. The centre's certificate for it stops counting."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    cause: Literal["conduct", "asked"]
    about: Said = Field(description="What happened, or what is to be learnt.")
    coach_id: AgentId | None = None
    case_number: Annotated[Words, StringConstraints(max_length=40)] | None = None
    call: Annotated[Words, StringConstraints(max_length=64)] | None = None


class CoachingEnded(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: AgentId = Field(description="The coach, or somebody else who leads; never whom it is about.")
    passed: bool = Field(description="False: it is called off, and what it suspended counts again.")
    outcome: Said


class CoachingQuery(PageQuery):
    agent: Words | None = None
    state: Literal["open", "passed", "cancelled"] | None = None


def list_coaching(board: Board, asked: Asked) -> Page[CoachingShown]:
    """The latest first."""
    query: CoachingQuery = asked.query
    place = Serial.of(query)
    with reading(board.database) as session:
        rows = coaching_tasks(session, agent_id=query.agent, state=query.state, limit=place.limit, before=place.before)
        return serial_page(query, [CoachingShown.model_validate(row) for row in rows])


def post_coaching(board: Board, asked: Asked) -> CoachingShown:
    """Ask that an agent be coached. After conduct, lines that ask for the certificate leave them within seconds.

    Written to the audit trail; the agent, the coach and the lead get a notice. About one case or call once.
    """
    wanted: CoachingWanted = asked.body
    with writing(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        if wanted.coach_id is not None:
            _may_coach(session, wanted.coach_id, known.id, "coach_id")
        if wanted.case_number is not None:
            known_case(session, wanted.case_number)
        subject = wanted.call or wanted.case_number or board.new_id()
        lesson = Lesson(once=f"{wanted.cause}:{known.id}:{subject}", agent_id=known.id, by=asked.who.label,
                        **wanted.model_dump())  # fmt: skip
        return CoachingShown.model_validate(coach(session, board, lesson))


def post_coaching_end(board: Board, asked: Asked) -> CoachingShown:
    """The coach says how it went. Written to the audit trail."""
    ended: CoachingEnded = asked.body
    with writing(board.database) as session:
        task = _known(session, asked.path["task"])
        _may_coach(session, ended.by, task.agent_id, "by")
        over = coaching_is_over(session, task.id, "passed" if ended.passed else "cancelled", by=ended.by,
                                outcome=ended.outcome, now=board.clock())  # fmt: skip
        return CoachingShown.model_validate(over)


def _may_coach(session: Session, who: str, whom: str, field: str) -> None:
    known = agent(session, who)
    if known is None or not known.active:
        raise wrong(field, f"There is no agent {who}.")
    if who == whom:
        raise wrong(field, "Nobody coaches themselves.")


def _known(session: Session, number: str) -> CoachingTask:
    digits = number.isascii() and number.isdigit() and len(number) < MOST_DIGITS
    task = session.get(CoachingTask, int(number)) if digits else None
    if task is None:
        raise unknown("coaching task", number)
    return task


OPERATIONS = (
    Operation(method="GET", path="/coaching", scope="agents:read", summary="List coaching tasks",
              does=list_coaching, answers=Page[CoachingShown], query=CoachingQuery),
    Operation(method="POST", path="/agents/{agent}/coaching", scope="agents:write",
              summary="Ask that an agent be coached", does=post_coaching, answers=CoachingShown, body=CoachingWanted,
              problems=(404,)),
    Operation(method="POST", path="/coaching/{task}/end", scope="agents:write",
              summary="Say how a coaching went", does=post_coaching_end, answers=CoachingShown, body=CoachingEnded,
              problems=(404,)),
)  # fmt: skip
