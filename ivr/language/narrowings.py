"""What flows ask of queues beyond the policy: agents belong to lines for it, so it is known before anybody calls."""

from collections.abc import Iterable, Iterator

from ivr.language.agent import AgentNode
from ivr.language.flow import Flow
from routing.errors import BadSkills
from routing.narrowing import Narrowing
from routing.skills import skill_test


def narrowings_in(flows: Iterable[Flow]) -> Iterator[Narrowing]:
    """Expressions that cannot be read are left out: their callers wait for the whole queue."""
    for flow in flows:
        for node in flow.nodes.values():
            if isinstance(node, AgentNode) and node.agent.skills and _readable(node.agent.skills):
                yield Narrowing(queue=node.agent.queue, skills=node.agent.skills)


def _readable(skills: str) -> bool:
    try:
        skill_test(skills)
    except BadSkills:
        return False
    return True
