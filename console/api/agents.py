"""Agents: who they are, and what the floor says they are doing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import unknown
from console.wording import Told, told_if_known
from records.database import reading
from routing.agent_on_floor import AgentOnFloor
from routing.errors import FloorUnavailable
from staff.agent import Agent, agent
from staff.notice import unseen_notices

BUSY: Final = ("reserved", "talking", "wrap_up")
"""States that end by themselves, in the presence the agent asked for."""


class AgentShown(BaseModel):
    """`live` tells whether `state` is what the floor knows now, or what was last written down (floor unreachable)."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    role: str
    team: str | None
    lead_id: str | None
    stand_in_id: str | None = Field(None, description="Who is asked while this agent takes no calls.")
    phone: str | None
    email: str | None
    endpoint: str
    languages: tuple[str, ...]
    language_levels: Mapping[str, int] = Field(description="Each of the languages with its level, 1 to 100.")
    skills: Mapping[str, int]
    hired_on: date | None
    state: str = Field(description="logged_out, not_ready, ready, reserved, talking or wrap_up.")
    reason: str | None
    since: Moment | None
    why: Told | None = Field(None, description="The reason in words, where it is one of ours.")
    presence: str = Field(description="What the agent asked for: the state after the present call and its wrap-up.")
    next_state: str | None = Field(
        None, description="What they will be after the present call and its wrap-up; null while nothing is under way."
    )
    presence_until: Moment | None
    call: str | None
    reservation: str | None
    paused_until: Moment | None = Field(None, description="Not ready until then by our doing; `reason` says why.")
    no_answers: int = Field(0, description="Offers in a row that were not answered.")
    handled_seconds: float = Field(0, description="Spent with callers and their paperwork since signing in.")
    wrap_up_until: Moment | None
    wrap_up_overdue: bool = Field(False, description="Kept in wrap-up because the case still lacks what comes next.")
    live: bool


class AgentsQuery(PageQuery):
    team: Words | None = None


class AgentAtWork(AgentShown):
    """One agent, and how much there is to learn for them."""

    unseen_notices: int = Field(description="See `/agents/{agent}/notices`.")


def list_agents(board: Board, asked: Asked) -> Page[AgentShown]:
    query: AgentsQuery = asked.query
    chosen = select(Agent).where(Agent.active).order_by(Agent.id).limit(query.limit + 1)
    if query.team is not None:
        chosen = chosen.where(Agent.team == query.team)
    if after := query.after(1):
        chosen = chosen.where(Agent.id > after[0])
    with reading(board.database) as session:
        rows = session.scalars(chosen).all()
    seen = _on_the_floor(board)
    now = board.clock()
    shown = tuple(show(row, (seen or {}).get(row.id), now, live=seen is not None) for row in rows[: query.limit])
    return Page(items=shown, next_cursor=cursor_at(shown[-1].id) if len(rows) > query.limit else None)


def show_agent(board: Board, asked: Asked) -> AgentAtWork:
    return agent_at_work(board, asked.path["agent"])


def agent_at_work(board: Board, agent_id: str) -> AgentAtWork:
    """The same with the number of notices they have not seen."""
    shown = agent_shown(board, agent_id)
    with reading(board.database) as session:
        unseen = unseen_notices(session, agent_id)
    return AgentAtWork(**dict(shown), unseen_notices=unseen)


def agent_shown(board: Board, agent_id: str) -> AgentShown:
    """The agent of an id, or a 404."""
    with reading(board.database) as session:
        row = agent(session, agent_id)
    if row is None or not row.active:
        raise unknown("agent", agent_id)
    try:
        return show(row, board.floor.agent(agent_id), board.clock(), live=True)
    except FloorUnavailable:
        return show(row, None, board.clock(), live=False)


def show(row: Agent, at_work: AgentOnFloor | None, now: datetime, *, live: bool) -> AgentShown:
    return AgentShown(
        id=row.id,
        name=row.name,
        role=row.role,
        team=row.team,
        lead_id=row.lead_id,
        stand_in_id=row.stand_in_id,
        phone=row.phone,
        email=row.email,
        endpoint=row.endpoint,
        languages=tuple(row.languages),
        language_levels={language: round(level) for language, level in row.spoken.items()},
        skills=row.skills,
        hired_on=row.hired_on,
        live=live,
        **(_from_floor(at_work, now) if at_work else _from_records(row, live)),
    )


def _from_floor(at_work: AgentOnFloor, now: datetime) -> dict[str, Any]:
    return {
        "state": at_work.state,
        "reason": at_work.reason or None,
        "why": told_if_known(f"state_{at_work.reason}") if at_work.reason else None,
        "since": at_work.since,
        "presence": at_work.presence,
        "next_state": at_work.presence if at_work.state in BUSY else None,
        "presence_until": at_work.presence_until,
        "call": at_work.call,
        "reservation": at_work.reservation,
        "paused_until": at_work.paused_until,
        "no_answers": at_work.no_answers,
        "handled_seconds": at_work.handled_seconds,
        "wrap_up_until": at_work.wrap_up_until,
        "wrap_up_overdue": at_work.wrap_up_until is not None and at_work.wrap_up_until < now,
    }


def _from_records(row: Agent, live: bool) -> dict[str, Any]:
    """Whom a working floor has never seen is not there, whatever was written down last."""
    state = "logged_out" if live else row.presence
    nothing = dict.fromkeys(("call", "reservation", "wrap_up_until"))
    return {
        "state": state,
        "reason": row.presence_reason,
        "since": row.presence_since,
        "presence": state,
        "presence_until": row.presence_until,
        **nothing,
    }


def _on_the_floor(board: Board) -> Mapping[str, AgentOnFloor] | None:
    """Everybody the floor knows, by id; None when it does not answer."""
    try:
        return {one.id: one for one in board.floor.agents()}
    except FloorUnavailable:
        return None


OPERATIONS = (
    Operation(method="GET", path="/agents", scope="agents:read", summary="List agents",
              does=list_agents, answers=Page[AgentShown], query=AgentsQuery),
    Operation(method="GET", path="/agents/{agent}", scope="agents:read", summary="Show an agent",
              does=show_agent, answers=AgentAtWork, problems=(404,)),
)  # fmt: skip
