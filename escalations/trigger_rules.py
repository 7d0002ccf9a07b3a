"""From when on something is thought of as an escalation: a rule for each trigger, by its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

ASKED: Final = ("caller_asked", "agent_asked")
"""Whoever asks is always heard: these cannot be switched off."""


@dataclass(frozen=True, kw_only=True)
class TriggerRule:
    """It holds from `least` on, in the trigger's own unit: calls within `within_days`, promises, times, minutes that
    somebody waited or stood on hold, months an agent has been here at most; of what is or is not, any rule has 1."""

    on: bool = True
    least: float = 1
    within_days: int = 0


TRIGGER_RULES: Final[Mapping[str, TriggerRule]] = MappingProxyType({
    "caller_asked": TriggerRule(),
    "agent_asked": TriggerRule(),
    "repeat_calls": TriggerRule(least=3, within_days=7),
    "broken_promise": TriggerRule(least=2),
    "bounces": TriggerRule(least=2),
    "wait": TriggerRule(least=15),
    "hold": TriggerRule(least=5),
    "hardship": TriggerRule(),
    "public_complaint": TriggerRule(),
    "newcomer": TriggerRule(least=3),
    "conduct_complaint": TriggerRule(),
})  # fmt: skip
