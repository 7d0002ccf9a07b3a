"""Who answers for an agent who is away: their stand-in, or that one's, and so on."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

MOST: Final = 10
"""However far a policy lets the chain go: who is that far away knows nothing of the caller."""


def chain_of(agent: str, stand_in_of: Mapping[str, str | None], *, depth: int) -> tuple[str, ...]:
    """The stand-ins of an agent, the nearest first, at most so many; a chain that comes back on itself ends there."""
    chain: list[str] = []
    following = stand_in_of.get(agent)
    while following and following != agent and following not in chain and len(chain) < min(depth, MOST):
        chain.append(following)
        following = stand_in_of.get(following)
    return tuple(chain)


def asked_of(chain: Iterable[str], present: Callable[[str], bool]) -> tuple[str, ...]:
    """Those who are asked: the first who is present, and those before, who might come back meanwhile. Whoever stands
    in for somebody who is there is not asked."""
    asked: list[str] = []
    for agent in chain:
        asked.append(agent)
        if present(agent):
            break
    return tuple(asked)
