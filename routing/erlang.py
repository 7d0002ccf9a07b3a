"""What callers may expect of so many agents: the formulas of Erlang (B, C) and Palm (Erlang A).

Calls arrive at random (Poisson), handling and patience are exponential, agents are alike, the first to wait is served
first. B: who finds everybody busy is lost. C: they wait for ever. A: they wait as long as their patience lasts.
With Poisson rate λ, n agents of rate μ and patience of rate θ, the wait somebody patient would have has, beyond 0, a
density in proportion to exp(λ(1−e^{−θx})/θ − nμx) (Baccelli, Hebuterne 1981); what follows are its integrals, summed
from positive terms only, in logarithms, so that nothing overflows and nothing cancels.
Durations are seconds, shares between 0 and 1.
"""

import math
from dataclasses import dataclass
from typing import Final

from routing.errors import BadStaffing

MOST_AGENTS: Final = 20_000
"""More than any floor we route for; the recursions take as many steps."""
MOST_WAITED: Final = 20_000
"""Calls within one mean patience: a sum has about so many terms where too few agents are there."""
SMALLEST_TERM: Final = 1e-17
LEAST, MOST = 1e-9, 1e12
"""Between these the sums stay numbers; what lies outside is a slip of the keyboard."""


@dataclass(frozen=True, kw_only=True)
class Load:
    """The work that comes in. `handle_seconds` is talk and wrap-up, `patience_seconds` the mean; None: for ever."""

    calls_per_hour: float
    handle_seconds: float
    patience_seconds: float | None = None

    def __post_init__(self) -> None:
        _positive("calls an hour", self.calls_per_hour)
        _positive("the seconds a call takes", self.handle_seconds)
        if self.patience_seconds is not None:
            _positive("the seconds callers have patience", self.patience_seconds)
            if self.arrival_rate * self.patience_seconds > MOST_WAITED:
                raise BadStaffing(f"more than {MOST_WAITED} calls within the callers' patience")
        if self.erlangs > MOST_AGENTS:
            raise BadStaffing(f"{self.erlangs:g} erlangs of work; up to {MOST_AGENTS} can be calculated")

    @property
    def arrival_rate(self) -> float:
        """Calls a second."""
        return self.calls_per_hour / 3600

    @property
    def erlangs(self) -> float:
        """Agents kept busy on average, if every call is taken."""
        return self.arrival_rate * self.handle_seconds


