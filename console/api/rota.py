"""The rota: who is on duty to take escalations, and who would be asked now, in which order."""

from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Fault, Problem, unknown
from console.wording import Told, in_both
from escalations.board import EscalationBoard
from escalations.duty import MOST_SLOTS, Duty, DutyWanted, Rank, duties, put_on_duty, take_off_duty
from escalations.errors import DutyRefused
from escalations.in_words import said
from escalations.rota import OnDuty, on_duty
from records.database import reading, writing
from staff.agent import names_of

MOST_DIGITS = 9
Name = Annotated[Words, Field(min_length=1, max_length=64)]


class DutyShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    agent_id: str
    rank: Rank
    starts_at: Moment
    until: Moment
    slots: int = Field(description="So many escalations are given to them in that time; 0: any number.")
    made_by: str


class DutyOrdered(BaseModel):
    """The same time of the same person again brings rank and slots up to date."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: Name
    rank: Rank = "lead"
    starts_at: Moment | None = Field(None, description="By default now.")
    until: Moment
    slots: int = Field(0, ge=0, le=MOST_SLOTS)


class DutiesQuery(BaseModel):
    """By default what is not over yet; the first 200."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: Moment | None = None
    until: Moment | None = None
    agent: Words | None = None


class TurnQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    level: int = Field(2, ge=1, le=3, description="The step of the ladder: 1 senior colleague, 2 lead, 3 manager.")
    at: Moment | None = Field(None, description="By default now.")


class TurnShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    agent_id: str
    name: str | None
    rank: str
    why: str = Field(description="duty, listening, overflow, stands_in or role.")
    why_told: Told
    instead_of: str | None


def list_duties(board: Board, asked: Asked) -> Page[DutyShown]:
    """The next to begin first."""
    query: DutiesQuery = asked.query
    with reading(board.database) as session:
        found = duties(session, since=query.since or board.clock(), until=query.until, agent_id=query.agent)
        return Page(items=tuple(DutyShown.model_validate(one) for one in found))


def post_duty(board: Board, asked: Asked) -> DutyShown:
    """Put somebody on duty. Written to the audit trail."""
    wanted: DutyOrdered = asked.body
    now = board.clock()
    with writing(board.database) as session:
        facts = wanted.model_dump() | {"starts_at": wanted.starts_at or now}
        try:
            duty, _ = put_on_duty(session, DutyWanted(**facts), by=asked.who.label, now=now)
        except DutyRefused as refused:
            raise _problem(refused) from refused
        return DutyShown.model_validate(duty)


def delete_duty(board: Board, asked: Asked) -> DutyShown:
    """Take somebody off duty; what has begun ends now. Written to the audit trail."""
    with writing(board.database) as session:
        duty = _known(session, asked.path["duty"])
        shown = DutyShown.model_validate(duty)
        take_off_duty(session, duty, by=asked.who.label, now=board.clock())
    return shown


def show_turn(board: Board, asked: Asked) -> Page[TurnShown]:
    """Who would be asked, one after the other; nobody: whoever asks for a manager is called back."""
    query: TurnQuery = asked.query
    with reading(board.database) as session:
        found = on_duty(cast(EscalationBoard, board), session, query.at or board.clock(), level=query.level)
        names = names_of(session, [who for one in found for who in (one.agent_id, one.instead_of) if who])
    return Page(items=tuple(_turn(one, names) for one in found))


def _turn(one: OnDuty, names: dict[str, str]) -> TurnShown:
    instead = names.get(one.instead_of or "", one.instead_of or "")
    return TurnShown(
        agent_id=one.agent_id,
        name=names.get(one.agent_id),
        rank=one.rank,
        why=one.why,
        why_told=in_both(said("rota", f"why_{one.why}", instead=instead)),
        instead_of=one.instead_of,
    )


def _known(session: Session, number: str) -> Duty:
    digits = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    duty = session.get(Duty, int(number)) if digits else None
    if duty is None:
        raise unknown("duty", number)
    return duty


def _problem(refused: DutyRefused) -> Problem:
    named = {"agent": "agent_id"}
    faults = [Fault(field=named.get(field, field), detail=_sentence(said("rota", f"fault_{fault}").en))
              for field, fault in refused.faults.items()]  # fmt: skip
    return Problem(422, " ".join(fault.detail for fault in faults), faults)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."


OPERATIONS = (
    Operation(method="GET", path="/rota", scope="agents:read", summary="List who is on duty when",
              does=list_duties, answers=Page[DutyShown], query=DutiesQuery),
    Operation(method="POST", path="/rota", scope="agents:write", summary="Put somebody on duty",
              does=post_duty, answers=DutyShown, body=DutyOrdered),
    Operation(method="DELETE", path="/rota/{duty}", scope="agents:write", summary="Take somebody off duty",
              does=delete_duty, answers=DutyShown, problems=(404,)),
    Operation(method="GET", path="/rota/turn", scope="agents:read", summary="Show who is asked for an escalation now",
              does=show_turn, answers=Page[TurnShown], query=TurnQuery),
)  # fmt: skip
