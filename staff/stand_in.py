"""An agent and those who stand in for them, one after the other."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal, select
from sqlalchemy.orm import Session, aliased

from staff.agent import Agent


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """One of the chain; `works_here` is false for who left the company."""

    id: str
    works_here: bool
    team: str | None
    stand_in: str | None


def with_stand_ins(session: Session, agent_id: str, *, depth: int) -> dict[str, StandIn]:
    """The agent and so many steps of stand-ins after them, by id; empty where nobody of that name ever worked here."""
    rows = session.execute(_chain(depth), {"agent": agent_id})
    return {row.id: StandIn(id=row.id, works_here=row.active, team=row.team, stand_in=row.stand_in_id) for row in rows}


@cache
def _chain(depth: int) -> Select[Any]:
    """One statement for the whole chain; its depth bounds one that comes back on itself."""
    told = (Agent.id, Agent.active, Agent.team, Agent.stand_in_id)
    first = select(*told, literal(0).label("steps")).where(Agent.id == bindparam("agent"))
    chain = first.cte("chain", recursive=True)
    following = aliased(Agent)
    more = select(following.id, following.active, following.team, following.stand_in_id, chain.c.steps + 1).where(
        following.id == chain.c.stand_in_id, chain.c.steps < depth
    )
    return select(chain.union_all(more))