def erlang_b(erlangs: float, lines: int) -> float:
    """The share of calls that finds all lines busy, where those are lost."""
    blocked = 1.0
    for line in range(1, lines + 1):
        blocked = erlangs * blocked / (line + erlangs * blocked)
    return blocked


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What callers may expect of `agents`. All shares are of all calls, also of those whose callers give up.

    `answer_seconds` is the mean wait of the calls answered (ASA); infinite where the queue grows for ever.
    """

    load: Load
    agents: int
    wait_probability: float
    abandonment: float
    answer_seconds: float

    @property
    def occupancy(self) -> float:
        """The share of their time that agents are busy with calls."""
        return min(1.0, self.load.erlangs * (1 - self.abandonment) / self.agents)

    def answered_within(self, seconds: float) -> float:
        """Service level: the share of all calls that is answered within so many seconds."""
        if _grows(self.load, self.agents):
            return 0.0
        later = math.exp(self._beyond(seconds, self._end_rate + self._impatience))
        return max(0.0, 1 - self.abandonment - self.wait_probability * later)

    def longer_than(self, seconds: float) -> float:
        """The share of callers who wait longer than this, if they have the patience."""
        if _grows(self.load, self.agents):
            return 1.0
        return self.wait_probability * math.exp(self._beyond(seconds, self._end_rate))

    def wait_of(self, share: float) -> float:
        """So many seconds at most this share of (patient) callers waits."""
        if not 0 <= share < 1:
            raise BadStaffing("a share of callers lies between 0 % and 100 %")
        if _grows(self.load, self.agents):
            return math.inf
        short, long = 0.0, 1.0
        while self.longer_than(long) > 1 - share:
            short, long = long, 2 * long
        while long - short > 1e-9 * long and self.longer_than(0) > 1 - share:
            middle = (short + long) / 2
            short, long = (middle, long) if self.longer_than(middle) > 1 - share else (short, middle)
        return long if self.longer_than(0) > 1 - share else 0.0

    @property
    def _end_rate(self) -> float:
        return self.agents / self.load.handle_seconds

    @property
    def _impatience(self) -> float:
        return _impatience(self.load)

    def _beyond(self, seconds: float, rate: float) -> float:
        """Logarithm of ∫ from `seconds` on of exp(λ(1−e^{−θx})/θ − rate·x), over the same from 0 on at nμ."""
        impatience, arrivals = self._impatience, self.load.arrival_rate
        came = arrivals * (-math.expm1(-impatience * seconds) / impatience if impatience else seconds)
        rest, _ = _queue(arrivals * math.exp(-impatience * seconds), rate, impatience)
        whole, _ = _queue(arrivals, self._end_rate, impatience)
        return came - rate * seconds + rest - math.log(rate) - whole + math.log(self._end_rate)


def outlook(load: Load, agents: int) -> Outlook:
    """Erlang C where callers have patience for ever, else Erlang A."""
    if not 1 <= agents <= MOST_AGENTS:
        raise BadStaffing(f"there are 1 to {MOST_AGENTS} agents, not {agents}")
    if _grows(load, agents):
        return Outlook(load=load, agents=agents, wait_probability=1.0, abandonment=0.0, answer_seconds=math.inf)
    arrivals, end_rate = load.arrival_rate, agents / load.handle_seconds
    blocked = erlang_b(load.erlangs, agents)
    queue, waited = _queue(arrivals, end_rate, _impatience(load))
    waits = 1.0 if blocked == 1 else blocked / (blocked + (1 - blocked) * math.exp(-queue))
    taken = -math.expm1(-queue) * end_rate / arrivals  # of those who wait
    gone = max(0.0, waits * (1 - taken)) if load.patience_seconds else 0.0
    answer = waits * (waited * end_rate - 1) / arrivals / (1 - gone)
    return Outlook(load=load, agents=agents, wait_probability=waits, abandonment=gone, answer_seconds=answer)


def _queue(arrivals: float, rate: float, impatience: float) -> tuple[float, float]:
    """Of the states with 0, 1, 2 … waiting: the logarithm of their weight over that of the first, and the mean time
    until somebody who comes then is served, if they are patient."""
    if not impatience:
        return -math.log1p(-arrivals / rate), 1 / (rate - arrivals)
    top, term, ahead = 0.0, 0.0, 1 / rate
    total, waited, order = 1.0, ahead, 0
    while True:
        order += 1
        leaving = rate + order * impatience
        term += math.log(arrivals / leaving)
        ahead += 1 / leaving
        if term > top:
            total, waited, top = total * math.exp(top - term), waited * math.exp(top - term), term
        share = math.exp(term - top)
        total, waited = total + share, waited + share * ahead
        if leaving > arrivals and share < SMALLEST_TERM * total * (1 - arrivals / leaving):
            return top + math.log(total), waited / total


def _grows(load: Load, agents: int) -> bool:
    """Nobody gives up and there is more work than agents: the queue grows for ever."""
    return load.patience_seconds is None and load.erlangs >= agents


def _impatience(load: Load) -> float:
    return 1 / load.patience_seconds if load.patience_seconds else 0.0


def _positive(what: str, value: float) -> None:
    if not (math.isfinite(value) and value > 0):
        raise BadStaffing(f"{what} must be more than 0, not {value:g}")
    if not LEAST <= value <= MOST:
        raise BadStaffing(f"{what} must lie between {LEAST:g} and {MOST:g}, not be {value:g}")
