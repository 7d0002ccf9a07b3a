"""What is to be done about a promise at this moment, and when it is looked at again. It decides and touches nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from cases.promise import Promise
from cases.promise_clock import Milestones

A_DAY: Final = timedelta(days=1)
"""Nobody looks away for longer: a holiday that was ordered meanwhile brings a warning forward or puts it off."""

Act = Literal["warned", "broken", "repeated"]


@dataclass(frozen=True, kw_only=True)
class Look:
    """`act` is what is to be done now; `again_at` is the next look after it, where there is one."""

    act: Act | None
    again_at: datetime | None


def look_at(promise: Promise, clock: Milestones, taken: Collection[str], *, grace_days: int, now: datetime) -> Look:
    """`taken` are the steps of its present round. A look that comes late skips the warning: it would be none."""
    if promise.status == "broken":
        return _after_it_was_broken(promise, clock, taken, now)
    if promise.status != "open":
        return Look(act=None, again_at=None)
    if promise.party == "customer":
        return _at(clock.due_at + timedelta(days=grace_days), "broken", None, now)
    if now >= clock.due_at:
        return Look(act="broken", again_at=None)
    if "warned" in taken:
        return Look(act=None, again_at=min(clock.due_at, now + A_DAY))
    return _at(clock.warn_at, "warned", clock.due_at, now)


def _after_it_was_broken(promise: Promise, clock: Milestones, taken: Collection[str], now: datetime) -> Look:
    if promise.made_good_at is not None or promise.party != "us" or "repeated" in taken:
        return Look(act=None, again_at=None)
    return _at(clock.repeat_at, "repeated", None, now)


def _at(moment: datetime, act: Act, then: datetime | None, now: datetime) -> Look:
    if now >= moment:
        return Look(act=act, again_at=min(then, now + A_DAY) if then else None)
    return Look(act=None, again_at=min(moment, now + A_DAY))
