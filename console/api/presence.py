"""An agent's presence: ready, not ready for a reason, logged out."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from callbacks.presence import desk_lives, set_presence
from console.api.agents import AgentAtWork, agent_at_work
from console.api.fields import Words
from console.api.operation import Asked, Operation
from console.api.problem import unknown


class PresenceWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    state: Literal["ready", "not_ready", "logged_out"]
    reason: Annotated[Words, StringConstraints(max_length=40)] | None = Field(
        None, description="Why the agent is not ready: break, lunch, training…"
    )
    heartbeat: bool = Field(False, description="A desk's sign of life and no wish of the agent's: see below.")


def put_presence(board: Board, asked: Asked) -> AgentAtWork:
    """The agent as they are now; a ready agent may be reserved for a caller already.

    While they talk or wrap up, this is what comes afterwards. A browser agent's presence must be put again before
    `presence_until`; a phone agent's lasts a shift. Whatever an agent sets ends a pause they are in. A desk that only
    says that it is still there adds `heartbeat`: that prolongs the sign-in, brings back who had lost contact, and
    leaves pauses (`paused_until`) and RONA as they are.
    """
    wanted: PresenceWanted = asked.body
    agent_id = asked.path["agent"]
    says = desk_lives if wanted.heartbeat else set_presence
    if not says(board, agent_id, wanted.state, wanted.reason):
        raise unknown("agent", agent_id)
    return agent_at_work(board, agent_id)


OPERATIONS = (
    Operation(method="PUT", path="/agents/{agent}/presence", scope="presence:write", summary="Set an agent's presence",
              does=put_presence, answers=AgentAtWork, body=PresenceWanted, problems=(404,)),
)  # fmt: skip
