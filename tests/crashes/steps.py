"""The steps of a dial at which something may break, and by what one sees that it goes on."""

from typing import Final

DUE: Final = ("due.start", "due.row_locked", "due.committed", "due.told", "due.on_floor", "due.before_ack")
CALL: Final = (
    "intent_written",
    "intent",
    "claim_written",
    "claimed",
    "before_post",
    "posted",
    "replied",
    "sid_written",
    "before_ack",
)
RING: Final = ("ring.start", *(f"ring.{each}" for each in CALL))
DIAL: Final = ("dial.start", "dial.row_locked", *(f"dial.{each}" for each in CALL))
CLOCK: Final = ("clock.found", "clock.deadlines_set", "clock.deadline_taken", "clock.to_be_asked", "clock.asked")
STEPS: Final = (*DUE, *RING, *DIAL)
BROKEN: Final = ("worker", "clock", "redis", "emptied", "lost", "jobs")
"""Killed with -9 at that step: the process at work there (which is RQ's worker and its horse in one, for ours never
forks), the clock, Redis. Or Redis is emptied there, or is killed and its file is lost, or loses every key of RQ."""
LEFT: Final = frozenset({"posted", "replied", "sid_written", "before_ack"})
"""The request has left: the telephone rings by itself, and what comes next is that somebody answers it."""
IN_DOUBT: Final = frozenset({
    (f"{job}.{where}", broken)
    for job in ("ring", "dial")
    for where in ("claimed", "before_post")
    for broken in ("worker", "frozen")
})  # fmt: skip
"""Nobody can tell whether the request has left: it is not sent again before there is proof."""
FROZEN: Final = tuple((step, "frozen") for step in ("due.committed", "ring.claimed", "dial.start", "dial.claimed"))
"""Where a worker is stopped, and goes on seven seconds later, longer than a claim is good for."""
FROZEN_SECONDS: Final = 7.0
TWENTY_SECONDS: Final = 20.0


def moved_on_by(step: str) -> frozenset[str]:
    """What happens next to a callback that something broke for."""
    job, _, where = step.partition(".")
    if job == "dial":
        return frozenset({"talks", "met"}) if where in LEFT else frozenset({"dialled"})
    if job == "ring" and where in LEFT:
        return frozenset({"accepted"})
    return frozenset({"rung"})


def rows() -> list[tuple[str, str]]:
    """Every step and whatever may break there."""
    return [*((step, broken) for broken in BROKEN for step in STEPS), *((step, "clock") for step in CLOCK), *FROZEN]
