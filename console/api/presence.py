"""An agent's presence: ready, not ready for a reason, logged out."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.presence import set_presence
from console.api.agents import AgentShown, agent_shown
from console.api.fields import Words
from console.api.operation import Asked, Operation
from console.api.problem import unknown


class PresenceWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Literal["ready", "not_ready", "logged_out"]
    reason: Annotated[Words, StringConstraints(max_length=40)] | None = Field(
        None, description="Why the agent is not ready: break, lunch, training…"
    )


def put_presence(board: Board, asked: Asked) -> AgentShown:
    """The agent as they are now; a ready agent may be reserved for a caller already.

    While they talk or wrap up, this is what comes afterwards. A browser agent's presence must be put again before
    `presence_until`; a phone agent's lasts a shift.
    """
    wanted: PresenceWanted = asked.body
    agent_id = asked.path["agent"]
    if not set_presence(board, agent_id, wanted.state, wanted.reason):
        raise unknown("agent", agent_id)
    return agent_shown(board, agent_id)


OPERATIONS = (
    Operation(method="PUT", path="/agents/{agent}/presence", scope="presence:write", summary="Set an agent's presence",
              does=put_presence, answers=AgentShown, body=PresenceWanted, problems=(404,)),
)  # fmt: skip
