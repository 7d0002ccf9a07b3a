"""A mean and how sure it is, from batches of dependent measurements and from what is known beforehand.

Waits of callers who follow each other are alike, so single waits say less than they seem to: what is nearly independent
is the mean of a batch that is long beside the centre's memory. Of each batch we also know how much work it happened to
bring, and how much it should have brought: what the one explains of the other is taken out (control variates; Lavenberg
and Welch 1981). That is no choice of ours: the weights are the least squares of the batches.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Estimate:
    mean: float
    standard_error: float

    def within(self, errors: float) -> tuple[float, float]:
        return self.mean - errors * self.standard_error, self.mean + errors * self.standard_error


def plain(figures: Sequence[float]) -> Estimate:
    """Of batches on their own."""
    return controlled(figures, [() for _ in figures])


def controlled(figures: Sequence[float], surplus: Sequence[Sequence[float]]) -> Estimate:
    """Of batches, each with its surpluses: measured less known mean of whatever goes with the figure."""
    number, controls = len(figures), len(surplus[0])
    rows = [[1.0, *each] for each in surplus]
    products = [[sum(row[i] * row[j] for row in rows) for j in range(controls + 1)] for i in range(controls + 1)]
    sides = [sum(row[i] * figure for row, figure in zip(rows, figures, strict=True)) for i in range(controls + 1)]
    weights = _solved(products, sides)
    left = [figure - sum(w * x for w, x in zip(weights, row, strict=True))
            for row, figure in zip(rows, figures, strict=True)]  # fmt: skip
    spread = math.fsum(each * each for each in left) / (number - controls - 1)
    first = _solved(products, [1.0] + [0.0] * controls)[0]  # of the inverse: what the weights' own doubt adds
    return Estimate(mean=weights[0], standard_error=math.sqrt(max(0.0, spread * first)))


def _solved(matrix: Sequence[Sequence[float]], side: Sequence[float]) -> list[float]:
    """Gauss, with the largest in front."""
    rows = [[*row, value] for row, value in zip(matrix, side, strict=True)]
    for column in range(len(rows)):
        best = max(range(column, len(rows)), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        for row in range(len(rows)):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [row[-1] / row[i] for i, row in enumerate(rows)]
