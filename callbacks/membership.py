"""An agent's lines, from who they are and what policy says."""

from collections.abc import Iterable

from callbacks.board import Board
from records.database import reading
from routing.membership import AgentFacts, lines_of
from routing.moving import carry
from routing.narrowing import Narrowing
from routing.policy import Policy
from staff.agent import Agent, agents


def lines_of_agent(agent: Agent, policy: Policy, narrowings: Iterable[Narrowing]) -> tuple[str, ...]:
    skills = {str(skill): float(level) for skill, level in agent.skills.items()}
    facts = AgentFacts(id=agent.id, team=agent.team, languages=tuple(map(str, agent.languages)), skills=skills)
    return lines_of(facts, policy, narrowings)


def align_lines(board: Board) -> None:
    """Policy, skills or what flows ask for changed since an agent signed in: the floor learns of it.

    The agent may get a caller at once.
    """
    at_work = {agent.id: agent for agent in board.floor.agents() if agent.state != "logged_out"}
    with reading(board.database) as session:
        known = [agent for agent in agents(session) if agent.id in at_work]
    narrowings = board.narrowings()
    for agent in known:
        lines = lines_of_agent(agent, board.policy, narrowings)
        if set(lines) != set(at_work[agent.id].lines):
            carry(board, board.floor.agent_lines(agent.id, lines=lines, now=board.clock()))
