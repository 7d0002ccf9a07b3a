"""How a figure stands beside its target: good, fair or bad, each with a sign and a word; calm without data."""

from typing import Final, Literal

Verdict = Literal["good", "fair", "bad", "calm"]

LEVEL_MARGIN: Final = 0.10
"""A service level so far below its target is not yet bad."""
MOST_ABANDONED: Final = 0.05
"""The share of callers who may give up: what centres in general go by; twice as many is bad."""
TIMES_THE_TARGET: Final = 2.0
"""Who waits longer than so many times the time in which they should be answered waits too long."""


def of_level(level: float | None, target: float) -> Verdict:
    """Of shares: 0.8 wanted, 0.75 is fair and 0.69 is bad."""
    if level is None:
        return "calm"
    return "good" if level >= target else "fair" if round(target - level, 6) <= LEVEL_MARGIN else "bad"


def of_wait(seconds: float | None, target_seconds: float) -> Verdict:
    """Of who waits longest; nobody waits: good."""
    if seconds is None or seconds <= target_seconds:
        return "good"
    return "fair" if seconds <= target_seconds * TIMES_THE_TARGET else "bad"


def of_abandonment(share: float | None) -> Verdict:
    if share is None:
        return "calm"
    return "good" if share <= MOST_ABANDONED else "fair" if share <= MOST_ABANDONED * 2 else "bad"


def of_waiting(waiting: int, present: int) -> Verdict:
    """As many as there are people to answer them is fair; with more of them each waits for a second one."""
    return "good" if not waiting else "fair" if waiting <= present else "bad"


def of_people(ready: int, present: int) -> Verdict:
    """Somebody is free; everybody talks; nobody is there."""
    return "good" if ready else "fair" if present else "bad"


def of_callbacks(late: int, soon: int) -> Verdict:
    """A promise that is late is bad however many were kept."""
    return "bad" if late else "fair" if soon else "good"


def worst(verdicts: list[Verdict]) -> Verdict:
    """Of several queues the one that needs looking at; calm where none is known."""
    return next((one for one in ("bad", "fair", "good") if one in verdicts), "calm")
