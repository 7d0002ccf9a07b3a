"""What this centre promises and how it watches over it: part `promises` of `care.yaml`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Final, cast

from hours.bilingual import Bilingual
from records.owed_call import CALLBACK

CALLED_ABOUT: Final = (CALLBACK, "visit", "delivery", "update", "payment", "decision", "answer", "promised")
"""Kinds of promises whose customer hears it from us first when one of them is broken."""
OUR_OWN: Final = ("next_action", "patience")
"""Kinds that are broken among ourselves: owner and lead learn of it, and no customer is called about it."""


@dataclass(frozen=True, kw_only=True)
class PromiseKind:
    """`calendar` says whose working hours count, where it is not the centre's usual one."""

    words: Bilingual
    calendar: str | None = None
    calls_first: bool = True


def _known_kinds() -> Mapping[str, PromiseKind]:
    ours = {kind: PromiseKind(words=words(kind), calls_first=False) for kind in OUR_OWN}
    return {kind: PromiseKind(words=words(kind)) for kind in CALLED_ABOUT} | ours


@dataclass(frozen=True, kw_only=True)
class PromiseRules:
    """`calendar` is the usual one: its hours count; without one every hour does.

    The owner is warned when `warn_percent` of the working time is gone, and asked again at `repeat_percent`.
    """

    calendar: str | None = None
    kinds: Mapping[str, PromiseKind] = field(default_factory=_known_kinds)
    warn_percent: int = 75
    repeat_percent: int = 150
    call_within_minutes: int = 60
    """After a promise was broken the customer is called within so many minutes of working time."""
    most_calls: int = 3
    """So often a call about one broken promise is promised anew; then it stands on the lead's list."""
    queue: str | None = None
    """Who calls where the case has no owner; the centre's first queue without it."""
    longest_pause_days: int = 14
    """A clock that waits for a customer runs again after so long, answered or not."""
    customer_grace_days: int = 7
    """So long after the day a customer's own promise is broken: money travels."""
    same_day_least_minutes: int = 60
    """Nothing is promised for the same day with less working time than this left of it."""

    def calendar_for(self, kind: str, chosen: str | None) -> str | None:
        """Whose hours count for a promise of this kind, unless it was made by a calendar of its own."""
        known = self.kinds.get(kind)
        return chosen or (known.calendar if known else None) or self.calendar

    def calls_first(self, kind: str) -> bool:
        known = self.kinds.get(kind)
        return known is None or known.calls_first


@cache
def _catalogue() -> Mapping[str, Mapping[str, str]]:
    text = (resources.files("cases") / "promise_words.json").read_text(encoding="utf-8")
    return cast(Mapping[str, Mapping[str, str]], json.loads(text))


def words(key: str) -> Bilingual:
    """What we say of promises ourselves where the centre wrote nothing better."""
    said = _catalogue()[key]
    return Bilingual(tr=said["tr"], en=said["en"])
