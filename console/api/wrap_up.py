"""A call's wrap-up: what it was, what comes next and by when. Until it is complete the case stays on the desk."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from callbacks.board import Board
from callbacks.more_of_wrap_up import Loss, MoreOfWrapUp
from callbacks.wrapping_up import complete_wrap_up, extend_wrap_up, force_wrap_up
from cases.errors import WrapUpRefused
from cases.money import kurus_of
from console.api.agents import AgentShown, agent_shown
from console.api.amount import Lira
from console.api.cases import CaseShown, known_case
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.problem import Fault, Problem, unknown
from console.wording import Told, in_a_row, told
from records.audit import append
from records.call_record import call_record
from records.database import reading, writing

MEANING = {
    "missing": "This must be filled in.",
    "past": "This lies in the past; a promise needs a time to come.",
    "unknown": "This call is on no case: caller and agent have not met, or met a moment ago.",
    "owed": "Something is still owed on the case: promises of ours, or tasks of departments.",
    "loss": "It is a complaint: tell what the customer lost by it, or that it was nothing.",
    "unsettled": "With this disposition a case is not over.",
}
NOBODY = "There is no such agent."


class LossTold(BaseModel):
    """What the customer lost by our fault; `nothing` where they were asked and lost nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    nothing: bool = False
    what: Annotated[Words, StringConstraints(min_length=1, max_length=1000)] | None = None
    worth: Lira | None = Field(None, description="In lira, as 149.90, where they name it.")
    offered: Annotated[Words, StringConstraints(max_length=1000)] | None = Field(
        None, description="What we do about it."
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if self.nothing == bool(self.what) or (self.nothing and (self.worth or self.offered)):
            raise ValueError("what was lost, or that it was nothing")
        return self

    @property
    def loss(self) -> Loss:
        return Loss(what=self.what, kurus=kurus_of(self.worth) if self.worth else None, offered=self.offered)


class WrapUp(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    disposition: Annotated[Words, StringConstraints(max_length=80)] | None = Field(None, description="What it was.")
    next_action: Annotated[Words, StringConstraints(max_length=1000)] | None = Field(
        None, description="What the agent promised to do."
    )
    next_action_due: Moment | None = Field(None, description="By when, with a time zone.")
    who: Words | None = Field(None, description="The agent who does it; without one whoever talked.")
    closes: bool = Field(False, description="The matter is settled: nothing comes next, and the case is closed.")
    loss: LossTold | None = Field(None, description="Of a complaint: what the customer lost, and what we offer.")
    thanks: Annotated[Words, StringConstraints(min_length=1, max_length=1000)] | None = Field(
        None, description="What the customer said when they thanked the agent."
    )
    tell_customer: bool = Field(False, description="Write to them: the case's number, what comes next and by when.")
    hard: bool = Field(False, description="The call was a hard one: the agent rests before the next.")


def post_wrap_up(board: Board, asked: Asked) -> CaseShown:
    """Write the wrap-up down and let the agent who talked go on to the next caller. What it was, what comes next and by
    when are needed; where it closes the case, only what it was.

    It counts as the agent's; which key sent it is audited beside that.
    """
    wrap_up: WrapUp = asked.body
    call = asked.path["call"]
    agent_id = _who_talked(board, call)
    _audit(board, asked, "wrap_up_sent", f"call:{call}", agent=agent_id)
    try:
        number = complete_wrap_up(
            board,
            call,
            agent_id,
            disposition=wrap_up.disposition,
            next_action=wrap_up.next_action,
            next_action_due=wrap_up.next_action_due,
            hard=wrap_up.hard,
            more=_more(wrap_up),
        )
    except WrapUpRefused as refused:
        raise _refusal(refused) from refused
    with reading(board.database) as session:
        return CaseShown.model_validate(known_case(session, number))


def _more(wrap_up: WrapUp) -> MoreOfWrapUp:
    return MoreOfWrapUp(
        who=wrap_up.who,
        closes=wrap_up.closes,
        loss=wrap_up.loss.loss if wrap_up.loss else None,
        thanks=wrap_up.thanks,
        tell_customer=wrap_up.tell_customer,
    )


def _who_talked(board: Board, call: str) -> str:
    """The agent of the call, from the journal or, when that is a second behind, from the floor."""
    with reading(board.database) as session:
        record = call_record(session, call)
    if record is not None and record.answered_at and record.agent_id:
        return record.agent_id
    on_floor = board.floor.call(call)
    if record is None and on_floor is None:
        raise unknown("call", call)
    if on_floor is None or on_floor.agent is None or on_floor.state not in ("talking", "over", "gone"):
        raise Problem(409, f"Nobody has talked to the caller of {call}.", told=told("nobody_talked", {}))
    return on_floor.agent


def _refusal(refused: WrapUpRefused) -> Problem:
    if refused.faults.get("case") == "unknown":
        return Problem(409, MEANING["unknown"])
    faults = [
        Fault(field=field, detail=NOBODY if field == "who" else MEANING[fault])
        for field, fault in refused.faults.items()
    ]
    return Problem(422, "The wrap-up is not complete.", faults, told=_told(refused))


def _told(refused: WrapUpRefused) -> Told:
    """What still has to be written, for people."""
    asked = in_a_row(told(f"wrap_up_{fault}", {}) for fault in dict.fromkeys(refused.faults.values()))
    return in_a_row((told("wrap_up_incomplete", {}), asked))


def delete_wrap_up(board: Board, asked: Asked) -> AgentShown:
    """A lead ends somebody's wrap-up. The case keeps asking for what was not written down.

    Who did it is audited; where something was missing it stands in the call's timeline, and the agent is told.
    """
    agent_id = asked.path["agent"]
    agent_shown(board, agent_id)
    at_work = board.floor.agent(agent_id)
    if at_work is None or at_work.state != "wrap_up":
        raise Problem(409, f"{agent_id} is not in wrap-up.")
    _audit(board, asked, "end_wrap_up", f"agent:{agent_id}")
    force_wrap_up(board, agent_id, by=asked.who.label)
    return agent_shown(board, agent_id)


def post_wrap_up_extension(board: Board, asked: Asked) -> AgentShown:
    """More time for this wrap-up, once: `wrap_up_until` of the answer is its new end."""
    agent_id = asked.path["agent"]
    agent_shown(board, agent_id)
    if not extend_wrap_up(board, agent_id):
        sentence = f"{agent_id} is not in wrap-up, or had more time already."
        raise Problem(409, sentence, told=told("wrap_up_no_longer", {}))
    return agent_shown(board, agent_id)


def _audit(board: Board, asked: Asked, what: str, subject: str, **data: str) -> None:
    """Before it is done: what nobody could write down does not happen."""
    with writing(board.database) as session:
        append(session, asked.who.label, what, subject, data, board.clock())


OPERATIONS = (
    Operation(method="DELETE", path="/agents/{agent}/wrap-up", scope="cases:write", summary="End an agent's wrap-up",
              does=delete_wrap_up, answers=AgentShown, problems=(404, 409)),
    Operation(method="POST", path="/agents/{agent}/wrap-up/extension", scope="calls:write",
              summary="Give an agent more time to wrap up", does=post_wrap_up_extension, answers=AgentShown,
              problems=(404, 409)),
    Operation(method="POST", path="/calls/{call}/wrap-up", scope="calls:write", summary="Complete a call's wrap-up",
              does=post_wrap_up, answers=CaseShown, body=WrapUp, problems=(404, 409)),
)  # fmt: skip
