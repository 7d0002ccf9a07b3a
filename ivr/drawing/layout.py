"""Where everything stands: asked of Graphviz, which is a program beside Python's own and may be missing."""

import json
import shutil
import subprocess
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from ivr.errors import DrawingUnavailable

PROGRAMS: Final = ("graphviz-pure", "dot")
SLOWEST_SECONDS: Final = 20
"""A flow of 400 nodes takes about one."""

Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A line from point to point by way of two others each, and where its tip is; `label` is the label's middle."""

    points: tuple[Point, ...]
    tip: Point
    label: Point | None = None


@dataclass(frozen=True, kw_only=True)
class Layout:
    """In pixels from the upper left, in the order of the sheet; boxes as (left, top, right, bottom)."""

    width: float
    height: float
    cards: tuple[Point, ...]
    curves: tuple[Curve, ...]
    boxes: tuple[tuple[float, float, float, float], ...]


@lru_cache(maxsize=64)
def layout_of(dot: str) -> Layout:
    """The same graph is laid out once. Raises DrawingUnavailable."""
    program = program_in(sysconfig.get_path("scripts"), None)
    try:
        done = subprocess.run(
            [program, "-Tjson0"], input=dot, capture_output=True, text=True, timeout=SLOWEST_SECONDS, check=True
        )
        return _read(json.loads(done.stdout))
    except (OSError, subprocess.SubprocessError, ValueError) as trouble:
        raise DrawingUnavailable(f"{program} could not do it: {trouble}") from None


def program_in(*folders: str | None) -> str:
    """The first of our programs in these folders; None means the PATH. Raises DrawingUnavailable."""
    for name in PROGRAMS:
        for folder in folders:
            if found := shutil.which(name, path=folder):
                return found
    raise DrawingUnavailable("Install graphviz-pure, or Graphviz itself: neither is here.")


def _read(told: dict[str, Any]) -> Layout:
    _, _, width, height = _numbers(told["bb"])
    objects = told.get("objects", [])
    cards = {one["name"]: _down(_points(one["pos"])[0], height) for one in objects if "pos" in one}
    boxes = {one["name"]: _numbers(one["bb"]) for one in objects if "bb" in one}
    edges = sorted(told.get("edges", []), key=lambda edge: int(edge["comment"]))
    return Layout(
        width=width,
        height=height,
        cards=tuple(cards[f"n{number}"] for number in range(len(cards))),
        curves=tuple(_curve(edge, height) for edge in edges),
        boxes=tuple(_turned(boxes[f"cluster_{number}"], height) for number in range(len(boxes))),
    )


def _curve(edge: dict[str, Any], height: float) -> Curve:
    """`e,x,y x,y x,y …`: the tip stands first, marked with an e."""
    tip, _, rest = edge["pos"].removeprefix("e,").partition(" ")
    label = _down(_points(edge["lp"])[0], height) if "lp" in edge else None
    points = tuple(_down(point, height) for point in _points(rest))
    return Curve(points=points, tip=_down(_points(tip)[0], height), label=label)


def _points(text: str) -> Sequence[Point]:
    return [(float(x), float(y)) for x, _, y in (pair.partition(",") for pair in text.split())]


def _numbers(text: str) -> tuple[float, float, float, float]:
    left, bottom, right, top = map(float, text.split(","))
    return left, bottom, right, top


def _down(point: Point, height: float) -> Point:
    """Graphviz counts upwards."""
    return point[0], height - point[1]


def _turned(box: tuple[float, float, float, float], height: float) -> tuple[float, float, float, float]:
    left, bottom, right, top = box
    return left, height - top, right, height - bottom
