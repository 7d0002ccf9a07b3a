"""What colours, outlines and dashes mean: only of those that are on the sheet."""

from collections.abc import Iterator
from typing import Final

from ivr.drawing.card_size import WORD_SIZE
from ivr.drawing.lettering import width_of
from ivr.drawing.look import LOOKS
from ivr.drawing.marked_up import marked_up
from ivr.drawing.shape import shape_of
from ivr.drawing.sheet import MARKS, Sheet
from ivr.drawing.wording import worded

LEGEND_LINE: Final = 22
SAMPLE_WIDTH, SAMPLE_HEIGHT = 26, 14
GAP: Final = 18

Sample = tuple[str, str]
"""A small drawing, and what it means."""


def legend_svg(sheet: Sheet, width: float) -> tuple[str, int]:
    """The legend, and in how many lines it stands."""
    x, line, drawn = 0.0, 0, []
    for sample, words in _samples(sheet):
        needed = SAMPLE_WIDTH + 6 + width_of(words, WORD_SIZE) + GAP
        if x and x + needed > width:
            x, line = 0.0, line + 1
        text = f'<text x="{SAMPLE_WIDTH + 6}" y="11">{marked_up(words)}</text>'
        drawn.append(f'<g transform="translate({x:.0f} {line * LEGEND_LINE})">{sample}{text}</g>')
        x += needed
    return "".join(drawn), line + 1


def _samples(sheet: Sheet) -> Iterator[Sample]:
    looks = {card.look for card in sheet.cards.values()} - {"engine"}
    for look in LOOKS:
        if look in looks:
            yield f'<g class="{look}">{shape_of(look, SAMPLE_WIDTH, SAMPLE_HEIGHT)}</g>', worded(sheet.language, look)
    if any(arrow.line in ("error", "timeout") for arrow in sheet.arrows):
        yield _dash("trouble"), worded(sheet.language, "dashed")
    if any(card.keeps_zero for card in sheet.cards.values()):
        yield _dash("by-engine"), worded(sheet.language, "zero_legend")
    if sheet.compares:
        yield from _states(sheet)


def _dash(kind: str) -> str:
    return f'<g class="arrow dashed {kind}"><path d="M0,7H{SAMPLE_WIDTH}"/></g>'


def _states(sheet: Sheet) -> Iterator[Sample]:
    for state, mark in MARKS.items():
        sign = f'<g class="mark" transform="translate(13 7)"><circle r="7"/><text y="4">{mark}</text></g>'
        yield f'<g class="{state}">{sign}</g>', worded(sheet.language, state)
