"""An arrow: where it goes, its point, and what is written on it."""

from math import hypot

from ivr.drawing.layout import Curve, Point
from ivr.drawing.marked_up import marked_up
from ivr.drawing.sheet import Arrow

HALF_WIDTH = 4.0
"""Of the arrow's point."""


def arrow_svg(arrow: Arrow, curve: Curve) -> str:
    classes = ["arrow", arrow.state]
    if arrow.calls is not None:
        classes.append(f"often-{arrow.often}")
    if arrow.dashed:
        classes += ["dashed", "by-engine" if arrow.line == "engine" else "trouble"]
    return (
        f'<g class="{" ".join(classes)}"><path d="{_path(curve)}"/><polygon points="{_point(curve)}"/>'
        f"{_label(arrow, curve)}</g>"
    )


def _path(curve: Curve) -> str:
    first, *rest = curve.points
    return f"M{_at(first)}C{' '.join(map(_at, rest))}"


def _point(curve: Curve) -> str:
    """A triangle from the end of the line to the tip."""
    (x, y), (tip_x, tip_y) = curve.points[-1], curve.tip
    length = hypot(tip_x - x, tip_y - y) or 1.0
    aside_x, aside_y = (tip_y - y) / length * HALF_WIDTH, (x - tip_x) / length * HALF_WIDTH
    return f"{tip_x:.1f},{tip_y:.1f} {x + aside_x:.1f},{y + aside_y:.1f} {x - aside_x:.1f},{y - aside_y:.1f}"


def _label(arrow: Arrow, curve: Curve) -> str:
    if curve.label is None:
        return ""
    x, y = curve.label
    return f'<text x="{x:.1f}" y="{y + 4:.1f}">{marked_up(arrow.words)}</text>'


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
