"""How many agents it takes to keep what was promised to callers."""

import math
from dataclasses import dataclass
from typing import Final

from routing.erlang import MOST_AGENTS, Load, Outlook, outlook
from routing.errors import BadStaffing

A_DAY: Final = 86_400.0
"""Nobody promises to answer within more seconds."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """What has to be kept, all of it; None is not asked for. Shares between 0 and 1.

    `service_level` of all calls are answered within `within_seconds`; `answer_seconds` is the longest mean wait of the
    calls answered, `occupancy` the most of their time agents are busy, `abandonment` the most callers who give up.
    """

    service_level: float | None = None
    within_seconds: float = 20.0
    answer_seconds: float | None = None
    occupancy: float | None = None
    abandonment: float | None = None

    def __post_init__(self) -> None:
        shares = (self.service_level, self.occupancy, self.abandonment)
        if any(share is not None and not 0 < share < 1 for share in shares):
            raise BadStaffing("a share to be kept lies between 0 % and 100 %, and neither can be promised")
        if self.within_seconds < 0 or (self.answer_seconds is not None and self.answer_seconds <= 0):
            raise BadStaffing("nobody is answered before they call")
        if self.answer_seconds is not None and not self.answer_seconds <= A_DAY:
            raise BadStaffing(f"a mean wait to be kept is {A_DAY:.0f} s at most, not {self.answer_seconds:g}")
        if all(share is None for share in (*shares, self.answer_seconds)):
            raise BadStaffing("nothing is to be kept; name a service level, a wait, an occupancy or an abandonment")

    def kept_by(self, expected: Outlook) -> bool:
        promised = (
            (expected.abandonment, self.abandonment),
            (expected.answer_seconds, self.answer_seconds),
            (expected.occupancy, self.occupancy),
        )
        if any(most is not None and value > most for value, most in promised):
            return False
        return self.service_level is None or expected.answered_within(self.within_seconds) >= self.service_level


def agents_needed(load: Load, target: Target) -> int:
    """The fewest agents that keep the target: one fewer does not. Raises BadStaffing where nobody could."""
    if target.abandonment is not None and load.patience_seconds is None:
        raise BadStaffing("callers who wait for ever do not give up; say how long their patience lasts")
    few, enough = 0, 1
    while not target.kept_by(outlook(load, enough)):
        if enough == MOST_AGENTS:
            raise BadStaffing(f"{MOST_AGENTS} agents would not keep it")
        few, enough = enough, min(2 * enough, MOST_AGENTS)
    while enough - few > 1:
        middle = (few + enough) // 2
        few, enough = (few, middle) if target.kept_by(outlook(load, middle)) else (middle, enough)
    return enough


def rostered(agents: int, shrinkage: float) -> int:
    """How many must be on the roster so that this many are at work when this share is away: ill, trained.

    The sum is rounded up, but not for what is only a computer's fraction.
    """
    if not 0 <= shrinkage < 1:
        raise BadStaffing("a shrinkage lies between 0 % and 100 %")
    return math.ceil(agents / (1 - shrinkage) - 1e-9)
