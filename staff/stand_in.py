"""An agent and those who stand in for them, one after the other."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, bindparam, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from records.database import AwareDateTime
from staff.absence import Absence
from staff.agent import Agent


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """One of the chain; `works_here` is false for who left the company, `away_until` is the end of an absence.

    `stand_in` is who stands in for them now: the one of the absence they are on, or the one of every day.
    """

    id: str
    works_here: bool
    team: str | None
    stand_in: str | None
    away_until: datetime | None


def with_stand_ins(session: Session, agent_id: str, *, depth: int, at: datetime) -> dict[str, StandIn]:
    """The agent and so many steps of stand-ins after them, by id; empty where nobody of that name ever worked here."""
    rows = session.execute(_chain(depth), {"agent": agent_id, "at": at})
    return {
        row.id: StandIn(
            id=row.id, works_here=row.active, team=row.team, stand_in=row.stand_in, away_until=row.away_until
        )
        for row in rows
    }


def who_answers_for(session: Session, agent_id: str, *, depth: int, at: datetime) -> str:
    """The agent, or while they are away the first of their stand-ins who is not; the agent where nobody is."""
    people, following = with_stand_ins(session, agent_id, depth=depth, at=at), agent_id
    for _ in people:
        known = people.get(following)
        if known is None:
            break
        if known.works_here and known.away_until is None:
            return following
        following = known.stand_in or ""
    return agent_id


@cache
def _chain(depth: int) -> Select[Any]:
    """One statement for the whole chain; its depth bounds one that comes back on itself."""
    first = select(*_told(Agent), literal(0).label("steps")).where(Agent.id == bindparam("agent"))
    chain = first.cte("chain", recursive=True)
    following = aliased(Agent)
    more = select(*_told(following), chain.c.steps + 1).where(following.id == chain.c.stand_in, chain.c.steps < depth)
    return select(chain.union_all(more))


def _told(who: type[Agent]) -> tuple[Any, ...]:
    stand_in = func.coalesce(_of_absence(who, Absence.stand_in_id), who.stand_in_id).label("stand_in")
    return who.id, who.active, who.team, stand_in, _of_absence(who, Absence.ends_at).label("away_until")


def _of_absence(who: type[Agent], column: InstrumentedAttribute[Any]) -> ScalarSelect[Any]:
    """A column of the absence somebody is on at the moment `at`."""
    at = bindparam("at", type_=AwareDateTime())
    now = Absence.starts_at <= at, Absence.ends_at > at, Absence.ended_at.is_(None)
    return select(column).where(Absence.agent_id == who.id, *now).limit(1).scalar_subquery()
