"""The sheet as SVG: it stands alone, is light or dark as its reader likes, and leads to lines of the file."""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Final

from ivr.drawing.arrow_svg import arrow_svg
from ivr.drawing.card_size import CardSize
from ivr.drawing.card_svg import card_svg
from ivr.drawing.layout import Layout
from ivr.drawing.legend import LEGEND_LINE, legend_svg
from ivr.drawing.marked_up import marked_up
from ivr.drawing.sheet import Sheet

MARGIN: Final = 16
TITLE_HEIGHT: Final = 34
LEAST_WIDTH: Final = 560
"""Of the whole drawing, so that the legend of a small flow has room."""


def svg_of(sheet: Sheet, sizes: dict[str, CardSize], layout: Layout, *, alone: bool = True) -> str:
    """`alone` it brings its own style sheet; part of a page, whose rules may forbid that, it takes the page's."""
    width = max(LEAST_WIDTH, layout.width + 2 * MARGIN)
    legend, lines = legend_svg(sheet, width - 2 * MARGIN)
    top = TITLE_HEIGHT + lines * LEGEND_LINE + MARGIN
    height = top + layout.height + MARGIN
    left = (width - layout.width) / 2
    return "\n".join((
        _head(sheet, width, height, role="img" if alone else "group"),
        _own_style() if alone else "",
        '<rect class="paper" width="100%" height="100%"/>',
        f'<text class="title" x="{MARGIN}" y="24">{marked_up(sheet.title)}</text>',
        f'<g class="legend" transform="translate({MARGIN} {TITLE_HEIGHT})">{legend}</g>',
        f'<g transform="translate({left:g} {top:g})">',
        *_boxes(sheet, layout),
        *(arrow_svg(arrow, curve) for arrow, curve in zip(sheet.arrows, layout.curves, strict=True)),
        *(card_svg(card, sizes[card.id], at, sheet.language)
          for card, at in zip(sheet.cards.values(), layout.cards, strict=True)),
        "</g>",
        "</svg>",
        "",
    ))  # fmt: skip


def _head(sheet: Sheet, width: float, height: float, *, role: str) -> str:
    name = "flow-graph compares" if sheet.compares else "flow-graph"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" role="{role}" lang="{sheet.language}" '
        f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">\n'
        f"<title>{marked_up(sheet.title)}</title>"
    )


def _boxes(sheet: Sheet, layout: Layout) -> Iterator[str]:
    for box, (left, top, right, bottom) in zip(sheet.boxes, layout.boxes, strict=True):
        frame = f'x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" rx="10"'
        name = f'<text x="{(left + right) / 2:g}" y="{top + 18:g}">{marked_up(box.name)}</text>'
        yield f'<g class="box" id="flow-{marked_up(box.name)}"><rect {frame}/>{name}</g>'


def _own_style() -> str:
    return f"<style>\n{style()}</style>"


@cache
def style() -> str:
    """The style sheet of every drawing."""
    return (resources.files("ivr") / "drawing" / "style.css").read_text(encoding="utf-8")
