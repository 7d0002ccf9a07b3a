"""How many calls may be promised for a time: as many as those at work then can make beside the calls that come in.

Pure. Erlang C (`routing/erlang.py`): callbacks come at moments we choose, and are counted as calls like the others; the
target is the queue's own service level for those who ring in.
"""

from dataclasses import dataclass
from math import floor
from typing import Final

from routing.erlang import MOST_AGENTS, Load, outlook

ALMOST: Final = 1e-9


@dataclass(frozen=True, kw_only=True)
class Hour:
    """A time to promise calls for. `agents` are those expected at work, `arrivals` calls an hour that come to them,
    `promised` calls that were promised for it already, each a part where its window is longer. `share` of the agents'
    time is promised away at most; `within_seconds` of `percent` of a hundred callers must still be kept.
    """

    seconds: float
    agents: float
    arrivals: float
    handle_seconds: float
    promised: float
    share: float
    within_seconds: float
    percent: float


def free_in(hour: Hour) -> int:
    """How many more calls may be promised for it."""
    agents = min(floor(hour.agents + ALMOST), MOST_AGENTS)
    if agents < 1:
        return 0
    most = floor(hour.share * agents * hour.seconds / hour.handle_seconds - hour.promised + ALMOST)
    low, high = 0, max(most, 0)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _bears(hour, agents, middle) else (low, middle - 1)
    return low


def _bears(hour: Hour, agents: int, more: int) -> bool:
    calls = hour.arrivals + (hour.promised + more) * 3600 / hour.seconds
    load = Load(calls_per_hour=calls, handle_seconds=hour.handle_seconds)
    return outlook(load, agents).answered_within(hour.within_seconds) >= hour.percent / 100
