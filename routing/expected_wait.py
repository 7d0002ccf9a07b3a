"""How long a caller will wait: an interval we believe in, or nothing. Never longer than told before without saying why.

The interval goes from the quarter to the nine tenths of what is likely: of four callers one is answered sooner than
we say, of ten callers one later. The upper end is farther out because a promise broken costs more than one kept early.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Final, Literal, Self

from routing.queue_figures import QueueFigures
from routing.waiting_time import time_quantile

Reason = Literal["fewer_agents", "longer_calls", "boosted_ahead"]
"""Why a wait is longer than was told: agents left; calls take longer; callers with more urgent matters came."""

LOW_SHARE: Final = 0.25
HIGH_SHARE: Final = 0.90
FEWEST_SAMPLES: Final = 5
"""With fewer calls finished in the last hour we cannot tell."""
PRIOR_CALLS: Final = 2.0
PRIOR_SECONDS: Final = 300.0
"""What we believed before the hour began, worth two calls of five minutes: with five calls seen it still weighs a
third, so that five short ones promise nothing; with a hundred it is forgotten."""
LONGER_CALLS: Final = 1.1
"""Calls that take a tenth longer than when we told the wait are a reason for another one; less is noise."""
FEWER_AGENTS: Final = 0.95
COARSE_FROM_MINUTES: Final = 20
COARSE_MINUTES: Final = 5
"""From 20 minutes on only every fifth minute is said: nobody knows better, and nobody believes it."""


@dataclass(frozen=True, kw_only=True)
class ExpectedWait:
    """Seconds from now. `reason` says why it is longer than what was told before; None when it is not.

    The rest is what it was computed from: calls `ahead` (callbacks among them), weighted `agents`, and how long one
    call keeps an agent. It travels with what was told, so that the next telling can say what changed.
    """

    low_seconds: float
    high_seconds: float
    reason: Reason | None = None
    ahead: int = 0
    agents: float = 0.0
    handle_seconds: float = 0.0

    def carried(self) -> str:
        """As a URL carries it from one turn of the wait to the next."""
        numbers = (self.low_seconds, self.high_seconds, self.ahead, self.agents, self.handle_seconds)
        return "_".join(f"{number:.6g}" for number in numbers)

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Back from a URL; None for whatever is not one of ours."""
        try:
            low, high, ahead, agents, handle = (float(part) for part in text.split("_"))
            wait = cls(low_seconds=low, high_seconds=high, ahead=int(ahead), agents=agents, handle_seconds=handle)
        except (ValueError, OverflowError):
            return None
        return wait if 0 <= low <= high < float("inf") else None


def expected_wait(*, ahead: int, callbacks_ahead: int, figures: QueueFigures, ready: int = 0) -> ExpectedWait | None:
    """The wait of a caller with so many callers and so many callbacks before them; None: we cannot tell.

    That is so with fewer than five calls finished in the last hour, and while nobody is at work. `ready` agents are
    free for somebody who would join; while anybody waits, nobody is.
    """
    before = ahead + callbacks_ahead
    if before < ready:
        return ExpectedWait(low_seconds=0.0, high_seconds=0.0, ahead=before, agents=figures.agents)
    if figures.samples < FEWEST_SAMPLES or figures.agents <= 0:
        return None
    low, high = (_within(share, before + 1, figures) for share in (LOW_SHARE, HIGH_SHARE))
    return ExpectedWait(
        low_seconds=low, high_seconds=high, ahead=before, agents=figures.agents, handle_seconds=figures.handle_seconds
    )


def told_again(before: ExpectedWait, elapsed_seconds: float, now: ExpectedWait | None) -> ExpectedWait | None:
    """What to tell a caller who was told `before` so many seconds ago and for whom we would now say `now`.

    Never more than what is left of what was told, unless there is a reason, which is then said. A queue that merely
    moves a little slower is none: the caller hears what is left of the old interval for as long as it is still likely.
    Once even our lower end lies beyond it, the calls take longer than we thought, and we say so.
    """
    if now is None:
        return None
    left_low, left_high = (max(seconds - elapsed_seconds, 0.0) for seconds in (before.low_seconds, before.high_seconds))
    if now.low_seconds <= left_low and now.high_seconds <= left_high:
        return replace(now, reason=None)
    if reason := _what_changed(before, now):
        return replace(now, reason=reason)
    if now.low_seconds > left_high:
        return replace(now, reason="longer_calls")
    low, high = min(now.low_seconds, left_low), min(now.high_seconds, left_high)
    return replace(now, low_seconds=low, high_seconds=high, reason=None)


def in_minutes(wait: ExpectedWait) -> tuple[int, int]:
    """The interval as people say it, rounded outwards: (0, 1) is "less than a minute", (0, 3) "at most three"."""
    return _whole(wait.low_seconds / 60, floor), max(_whole(wait.high_seconds / 60, ceil), 1)


def _within(share: float, finished: int, figures: QueueFigures) -> float:
    return time_quantile(
        share,
        finished=finished,
        seen_calls=PRIOR_CALLS + figures.samples,
        seen_seconds=PRIOR_CALLS * PRIOR_SECONDS + figures.samples * figures.handle_seconds,
        agents=figures.agents,
    )


def _what_changed(before: ExpectedWait, now: ExpectedWait) -> Reason | None:
    """The change that weighs most of those that make a wait longer."""
    weights: dict[Reason, float] = {
        "boosted_ahead": (now.ahead + 1) / (before.ahead + 1) if now.ahead > before.ahead else 1.0,
        "fewer_agents": before.agents / now.agents if now.agents < before.agents * FEWER_AGENTS else 1.0,
        "longer_calls": now.handle_seconds / before.handle_seconds
        if now.handle_seconds > before.handle_seconds * LONGER_CALLS > 0
        else 1.0,
    }
    reason = max(weights, key=lambda name: weights[name])
    return reason if weights[reason] > 1.0 else None


def _whole(minutes: float, rounded: Callable[[float], int]) -> int:
    step = COARSE_MINUTES if rounded(minutes) >= COARSE_FROM_MINUTES else 1
    return step * rounded(minutes / step)
