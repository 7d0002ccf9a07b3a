"""What an agent is held for right now: at most one caller."""

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.agents import agent_shown
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page
from routing.reservation import Reservation


class ReservationShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    call: str
    agent: str
    state: str = Field(description="offered, ringing, accepted, met, failed or withdrawn.")
    line: str = Field(description="The line of the plan that made the match.")
    step: int = Field(description="The number of the plan's step, from 1.")
    deadline: Moment = Field(description="Until then the agent may accept.")


def list_reservations(board: Board, asked: Asked) -> Page[ReservationShown]:
    """The reservation an agent holds, if any: offered, ringing, or accepted and still in conversation."""
    agent_shown(board, asked.path["agent"])
    at_work = board.floor.agent(asked.path["agent"])
    held = board.floor.reservation(at_work.reservation) if at_work and at_work.reservation else None
    return Page(items=(_show(held),) if held else ())


def _show(held: Reservation) -> ReservationShown:
    return ReservationShown(
        id=held.id,
        call=held.call,
        agent=held.agent,
        state=held.state,
        line=held.line,
        step=held.step,
        deadline=held.deadline,
    )


OPERATIONS = (
    Operation(method="GET", path="/agents/{agent}/reservations", scope="agents:read",
              summary="Show what an agent is held for", does=list_reservations, answers=Page[ReservationShown],
              problems=(404,)),
)  # fmt: skip
