"""When a listening is over: a table, read from above. The first row that is true says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from escalations.listening.listening import Listening
from escalations.listening.seen import Seen

COMES_WITHIN: Final = timedelta(seconds=90)
"""A listener who has not come by then is not waited for: a telephone rings 25 s, a whisper and its key take 15."""

ENDS: Final[tuple[tuple[str, Callable[[Listening, Seen], bool]], ...]] = (
    ("conversation_over", lambda row, seen: not seen.talks),
    ("declined", lambda row, seen: seen.way == "declined"),
    ("left", lambda row, seen: row.joined_at is not None and seen.listener is None and _is_gone(seen)),
    ("no_answer", lambda row, seen: row.joined_at is None and seen.way == "gone"),
    ("no_answer", lambda row, seen: row.joined_at is None and seen.now - row.asked_at >= COMES_WITHIN),
)


def why_over(row: Listening, seen: Seen) -> str | None:
    """None: it goes on."""
    return next((why for why, is_so in ENDS if is_so(row, seen)), None)


def _is_gone(seen: Seen) -> bool:
    return seen.way in ("gone", "unknown", "asked") or not seen.leg_lives
