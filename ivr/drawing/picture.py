"""A sheet as a picture: laid out downwards or sideways, whichever is easier to read on a common screen."""

from typing import Final

from ivr.drawing.card_size import size_of
from ivr.drawing.dot import dot_of
from ivr.drawing.layout import Layout, layout_of
from ivr.drawing.sheet import Sheet
from ivr.drawing.stack import stacked
from ivr.drawing.svg import MARGIN, svg_of

SCREEN_WIDTH: Final = 1366 - 2 * MARGIN - 20
"""A common laptop's, without the scroll bar."""


def picture_of(sheet: Sheet, *, alone: bool = True) -> str:
    """The SVG, as `svg_of` has it. Raises DrawingUnavailable where there is nobody to lay it out."""
    layout = _laid_out(sheet)
    if sheet.boxes and layout.width > SCREEN_WIDTH:
        sheet, layout = stacked(sheet, _laid_out, SCREEN_WIDTH)
    return svg_of(sheet, {card.id: size_of(card) for card in sheet.cards.values()}, layout, alone=alone)


def _laid_out(sheet: Sheet) -> Layout:
    sizes = {card.id: size_of(card) for card in sheet.cards.values()}
    return min((layout_of(dot_of(sheet, sizes, direction)) for direction in ("TB", "LR")), key=_effort)


def _effort(layout: Layout) -> tuple[float, float]:
    """First how much the drawing must shrink to fit the width, then how far its reader has to scroll."""
    return max(1.0, layout.width / SCREEN_WIDTH), layout.height
