"""Seconds by which a caller is served sooner than their place in time says, each with a name and a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

QUEUE: Final = "queue"
"""The boost of a whole queue: all its callers have it."""


@dataclass(frozen=True, kw_only=True)
class Boost:
    """`name` is one of `routing.policy.BOOSTS`, `tier:` and a customer's tier, or `queue`."""

    name: str
    seconds: float


def boosts_of(names: Iterable[str], seconds: Mapping[str, float]) -> tuple[Boost, ...]:
    """Those of the names that the policy gives seconds for, in its order; a name counts once."""
    wanted = set(names)
    return tuple(Boost(name=name, seconds=worth) for name, worth in seconds.items() if name in wanted and worth > 0)


def tier_boost(tier: str | None, seconds: Mapping[str, float]) -> str | None:
    """The name under which the policy serves customers of this tier sooner: its own, or `vip` for that one."""
    if not tier:
        return None
    own = f"tier:{tier}"
    return "vip" if tier.casefold() == "vip" and own not in seconds else own


def boost_seconds(boosts: Iterable[Boost]) -> float:
    return sum(boost.seconds for boost in boosts)


def capped(boosts: Iterable[Boost], most_seconds: float) -> tuple[Boost, ...]:
    """As many of the seconds as are allowed in all, those named first first."""
    kept: list[Boost] = []
    left = most_seconds
    for boost in boosts:
        if left <= 0:
            break
        kept.append(replace(boost, seconds=min(boost.seconds, left)))
        left -= boost.seconds
    return tuple(kept)
