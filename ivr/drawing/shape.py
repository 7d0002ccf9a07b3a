"""Outlines of cards: a slanted one asks, a pointed one decides, a round one is the end of the flow's part."""

from collections.abc import Callable, Mapping
from typing import Final

from ivr.drawing.look import Look

SLANT, POINT, CORNER, RAIL = 7, 10, 7, 6


def shape_of(look: Look, width: float, height: float) -> str:
    """The outline as an SVG element of class `shape`, from the upper left corner."""
    return SHAPES[look](width, height)


def _round(width: float, height: float, corner: float = CORNER) -> str:
    return f'<rect class="shape" width="{width:g}" height="{height:g}" rx="{corner:g}"/>'


def _slanted(width: float, height: float) -> str:
    return _outline((SLANT, 0), (width, 0), (width - SLANT, height), (0, height))


def _pointed(width: float, height: float) -> str:
    middle = height / 2
    return _outline(
        (POINT, 0), (width - POINT, 0), (width, middle), (width - POINT, height), (POINT, height), (0, middle)
    )


def _railed(width: float, height: float) -> str:
    rails = f"M{RAIL} 0V{height:g}M{width - RAIL:g} 0V{height:g}"
    return f'{_round(width, height, 2)}<path class="shape rail" d="{rails}"/>'


def _outline(*corners: tuple[float, float]) -> str:
    return f'<polygon class="shape" points="{" ".join(f"{x:g},{y:g}" for x, y in corners)}"/>'


SHAPES: Final[Mapping[Look, Callable[[float, float], str]]] = {
    "says": _round,
    "asks": _slanted,
    "decides": _pointed,
    "does": lambda width, height: _round(width, height, 1),
    "person": lambda width, height: _round(width, height, min(height / 2, 24)),
    "flow": _railed,
    "ends": lambda width, height: _round(width, height, min(height / 2, 24)),
    "engine": lambda width, height: _round(width, height, height / 2),
    "missing": _round,
}
