"""Queues: who may answer their callers and from when on, who of them is there now, and how many wait."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from callbacks.membership import lines_of_agents
from console.api.agents import BUSY
from console.api.fields import Moment
from console.api.hours import opening_of
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import unknown
from records.database import reading
from routing.agent_on_floor import AgentOnFloor
from routing.errors import FloorUnavailable
from routing.lines import ring_line
from routing.queue import Queue
from staff.agent import Agent, agents

ORDER = ("ready", *BUSY, "not_ready", "logged_out")
"""Who may be offered a caller now comes first."""


class AgentInRing(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    state: str = Field(description="logged_out, not_ready, ready, reserved, talking or wrap_up.")
    reason: str | None
    since: Moment | None


class RingShown(BaseModel):
    """From `after_seconds` on these may be offered a caller, beside those of the rings before."""

    model_config = ConfigDict(frozen=True)

    number: int
    after_seconds: float
    skills: str = Field(description="What is asked of an agent, as the policy has it; empty: nothing.")
    agents: tuple[AgentInRing, ...] = Field(description="Everybody who satisfies it today, whoever is ready first.")


class DiversionShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    when: str
    to: str


class QueueShown(BaseModel):
    """`waiting` is null, and everybody is as good as signed out, while the floor cannot be reached."""

    model_config = ConfigDict(frozen=True)

    name: str
    hours: str | None = Field(description="Its calendar; null: it never closes.")
    open: bool
    waiting: int | None
    most_waiting: int = Field(description="More callers than these do not join; 0: as many as there are.")
    boost_seconds: float
    service_level_seconds: float
    service_level_percent: float
    rings: tuple[RingShown, ...]
    diversions: tuple[DiversionShown, ...]


class _Now:
    """Everybody with their lines and states, read once."""

    def __init__(self, board: Board) -> None:
        with reading(board.database) as session:
            self.people: Sequence[Agent] = agents(session)
        self.lines = {agent: frozenset(lines) for agent, lines in lines_of_agents(board, self.people).items()}
        self.waiting: Mapping[str, int] | None = None
        self.states: Mapping[str, AgentOnFloor] = {}
        try:
            self.states = {agent.id: agent for agent in board.floor.agents()}
            self.waiting = board.floor.waiting_by_queue()
        except FloorUnavailable:
            pass

    def ring(self, line: str) -> tuple[AgentInRing, ...]:
        found = [self._shown(agent) for agent in self.people if line in self.lines[agent.id]]
        return tuple(sorted(found, key=lambda one: (ORDER.index(one.state), one.name)))

    def _shown(self, agent: Agent) -> AgentInRing:
        at_work = self.states.get(agent.id)
        return AgentInRing(
            id=agent.id,
            name=agent.name,
            state=at_work.state if at_work else "logged_out",
            reason=(at_work.reason or None) if at_work else None,
            since=at_work.since if at_work else None,
        )


def list_queues(board: Board, asked: Asked) -> Page[QueueShown]:
    """All of them in one page, in the order of the policy."""
    now = _Now(board)
    return Page(items=tuple(_shown(board, queue, now) for queue in board.policy.queues.values()))


def show_queue(board: Board, asked: Asked) -> QueueShown:
    queue = board.policy.queues.get(asked.path["queue"])
    if queue is None:
        raise unknown("queue", asked.path["queue"])
    return _shown(board, queue, _Now(board))


def _shown(board: Board, queue: Queue, now: _Now) -> QueueShown:
    return QueueShown(
        name=queue.name,
        hours=queue.hours or None,
        open=not queue.hours or opening_of(board, queue.hours, None).state != "closed",
        waiting=None if now.waiting is None else now.waiting.get(queue.name, 0),
        most_waiting=queue.most_waiting,
        boost_seconds=queue.boost_seconds,
        service_level_seconds=queue.service_level_seconds,
        service_level_percent=queue.service_level_percent,
        rings=tuple(
            RingShown(number=number, after_seconds=ring.after_seconds, skills=ring.skills,
                      agents=now.ring(ring_line(queue.name, number)))
            for number, ring in enumerate(queue.rings, start=1)
        ),
        diversions=tuple(map(DiversionShown.model_validate, queue.diversions)),
    )  # fmt: skip


OPERATIONS = (
    Operation(method="GET", path="/queues", scope="agents:read", summary="List queues with who is in them",
              does=list_queues, answers=Page[QueueShown]),
    Operation(method="GET", path="/queues/{queue}", scope="agents:read", summary="Show a queue with who is in it",
              does=show_queue, answers=QueueShown, problems=(404,)),
)  # fmt: skip
