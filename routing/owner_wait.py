"""How long a caller waits for the one agent who knows them before others may answer too."""

from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

Bound = Literal["policy", "service_level", "free_in"]


@dataclass(frozen=True, kw_only=True)
class OwnerWait:
    """`bound` tells what sets the seconds: the policy, what is left of the queue's service level, or when the agent
    may be expected to be free."""

    seconds: float
    bound: Bound


def owner_wait(
    *, policy_seconds: float, service_level_seconds: float, waited_seconds: float, free_in: float | None
) -> OwnerWait:
    """The least of: what policy grants, what the queue's service level leaves of the time waited, and the time after
    which the agent is expected to be free. All in seconds; the answer in whole ones, rounded up,
    as it is told to people.

    `service_level_seconds` 0: the queue has none. `free_in` None: nobody can tell; 0: the agent is free and only has to
    answer, which the other two give time for.

    >>> owner_wait(policy_seconds=30, service_level_seconds=20, waited_seconds=0, free_in=None)
    OwnerWait(seconds=20, bound='service_level')
    >>> owner_wait(policy_seconds=30, service_level_seconds=80, waited_seconds=0, free_in=12)
    OwnerWait(seconds=12, bound='free_in')
    >>> owner_wait(policy_seconds=30, service_level_seconds=20, waited_seconds=300, free_in=0)
    OwnerWait(seconds=0, bound='service_level')
    >>> owner_wait(policy_seconds=30, service_level_seconds=20, waited_seconds=0.004, free_in=None)
    OwnerWait(seconds=20, bound='service_level')
    """
    waits = [OwnerWait(seconds=policy_seconds, bound="policy")]
    if service_level_seconds > 0:
        waits.append(OwnerWait(seconds=max(service_level_seconds - waited_seconds, 0), bound="service_level"))
    if free_in is not None and free_in > 0:
        waits.append(OwnerWait(seconds=free_in, bound="free_in"))
    least = min(waits, key=lambda wait: wait.seconds)
    return replace(least, seconds=ceil(least.seconds))
