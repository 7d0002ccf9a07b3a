"""The decision: the first row of the table that holds, and a trace of every row that was looked at before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from escalations.asked import CLOCK, Request
from escalations.decision_rules import Row, When
from escalations.ladder import Ladder
from escalations.seeing import Seen
from escalations.weighing import Look, Trace


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that the table may ask for: what is asked, what was seen, how far up the case was, and who can come now."""

    request: Request
    seen: Seen
    looks: tuple[Look, ...]
    ladder: Ladder
    live: bool
    waiting: bool
    lead_free: bool
    peer_free: bool
    buddy_free: bool

    @property
    def holding(self) -> frozenset[str]:
        return frozenset(look.trigger for look in self.looks if look.holds)


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """`level` is the step of the ladder, 0 for none of it."""

    row: Row
    level: int
    trace: tuple[Trace, ...]


def choose(table: Sequence[Row], situation: Situation) -> Chosen:
    """The last row has no conditions, so there is always one."""
    trace: list[Trace] = [*(look.trace for look in situation.looks), _steps(situation.ladder)]
    for row in table:
        because, level = why_not(row.when, situation), situation.ladder.level_of(row.then)
        if because is None and level is not None:
            trace.append({"rule": "row", "name": row.name, "holds": True, "then": row.then, "level": level})
            return Chosen(row=row, level=level, trace=tuple(trace))
        trace.append({"rule": "row", "name": row.name, "holds": False, "because": because or "used_up"})
    last = table[-1]
    return Chosen(row=last, level=0, trace=tuple(trace))


def why_not(when: When, situation: Situation) -> str | None:
    """The first condition that does not hold; None where all do."""
    return next((name for name, holds in _conditions(when, situation).items() if not holds), None)


def _conditions(when: When, situation: Situation) -> Mapping[str, bool]:
    request = situation.request
    sets: dict[str, tuple[frozenset[Any], bool]] = {
        "because": (when.because, request.trigger in when.because and _is_so(situation)),
        "also": (when.also, bool(when.also & situation.holding)),
        "wants": (when.wants, request.wants in when.wants),
        "steps": (when.steps, situation.ladder.step in when.steps),
        "tiers": (when.tiers, situation.seen.tier in when.tiers),
    }
    flags = {name: (getattr(when, name), getattr(situation, name)) for name in
             ("live", "waiting", "lead_free", "peer_free", "buddy_free")}  # fmt: skip
    return {
        **{name: not wanted or holds for name, (wanted, holds) in sets.items()},
        **{name: wanted is None or wanted == there for name, (wanted, there) in flags.items()},
    }


def _is_so(situation: Situation) -> bool:
    """Whoever says so is believed; what only the clock thought of must be seen."""
    return situation.request.by != CLOCK or situation.request.trigger in situation.holding


def _steps(ladder: Ladder) -> Trace:
    return {"rule": "ladder", "answered": sorted(ladder.answered), "open": ladder.open_step, "step": ladder.step}
