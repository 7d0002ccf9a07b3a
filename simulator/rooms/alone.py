"""Who is left alone on the line, and for how long they hear nothing."""

from collections.abc import Iterator
from datetime import datetime

from simulator.exchange import Exchange
from simulator.lines.leg import Leg

Stretch = tuple[datetime, datetime]


def note_company(x: Exchange, leg: Leg) -> None:
    """Write down whether there is anybody to talk to from now on, if that has changed."""
    had_company = len(leg.company) % 2 == 1
    if leg.talks is not had_company:
        leg.company.append(x.kernel.now())


def longest_silence(leg: Leg, now: datetime) -> float:
    """The longest time, in seconds, for which they heard neither a sound nor anybody, since they first met somebody.

    What a person says or does not say counts for nothing: with somebody on the line it is not silent.
    """
    if not leg.company:
        return 0.0
    heard_until, longest = leg.company[0], 0.0
    end = leg.ended_at or now
    for since, until in sorted([*_with_company(leg, end), *_with_sound(leg, end), (end, end)]):
        longest = max(longest, (since - heard_until).total_seconds())
        heard_until = max(heard_until, until)
    return longest


def _with_company(leg: Leg, end: datetime) -> Iterator[Stretch]:
    moments = [*leg.company, end] if len(leg.company) % 2 else leg.company
    yield from zip(moments[::2], moments[1::2], strict=True)


def _with_sound(leg: Leg, end: datetime) -> Iterator[Stretch]:
    for heard in leg.ear.utterances:
        if heard.kind != "silence" and heard.started_at < end:
            yield heard.started_at, min(heard.ends_at, end)
