"""An agent's lines, from who they are and what policy says."""

from routing.membership import AgentFacts, lines_of
from routing.policy import Policy
from staff.agent import Agent


def lines_of_agent(agent: Agent, policy: Policy) -> tuple[str, ...]:
    skills = {str(skill): float(level) for skill, level in agent.skills.items()}
    facts = AgentFacts(id=agent.id, team=agent.team, languages=tuple(map(str, agent.languages)), skills=skills)
    return lines_of(facts, policy)
