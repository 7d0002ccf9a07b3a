"""When agents are away, from when to when, and who stands in for them. What has an end ends by itself."""

from collections.abc import Iterable
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from console.api.certificates import known_agent
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Fault, Problem, unknown
from records.database import reading, writing
from staff.absence import Absence, absences, add_absence, end_absence
from staff.errors import AbsenceRefused
from staff.errors import Fault as AbsenceFault

MEANING: Final[dict[AbsenceFault, str]] = {
    "before_start": "It ends before it begins.",
    "past": "This is over already.",
    "too_long": "Nobody is away for more than 400 days: say until when for now.",
    "overlaps": "They are away then already.",
    "unknown": "There is no such agent.",
    "self": "Nobody stands in for themselves.",
    "absent": "They are away themselves when it begins.",
}
MOST_DIGITS: Final = 9


class AbsenceShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    agent_id: str
    kind: str = Field(description="leave, sick, training or other.")
    starts_at: Moment
    ends_at: Moment
    stand_in_id: str | None = Field(description="Null: whoever stands in on other days.")
    ended_at: Moment | None = Field(description="They were back sooner, or it was called off.")
    made_by: str


class AbsenceWanted(BaseModel):
    """The same again is the same absence."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["leave", "sick", "training", "other"] = "leave"
    starts_at: Moment | None = Field(None, description="By default now.")
    ends_at: Moment = Field(description="When they are back.")
    stand_in_id: Annotated[Words, StringConstraints(min_length=1, max_length=64)] | None = None


def list_absences(board: Board, asked: Asked) -> Page[AbsenceShown]:
    """Those that are not over, of this agent, the next to begin first."""
    with reading(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        return _page(absences(session, since=board.clock(), agent_id=known.id))


def list_all_absences(board: Board, asked: Asked) -> Page[AbsenceShown]:
    """Who is away or will be, the next to begin first; the first 200."""
    with reading(board.database) as session:
        return _page(absences(session, since=board.clock()))


def post_absence(board: Board, asked: Asked) -> AbsenceShown:
    """Write down that an agent is away. Meanwhile the stand-in answers for their cases; at its end they are back
    without anybody's doing. Written to the audit trail."""
    wanted: AbsenceWanted = asked.body
    now = board.clock()
    with writing(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        facts = wanted.model_dump() | {"starts_at": wanted.starts_at or now, "made_by": asked.who.label}
        try:
            added = add_absence(session, Absence(agent_id=known.id, **facts), now=now)
        except AbsenceRefused as refused:
            raise _problem(refused) from refused
        return AbsenceShown.model_validate(added)


def delete_absence(board: Board, asked: Asked) -> AbsenceShown:
    """They are back, or it is called off. Written to the audit trail."""
    with writing(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        absence = _known(session, known.id, asked.path["absence"])
        ended = end_absence(session, absence.id, by=asked.who.label, now=board.clock())
        return AbsenceShown.model_validate(ended)


def _page(found: Iterable[Absence]) -> Page[AbsenceShown]:
    return Page(items=tuple(AbsenceShown.model_validate(one) for one in found))


def _known(session: Session, agent_id: str, number: str) -> Absence:
    digits = number.isascii() and number.isdigit() and len(number) <= MOST_DIGITS
    absence = session.get(Absence, int(number)) if digits else None
    if absence is None or absence.agent_id != agent_id:
        raise unknown("absence", number)
    return absence


def _problem(refused: AbsenceRefused) -> Problem:
    faults = [Fault(field=field, detail=MEANING[fault]) for field, fault in refused.faults.items()]
    return Problem(422, " ".join(fault.detail for fault in faults), faults)


OPERATIONS = (
    Operation(method="GET", path="/absences", scope="agents:read", summary="List who is away",
              does=list_all_absences, answers=Page[AbsenceShown]),
    Operation(method="GET", path="/agents/{agent}/absences", scope="agents:read", summary="List an agent's absences",
              does=list_absences, answers=Page[AbsenceShown], problems=(404,)),
    Operation(method="POST", path="/agents/{agent}/absences", scope="agents:write",
              summary="Write down that an agent is away", does=post_absence, answers=AbsenceShown,
              body=AbsenceWanted, problems=(404,)),
    Operation(method="DELETE", path="/agents/{agent}/absences/{absence}", scope="agents:write",
              summary="End an absence", does=delete_absence, answers=AbsenceShown, problems=(404,)),
)  # fmt: skip
