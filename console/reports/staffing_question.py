"""What `sahip staff` was asked, as values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from routing.erlang import Load, Outlook, outlook
from routing.errors import BadStaffing
from routing.staffing import Target, agents_needed, rostered

INTERVAL: Final = re.compile(r"(\d{1,5})(s|m|h|d)?")
UNITS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86400}
USUAL: Final = "80/20"
"""The service level most centres promise."""
FEWER, MORE = 3, 2
"""Rows shown before and after the number needed: how steep it is there decides how much luck is planned with."""


@dataclass(frozen=True, kw_only=True)
class StaffingQuestion:
    """So many calls in an interval, and what is to be kept. `shrinkage` is a share; `agents` are those there are."""

    calls: float
    interval_seconds: float
    handle_seconds: float
    target: Target
    patience_seconds: float | None = None
    shrinkage: float = 0.0
    agents: int | None = None
    more_agents: int = 0
    more_calls: float = 0.0

    def __post_init__(self) -> None:
        """Raises BadStaffing for what nobody can calculate; an interval without calls has no work in it."""
        if self.calls:
            _ = self.load

    @property
    def load(self) -> Load:
        return Load(
            calls_per_hour=self.calls / self.interval_seconds * 3600,
            handle_seconds=self.handle_seconds,
            patience_seconds=self.patience_seconds,
        )

    def needed(self) -> int:
        """Raises BadStaffing where the target cannot be kept."""
        return agents_needed(self.load, self.target)

    def rostered(self) -> int:
        return rostered(self.needed(), self.shrinkage)

    def table(self) -> list[Outlook]:
        """Around the number needed, and for the number asked about."""
        needed = self.needed()
        numbers = set(range(max(1, needed - FEWER), needed + MORE + 1)) | ({self.agents} if self.agents else set())
        return [outlook(self.load, number) for number in sorted(numbers)]

    def what_if(self) -> "StaffingQuestion | None":
        """The same centre with more (or fewer) agents and more (or fewer) calls; None when that was not asked."""
        if not self.more_agents and not self.more_calls:
            return None
        agents = (self.agents or self.needed()) + self.more_agents
        calls = self.calls * (1 + self.more_calls)
        return replace(self, agents=agents, calls=calls, more_agents=0, more_calls=0.0)


def questions_of_day(one: StaffingQuestion, calls: Mapping[datetime, int]) -> dict[datetime, StaffingQuestion]:
    """The same question for each interval of a day, with as many calls as it had (and the more that were asked)."""
    return {
        begin: replace(one, calls=number * (1 + one.more_calls), more_calls=0.0, more_agents=0)
        for begin, number in calls.items()
    }


def target_of(
    service_level: str | None, *, answer_seconds: float | None, occupancy: float | None, abandonment: float | None
) -> Target:
    """What is to be kept, in percent as people write it; 80/20 when nothing else is named. Raises BadStaffing."""
    alone = answer_seconds is None and occupancy is None and abandonment is None
    written = service_level or (USUAL if alone else None)
    share, within = service_level_of(written) if written else (None, Target.within_seconds)
    return Target(
        service_level=share,
        within_seconds=within,
        answer_seconds=answer_seconds,
        occupancy=occupancy and occupancy / 100,
        abandonment=abandonment and abandonment / 100,
    )


def interval_of(written: str) -> float:
    """Seconds of `30m`, `1h`, `900s` or `30` (minutes). Raises BadStaffing."""
    read = INTERVAL.fullmatch(written.strip())
    if not read or not int(read.group(1)):
        raise BadStaffing(f"{written!r} is no interval like 30m, 1h or 900s")
    return float(int(read.group(1)) * UNITS[read.group(2) or "m"])


def service_level_of(written: str) -> tuple[float, float]:
    """The share and the seconds of `80/20`. Raises BadStaffing."""
    share, slash, seconds = written.partition("/")
    try:
        percent, within = float(share.replace(",", ".").strip("% ")), float(seconds.replace(",", ".").strip("s "))
    except ValueError:
        slash = ""
    if not slash or not 0 < percent < 100 or not 0 <= within < UNITS["d"]:
        raise BadStaffing(f"{written!r} is no service level like 80/20: 80 % within 20 seconds")
    return percent / 100, within
