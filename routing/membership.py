"""Which lines an agent belongs to. Worked out when policy or skills change, never while a caller waits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from routing.lines import agent_line, ring_line, team_line
from routing.narrowing import Narrowing
from routing.policy import Policy
from routing.queue import Queue
from routing.skills import skill_test, written_down

MOST_LINES: Final = 30
"""What it costs that an agent becomes free grows with their lines: with more of them a policy wants too much."""


@dataclass(frozen=True, kw_only=True)
class AgentFacts:
    """What skill expressions may ask about an agent, on a day.

    `languages` and `skills` map to levels, 0 to 100; `tenure_days` is None where nobody knows since when they are here.
    """

    id: str
    team: str | None = None
    languages: Mapping[str, float] = field(default_factory=dict)
    skills: Mapping[str, float] = field(default_factory=dict)
    certificates: frozenset[str] = frozenset()
    briefings: frozenset[str] = frozenset()
    tenure_days: float | None = None

    def levels(self, policy: Policy) -> Mapping[str, float]:
        """`support`, `lang.tr`, `cert.kvkk`, `briefed.new_tariff`, `newcomer`, `tenure_days` → level."""
        return {
            **self.skills,
            **{f"lang.{language}": level for language, level in self.languages.items()},
            **dict.fromkeys(written_down(self.certificates, self.briefings), 1.0),
            "newcomer": float(self.is_newcomer(policy)),
            "tenure_days": self.tenure_days or 0.0,
        }

    def is_newcomer(self, policy: Policy) -> bool:
        return self.tenure_days is not None and self.tenure_days < policy.newcomer_days


def lines_of(agent: AgentFacts, policy: Policy, narrowings: Iterable[Narrowing] = ()) -> tuple[str, ...]:
    """The agent's own line, their team's, every ring of a queue they satisfy, and those narrowed to skills they have.

    Raises BadSkills for a narrowing that cannot be read.
    """
    levels = agent.levels(policy)
    rings = {queue.name: tuple(_rings(queue, levels)) for queue in policy.queues.values()}
    team = (team_line(agent.team),) if agent.team else ()
    of_queues = (ring_line(queue, number) for queue, numbers in rings.items() for number in numbers)
    return tuple(
        dict.fromkeys((agent_line(agent.id), *team, *of_queues, *_narrowed(levels, policy, rings, narrowings)))
    )


def _rings(queue: Queue, levels: Mapping[str, float]) -> Iterator[int]:
    """The numbers of those the agent satisfies."""
    return (number for number, ring in enumerate(queue.rings, start=1) if skill_test(ring.skills)(levels))


def _narrowed(
    levels: Mapping[str, float], policy: Policy, rings: Mapping[str, Sequence[int]], narrowings: Iterable[Narrowing]
) -> Iterator[str]:
    for narrowing in sorted(narrowings, key=lambda one: (one.queue, one.skills)):
        queue = policy.queue(narrowing.queue).name
        if rings[queue] and skill_test(narrowing.skills)(levels):
            yield from (ring_line(queue, number, narrowing.tidy) for number in rings[queue])
