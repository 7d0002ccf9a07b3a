"""When somebody is to be alarmed: which figure, beyond what, for how long, and how often at most."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from cases.civil_day import ZONE

Metric = Literal[
    "waiting", "longest_wait_seconds", "ready_agents", "service_level", "abandonment", "callbacks_late",
    "promises_broken",
]  # fmt: skip
"""Callers in line; seconds; people; shares of 1, today; callbacks past their time; promises not made good."""
OF_QUEUES: Final = ("waiting", "longest_wait_seconds", "ready_agents", "service_level", "abandonment")
"""Those that are of a queue; the others are of the centre."""
Op = Literal[">", ">=", "<", "<="]


@dataclass(frozen=True, kw_only=True)
class AlertRule:
    """While `metric` `op` `value` holds for `for_seconds`, those in `to` are told; and of the same queue not again for
    `cool_down_minutes`. `queues` empty: each queue. `always`: in quiet hours too."""

    name: str
    metric: Metric
    op: Op
    value: float
    for_seconds: float = 60
    cool_down_minutes: float = 30
    queues: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    always: bool = False

    def is_broken_by(self, value: float | None) -> bool:
        """No data breaks nothing."""
        if value is None:
            return False
        match self.op:
            case ">":
                return value > self.value
            case ">=":
                return value >= self.value
            case "<":
                return value < self.value
            case "<=":
                return value <= self.value

    @property
    def lasts(self) -> timedelta:
        return timedelta(seconds=self.for_seconds)

    @property
    def cool_down(self) -> timedelta:
        return timedelta(minutes=self.cool_down_minutes)


@dataclass(frozen=True, kw_only=True)
class QuietHours:
    """In these hours of the centre's day nobody is told; what still stands when they end is told then."""

    begins: time
    ends: time
    zone: ZoneInfo = ZONE

    def at(self, moment: datetime) -> bool:
        here = moment.astimezone(self.zone).time()
        if self.begins <= self.ends:
            return self.begins <= here < self.ends
        return here >= self.begins or here < self.ends


@dataclass(frozen=True, kw_only=True)
class AlertRules:
    """`addresses`: who may be told → the name of the variable in the environment that holds where."""

    rules: tuple[AlertRule, ...] = ()
    quiet: QuietHours | None = None
    addresses: Mapping[str, str] = field(default_factory=dict)
    language: Literal["tr", "en"] = "tr"

    def missing(self, environment: Mapping[str, str]) -> list[str]:
        """Names that somebody is to be told at and that are not set."""
        named = [self.addresses[who] for rule in self.rules for who in rule.to]
        return [name for name in dict.fromkeys(named) if not environment.get(name, "").strip()]

    def is_quiet(self, rule: AlertRule, now: datetime) -> bool:
        return self.quiet is not None and not rule.always and self.quiet.at(now)
