"""Losing patience: hanging up because nobody came, nothing was heard, or the same was said once too often."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from simulator.clockwork.task import Promise
from simulator.exchange import Exchange
from simulator.lines.calls import leg_ends
from simulator.lines.ear import fold
from simulator.lines.leg import Leg
from simulator.people.manner import Patience
from simulator.people.performance import Performance


async def lose_patience(x: Exchange, leg: Leg, patience: Patience, performance: Performance) -> None:
    """Beside whatever else they do, for as long as they are on the line."""
    alone_since = began = x.kernel.now()
    has_talked = talked = False
    while not leg.is_over:
        now = x.kernel.now()
        if leg.talks or talked:
            alone_since, has_talked = now, True
        talked = leg.talks
        ends = list(_ends(leg, patience, alone_since, None if has_talked else began))
        if ends and min(ends)[0] <= now:
            performance.gave_up = True
            x.tell("person", f"loses patience: {min(ends)[1]}", leg)
            leg_ends(x, leg, status="no-answer", by="person")
            return
        left = (min(ends)[0] - now).total_seconds() if ends else None
        await x.kernel.wait(_news(leg), left)


def _ends(
    leg: Leg, patience: Patience, alone_since: datetime, began: datetime | None
) -> Iterator[tuple[datetime, str]]:
    """The moments at which patience ends as things are now, and what will have been too much."""
    if patience.total is not None and began is not None:
        yield began + timedelta(seconds=patience.total), f"{patience.total:g} s and nobody"
    if patience.waiting is not None and not leg.talks:
        yield alone_since + timedelta(seconds=patience.waiting), f"{patience.waiting:g} s of waiting"
    if patience.silence is not None and not leg.talks:
        quiet_since = max(alone_since, _last_sound(leg) or alone_since)
        yield quiet_since + timedelta(seconds=patience.silence), f"{patience.silence:g} s of silence"
    if patience.repetitions is not None and (often := _often(leg)) >= patience.repetitions:
        yield leg.ear.utterances[-1].started_at + timedelta(seconds=1), f"the same thing {often} times"


def _last_sound(leg: Leg) -> datetime | None:
    """When the last thing they heard ends, unless it is cut."""
    sounds = [one for one in leg.ear.utterances if one.kind != "silence"]
    return max(((one.cut_at or one.started_at + timedelta(seconds=one.seconds)) for one in sounds), default=None)


def _often(leg: Leg) -> int:
    """How often the last thing said has been said; music is not counted."""
    said = [fold(one.text) for one in leg.ear.utterances if one.kind == "say" and not one.text.startswith("♪")]
    return said.count(said[-1]) if said else 0


def _news(leg: Leg) -> Promise[None]:
    first: Promise[None] = Promise()
    for signal in (leg.ear.changed, leg.changed):
        signal.next().then(first.resolve)
    leg.ended.then(first.resolve)
    return first
