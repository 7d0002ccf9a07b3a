"""Which lines an agent belongs to. Worked out when policy or skills change, never while a caller waits."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from routing.lines import agent_line, ring_line, team_line
from routing.narrowing import Narrowing
from routing.policy import Policy
from routing.skills import skill_test


@dataclass(frozen=True, kw_only=True)
class AgentFacts:
    """What skill expressions may ask about an agent: `support` (skill level 0-100) and `lang.tr` (1 when spoken)."""

    id: str
    team: str | None = None
    languages: tuple[str, ...] = ()
    skills: Mapping[str, float] = field(default_factory=dict)


def lines_of(agent: AgentFacts, policy: Policy, narrowings: Iterable[Narrowing] = ()) -> tuple[str, ...]:
    """The agent's own line, their team's, every ring of a queue they satisfy, and those narrowed to skills they have.

    Raises BadSkills for a narrowing that cannot be read.
    """
    levels = {**agent.skills, **{f"lang.{language}": 1.0 for language in agent.languages}}
    rings = tuple(
        ring_line(queue.name, number)
        for queue in policy.queues.values()
        for number, ring in enumerate(queue.rings, start=1)
        if skill_test(ring.skills)(levels)
    )
    team = (team_line(agent.team),) if agent.team else ()
    return (agent_line(agent.id), *team, *rings, *_narrowed(levels, policy, narrowings))


def _narrowed(levels: Mapping[str, float], policy: Policy, narrowings: Iterable[Narrowing]) -> Iterator[str]:
    for narrowing in sorted(narrowings, key=lambda one: (one.queue, one.skills)):
        if not skill_test(narrowing.skills)(levels):
            continue
        queue = policy.queue(narrowing.queue)
        for number, ring in enumerate(queue.rings, start=1):
            if skill_test(ring.skills)(levels):
                yield ring_line(queue.name, number, narrowing.tidy)
