"""A flow and those it goes through, laid out one by one and put in rows: each is readable, however many they are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ivr.drawing.layout import Curve, Layout, Point
from ivr.drawing.sheet import Arrow, Box, Sheet

FRAME: Final = 18
"""Room between a box and what is in it."""
NAME_HEIGHT: Final = 16
GAP: Final = 28


@dataclass(frozen=True, kw_only=True)
class Part:
    """One flow of the sheet with its own layout; `box` is None for the flow all the others are in."""

    sheet: Sheet
    layout: Layout
    box: Box | None

    @property
    def width(self) -> float:
        return self.layout.width + (2 * FRAME if self.box else 0)

    @property
    def height(self) -> float:
        return self.layout.height + (2 * FRAME + NAME_HEIGHT if self.box else 0)

    @property
    def inner(self) -> Point:
        """Where the layout begins within the box."""
        return (FRAME, FRAME + NAME_HEIGHT) if self.box else (0, 0)


def stacked(sheet: Sheet, lay_out: Callable[[Sheet], Layout], width: float) -> tuple[Sheet, Layout]:
    """In rows of at most this width. Arrows from flow to flow are left out: the card of a flow leads to its box."""
    boxed = {card for box in sheet.boxes for card in box.cards}
    alone = tuple(card for card in sheet.cards if card not in boxed)
    groups = [(None, alone), *((box, box.cards) for box in sheet.boxes)]
    parts = [_part(sheet, box, cards, lay_out) for box, cards in groups]
    corners = _corners(parts, width)
    drawn = replace(
        sheet,
        cards={name: card for part in parts for name, card in part.sheet.cards.items()},
        arrows=tuple(arrow for part in parts for arrow in part.sheet.arrows),
    )
    return drawn, _together(parts, corners)


def _part(sheet: Sheet, box: Box | None, cards: Sequence[str], lay_out: Callable[[Sheet], Layout]) -> Part:
    own = {card: sheet.cards[card] for card in cards}
    arrows = tuple(arrow for arrow in sheet.arrows if _within(arrow, own))
    alone = replace(sheet, cards=own, arrows=arrows, boxes=())
    return Part(sheet=alone, layout=lay_out(alone), box=box)


def _within(arrow: Arrow, cards: Mapping[str, object]) -> bool:
    return arrow.tail in cards and arrow.head in cards


def _corners(parts: Sequence[Part], width: float) -> list[Point]:
    """The upper left of each: beside the one before where there is room, else in a new row."""
    corners: list[Point] = []
    x = y = tallest = 0.0
    for part in parts:
        if x and x + part.width > width:
            x, y, tallest = 0.0, y + tallest + GAP, 0.0
        corners.append((x, y))
        x, tallest = x + part.width + GAP, max(tallest, part.height)
    return corners


def _together(parts: Sequence[Part], corners: Sequence[Point]) -> Layout:
    placed = list(zip(parts, corners, strict=True))
    moved = [(part, (x + part.inner[0], y + part.inner[1])) for part, (x, y) in placed]
    return Layout(
        width=max(x + part.width for part, (x, _) in placed),
        height=max(y + part.height for part, (_, y) in placed),
        cards=tuple(_moved(point, by) for part, by in moved for point in part.layout.cards),
        curves=tuple(_curve(curve, by) for part, by in moved for curve in part.layout.curves),
        boxes=tuple((x, y, x + part.width, y + part.height) for part, (x, y) in placed if part.box),
    )


def _curve(curve: Curve, by: Point) -> Curve:
    return Curve(
        points=tuple(_moved(point, by) for point in curve.points),
        tip=_moved(curve.tip, by),
        label=_moved(curve.label, by) if curve.label else None,
    )


def _moved(point: Point, by: Point) -> Point:
    return point[0] + by[0], point[1] + by[1]
