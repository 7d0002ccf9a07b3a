"""What callers met with: measured, or expected by theory."""

from collections.abc import Sequence
from typing import NamedTuple

from routing.erlang import Outlook

WITHIN_SECONDS = 20


class Figures(NamedTuple):
    """Shares of all calls; `answer_seconds` is the mean wait of the calls answered."""

    had_to_wait: float
    service_level: float
    answer_seconds: float
    gave_up: float


def measured(waits: Sequence[int | None]) -> Figures:
    """Of waits in milliseconds; None is a caller who gave up."""
    answered = [wait for wait in waits if wait is not None]
    return Figures(
        had_to_wait=1 - answered.count(0) / len(waits),
        service_level=sum(wait <= WITHIN_SECONDS * 1000 for wait in answered) / len(waits),
        answer_seconds=sum(answered) / len(answered) / 1000,
        gave_up=1 - len(answered) / len(waits),
    )


def expected(theory: Outlook) -> Figures:
    return Figures(
        had_to_wait=theory.wait_probability,
        service_level=theory.answered_within(WITHIN_SECONDS),
        answer_seconds=theory.answer_seconds,
        gave_up=theory.abandonment,
    )
