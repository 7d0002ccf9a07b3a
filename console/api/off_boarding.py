"""Somebody leaves the company: their cases, promises and callbacks pass to others in one act, looked at before."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.off_boarding import Fault as LeavingFault
from callbacks.off_boarding import Leaving, OffBoardingRefused, inheritance_of, off_board
from console.api.certificates import known_agent
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import Fault, Problem, unknown
from records.database import reading

MEANING: Final[dict[LeavingFault, str]] = {
    "unknown": "There is no such agent at work here.",
    "self": "Whoever leaves cannot go on with their own cases.",
    "absent": "They are away now.",
    "missing": "Somebody has to go on with the cases.",
    "twice": "Somebody is named twice.",
}


class InheritanceShown(BaseModel):
    """What is the agent's now, and would be others'."""

    model_config = ConfigDict(frozen=True)

    agent_id: str
    open_cases: int
    open_promises: int
    open_callbacks: int
    stands_in_for: tuple[str, ...] = Field(description="Who needs another stand-in: they get the first successor.")
    leads: tuple[str, ...] = Field(description="Who needs another lead: they get the leaver's own.")


class OffBoardingShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    agent_id: str
    to_agents: tuple[str, ...]
    reason: str
    cases: int
    promises: int
    callbacks: int
    by: str
    at: Moment


class OffBoardingWanted(BaseModel):
    """Cases are dealt out one by one where several go on with them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to_agents: Annotated[
        tuple[Annotated[Words, StringConstraints(min_length=1, max_length=64)], ...], Field(min_length=1, max_length=50)
    ]
    reason: Annotated[Words, StringConstraints(min_length=1, max_length=500)]


def show_off_boarding(board: Board, asked: Asked) -> InheritanceShown:
    """The preview: what would pass to others. Looking changes nothing."""
    with reading(board.database) as session:
        known = known_agent(session, asked.path["agent"])
    found = inheritance_of(board.database, known.id)
    return InheritanceShown(
        agent_id=known.id,
        open_cases=found.cases,
        open_promises=found.promises,
        open_callbacks=found.callbacks,
        stands_in_for=found.counted_on.stands_in_for,
        leads=found.counted_on.leads,
    )


def post_off_boarding(board: Board, asked: Asked) -> OffBoardingShown:
    """They work here no more: everything of theirs passes in one act. A call they are in is finished first.

    Asked again, it is done once. Written to the audit trail; whoever goes on with the cases gets a notice.
    """
    wanted: OffBoardingWanted = asked.body
    leaving = Leaving(agent_id=asked.path["agent"], to_agents=wanted.to_agents, reason=wanted.reason,
                      by=asked.who.label)  # fmt: skip
    try:
        return OffBoardingShown.model_validate(off_board(board, leaving))
    except OffBoardingRefused as refused:
        if "agent_id" in refused.faults:
            raise unknown("agent", leaving.agent_id) from refused
        faults = [Fault(field=field, detail=MEANING[fault]) for field, fault in refused.faults.items()]
        raise Problem(422, " ".join(fault.detail for fault in faults), faults) from refused


OPERATIONS = (
    Operation(method="GET", path="/agents/{agent}/off-boarding", scope="agents:read",
              summary="Show what would pass to others if an agent left", does=show_off_boarding,
              answers=InheritanceShown, problems=(404,)),
    Operation(method="POST", path="/agents/{agent}/off-boarding", scope="agents:write",
              summary="Let an agent leave: all their cases pass in one act", does=post_off_boarding,
              answers=OffBoardingShown, body=OffBoardingWanted, problems=(404,)),
)  # fmt: skip
