"""How long until the n-th agent is free, when the pace at which agents become free was only watched for a while.

While anybody waits, every agent who could answer is busy. Each finishes at some rate m, so c of them finish at c*m, and
the n-th call from now is finished after a time that is gamma distributed: shape n, rate c*m. Of m we know what we saw:
k calls that took S seconds together. With a gamma prior worth a few calls, what we believe of m is gamma again (shape
k', rate S'), and the time itself has a beta prime distribution: T = (S'/c) * X / (1 - X), X ~ Beta(n, k'). Little seen
makes it wide; much seen makes it the plain gamma (Erlang) of queueing theory.
"""

from math import exp, lgamma, log, log1p
from typing import Final

PRECISION: Final = 1e-12
HALVINGS: Final = 60
MOST_TERMS: Final = 10_000
TINY: Final = 1e-300


def time_quantile(share: float, *, finished: int, seen_calls: float, seen_seconds: float, agents: float) -> float:
    """Seconds within which, with probability `share`, `finished` calls will have been finished by `agents` agents.

    `seen_calls` took `seen_seconds` of agents' time together, the prior's included. All are positive.
    """
    odds = _beta_odds(share, finished, seen_calls)
    return seen_seconds / agents * odds


def _beta_odds(share: float, a: float, b: float) -> float:
    """x / (1 - x) at the quantile x of the beta distribution, by halving the interval x lies in."""
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if beta_share(middle, a, b) < share:
            low = middle
        else:
            high = middle
        if high - low < PRECISION * high:
            break
    return high / (1 - high) if high < 1 else low / (1 - low)


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function I_x(a, b) (DLMF 8.17): the share of Beta(a, b) below x in [0, 1]."""
    if x <= 0 or x >= 1:
        return min(max(x, 0.0), 1.0)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):  # where the fraction converges quickly; else its mirror image
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction DLMF 8.17.22, by Lentz's method: it takes about sqrt(max(a, b)) terms."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, MOST_TERMS):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / _not_zero(1 + term * d), _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < PRECISION:
            break
    return value


def _not_zero(number: float) -> float:
    return number if abs(number) > TINY else TINY
