"""Erlang A by another way than the product's: the Markov chain of callers in the centre, solved state by state.

Shares and seconds come from solving the balance of the chain and, for the service level, from following one caller
through the chain of those ahead of them by small steps of time (Runge-Kutta); no formula of Erlang or Palm is used.
"""

from dataclasses import dataclass

MOST_WAITING = 600
STEPS = 400


@dataclass(frozen=True, kw_only=True)
class Chain:
    """Poisson arrivals, exponential handling by `agents`, exponential patience; `patience` None: for ever. Seconds."""

    arrivals: float
    handling: float
    agents: int
    patience: float | None = None

    @property
    def impatience(self) -> float:
        return 1 / self.patience if self.patience else 0.0

    def shares(self) -> list[float]:
        """The share of time with 0, 1, 2 … callers in the centre."""
        weights = [1.0]
        for callers in range(1, self.agents + MOST_WAITING):
            busy, waiting = min(callers, self.agents), max(0, callers - self.agents)
            weights.append(weights[-1] * self.arrivals / (busy / self.handling + waiting * self.impatience))
        whole = sum(weights)
        return [weight / whole for weight in weights]

    def wait_probability(self) -> float:
        return sum(self.shares()[self.agents :])

    def abandonment(self) -> float:
        waiting = sum(share * (callers - self.agents) for callers, share in enumerate(self.shares())
                      if callers > self.agents)  # fmt: skip
        return waiting * self.impatience / self.arrivals

    def busy(self) -> float:
        return sum(share * min(callers, self.agents) for callers, share in enumerate(self.shares())) / self.agents

    def answered(self, seconds: float, *, ahead: int) -> tuple[float, float]:
        """Of those who find everybody busy and fewer than `ahead` waiting: the share answered within so many seconds,
        and the seconds they waited, per caller.

        `places[k]`: the share that now has k callers ahead of them.
        """
        found = self.shares()[self.agents : self.agents + ahead]
        places, step = list(found), seconds / STEPS
        answered = waited = 0.0
        for number in range(STEPS):
            before = answered
            slopes = [self._slope(places)]
            for share in (0.5, 0.5, 1.0):
                slopes.append(self._slope([p + share * step * s for p, s in zip(places, slopes[-1], strict=True)]))
            weights = [step / 6, step / 3, step / 3, step / 6]
            first = [places[0] + offset for offset in
                     (0, step / 2 * slopes[0][0], step / 2 * slopes[1][0], step * slopes[2][0])]  # fmt: skip
            answered += sum(w * f for w, f in zip(weights, first, strict=True)) * self.agents / self.handling
            places = [p + sum(w * slope[k] for w, slope in zip(weights, slopes, strict=True))
                      for k, p in enumerate(places)]  # fmt: skip
            waited += (answered - before) * (number + 0.5) * step
        return answered, waited

    def _slope(self, places: list[float]) -> list[float]:
        rate, last = self.agents / self.handling, len(places) - 1
        leaving = [rate + (k + 1) * self.impatience for k in range(len(places))]
        moving = [rate + k * self.impatience for k in range(len(places))]
        return [
            (moving[k + 1] * places[k + 1] if k < last else 0.0) - leaving[k] * place for k, place in enumerate(places)
        ]
