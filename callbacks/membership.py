"""An agent's lines, from who they are, what policy says and what day it is."""

import math
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.civil_day import civil_day
from records.database import reading
from routing.membership import MOST_LINES, AgentFacts, lines_of
from routing.moving import carry
from routing.narrowing import Narrowing, sparing_newcomers
from routing.policy import Policy
from staff.agent import Agent, agents, is_anybody_hired_since
from staff.briefing import briefed_on
from staff.certificate import certificates_that_count

A_FEW: Final = 100
"""Of so many agents the database is asked by name; of more, all is read at once."""

log = structlog.get_logger(__name__)


def lines_of_agents(board: Board, people: Iterable[Agent]) -> Mapping[str, tuple[str, ...]]:
    """Each one's lines as they are today, by id."""
    day = civil_day(board.clock())
    with reading(board.database) as session:
        return lines_on(session, people, day=day, policy=board.policy, narrowings=board.narrowings())


def lines_on(
    session: Session, people: Iterable[Agent], *, day: date, policy: Policy, narrowings: frozenset[Narrowing]
) -> Mapping[str, tuple[str, ...]]:
    """The same on any day, with any policy and whatever flows ask for beyond it."""
    everybody, asked = list(people), narrowings | _kept_from_newcomers(session, policy, day)
    of = [each.id for each in everybody] if len(everybody) <= A_FEW else None
    certificates, briefed = certificates_that_count(session, day, of), briefed_on(session, day, of)
    return {
        each.id: lines_of(
            _facts(each, day, certificates.get(each.id, frozenset()), briefed.knows(each.id)), policy, asked
        )
        for each in everybody
    }


def align_lines(board: Board) -> None:
    """Policy, skills, what flows ask for or the day changed since an agent signed in: the floor learns of it.

    The agent may get a caller at once.
    """
    at_work = {agent.id: agent for agent in board.floor.agents() if agent.state != "logged_out"}
    if not at_work:
        return
    with reading(board.database) as session:
        known = [agent for agent in agents(session) if agent.id in at_work]
    for agent_id, lines in lines_of_agents(board, known).items():
        if set(lines) != set(at_work[agent_id].lines):
            _tell_if_many(agent_id, lines)
            carry(board, board.floor.agent_lines(agent_id, lines=lines, now=board.clock()))


def _kept_from_newcomers(session: Session, policy: Policy, day: date) -> frozenset[Narrowing]:
    """Lines without newcomers, while there is a newcomer: else they would be the queue's own lines once more."""
    first_day = day - timedelta(days=math.ceil(policy.newcomer_days) - 1)
    return sparing_newcomers(policy.queues) if is_anybody_hired_since(session, first_day) else frozenset()


def _facts(agent: Agent, day: date, certificates: frozenset[str], briefings: frozenset[str]) -> AgentFacts:
    return AgentFacts(
        id=agent.id,
        team=agent.team,
        languages=agent.spoken,
        skills={str(skill): float(level) for skill, level in agent.skills.items()},
        certificates=certificates,
        briefings=briefings,
        tenure_days=(day - agent.hired_on).days if agent.hired_on else None,
    )


def _tell_if_many(agent_id: str, lines: tuple[str, ...]) -> None:
    if len(lines) > MOST_LINES:
        log.warning("agent_in_many_lines", agent=agent_id, lines=len(lines), advised=MOST_LINES)
