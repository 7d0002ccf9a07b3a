"""A sheet in the language of Graphviz: sizes and who leads to whom. What it looks like is not its affair."""

from collections.abc import Iterator
from typing import Literal

from ivr.drawing.card_size import LABEL_SIZE, CardSize
from ivr.drawing.lettering import width_of
from ivr.drawing.sheet import Arrow, Sheet

Direction = Literal["TB", "LR"]
POINTS_PER_INCH = 72
LABEL_HEIGHT = 15


def dot_of(sheet: Sheet, sizes: dict[str, CardSize], direction: Direction) -> str:
    """Cards are named by their place among the sheet's, so that no name of a flow is ever part of a program."""
    number = {card: place for place, card in enumerate(sheet.cards)}
    return "\n".join((
        "digraph {",
        f'graph [rankdir={direction}, ordering=out, nodesep=0.28, ranksep=0.42, splines=true, fontname="Arial"]',
        'node [shape=box, fixedsize=true, label=""]',
        *(_card(number[card], size) for card, size in sizes.items()),
        *_boxes(sheet, number),
        *(_arrow(place, number, arrow) for place, arrow in enumerate(sheet.arrows)),
        "}",
    ))  # fmt: skip


def _card(number: int, size: CardSize) -> str:
    return f"n{number} [width={size.width / POINTS_PER_INCH:.3f}, height={size.height / POINTS_PER_INCH:.3f}]"


def _boxes(sheet: Sheet, number: dict[str, int]) -> Iterator[str]:
    for place, box in enumerate(sheet.boxes):
        cards = "; ".join(f"n{number[card]}" for card in box.cards)
        yield f"subgraph cluster_{place} {{ margin=14; label=<{_room(box.name)}>; {cards} }}"


def _arrow(place: int, number: dict[str, int], arrow: Arrow) -> str:
    label = f", label=<{_room(arrow.words)}>" if arrow.words else ""
    return f"n{number[arrow.tail]} -> n{number[arrow.head]} [comment={place}{label}]"


def _room(label: str) -> str:
    """An empty table of the label's size: widths of letters are ours to know, Graphviz has none for Turkish ones."""
    width = round(width_of(label, LABEL_SIZE)) + 8
    return f'<TABLE BORDER="0" FIXEDSIZE="TRUE" WIDTH="{width}" HEIGHT="{LABEL_HEIGHT}"><TR><TD></TD></TR></TABLE>'
