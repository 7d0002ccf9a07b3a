"""Where an agent's time went. Every second between two moments is in exactly one state."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

UNSEEN: Final = "logged_out"
"""Of an agent nobody ever heard of."""


@dataclass(frozen=True, kw_only=True)
class StateChange:
    """At `at` an agent went from one state, in which they had been since `was_since`, to another."""

    at: datetime
    before: str
    was_since: datetime
    after: str


def seconds_in_states(
    changes: Iterable[StateChange], *, since: datetime, until: datetime, state_at_since: str | None = None
) -> dict[str, float]:
    """Seconds by state in [since, until); they sum to until - since, whatever is given.

    `state_at_since` is needed where nothing changed; else the first change tells it. Where a change was lost, the next
    one tells since when its state had been.
    """
    seconds: defaultdict[str, float] = defaultdict(float)
    told = sorted((change for change in changes if since <= change.at < until), key=lambda change: change.at)
    state, at = (told[0].before if told else state_at_since or UNSEEN), since
    for change in told:
        if change.before != state:
            began = min(max(change.was_since, at), change.at)
            seconds[state] += (began - at).total_seconds()
            state, at = change.before, began
        seconds[state] += (change.at - at).total_seconds()
        state, at = change.after, change.at
    seconds[state] += (until - at).total_seconds()
    return {state: spent for state, spent in sorted(seconds.items()) if spent}
