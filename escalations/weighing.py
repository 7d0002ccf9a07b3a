"""What was seen is held against the rules: of every trigger what was seen, and whether that is enough."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from escalations.seeing import Seen
from escalations.trigger_rules import ASKED, TriggerRule
from escalations.words import TRIGGERS

Trace = dict[str, Any]
UNDER: Final = "newcomer"
"""The one trigger that holds under its number and not from it on."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """`saw` None: nothing is known of it."""

    trigger: str
    saw: float | None
    least: float
    on: bool
    holds: bool

    @property
    def trace(self) -> Trace:
        return {"rule": "trigger", "name": self.trigger, "saw": self.saw, "least": self.least, "on": self.on,
                "holds": self.holds}  # fmt: skip


def weigh(rules: Mapping[str, TriggerRule], seen: Seen, asked_for: str) -> tuple[Look, ...]:
    """All of them, in the order of TRIGGERS. What it was asked for holds where somebody asked, whatever is seen."""
    values = _values(seen, asked_for)
    return tuple(_look(trigger, values[trigger], rules[trigger]) for trigger in TRIGGERS)


def _look(trigger: str, saw: float | None, rule: TriggerRule) -> Look:
    enough = saw is not None and (saw < rule.least if trigger == UNDER else saw >= rule.least)
    on = rule.on or trigger in ASKED
    return Look(trigger=trigger, saw=saw, least=rule.least, on=on, holds=on and enough)


def _values(seen: Seen, asked_for: str) -> Mapping[str, float | None]:
    return {
        **{trigger: int(trigger == asked_for) for trigger in ASKED},
        "repeat_calls": seen.repeat_calls,
        "broken_promise": seen.broken_promises,
        "bounces": seen.bounces,
        "wait": round(seen.waited, 1),
        "hold": round(seen.held, 1),
        "hardship": int(seen.hardship),
        "public_complaint": int(seen.public),
        "newcomer": seen.months_here,
        "conduct_complaint": int(seen.conduct),
    }
