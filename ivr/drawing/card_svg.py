"""A card: its outline, its name, what is heard there, and the way to its line in the file."""

from collections.abc import Iterator
from typing import Final

from ivr.drawing.card_size import KIND_LINE, NAME_LINE, PADDING, SIDE, WORD_LINE, CardSize
from ivr.drawing.layout import Point
from ivr.drawing.marked_up import marked_up
from ivr.drawing.shape import shape_of
from ivr.drawing.sheet import MARKS, Card
from ivr.drawing.wording import worded

BADGE: Final = 8
"""Radius of a small round sign on a card's corner."""


def card_svg(card: Card, size: CardSize, at: Point, language: str) -> str:
    """`at` is the card's middle. Its anchor is `file:line`, so that `main.svg#main.yaml:33` shows it."""
    left, top = at[0] - size.width / 2, at[1] - size.height / 2
    inside = "".join((
        f"<title>{marked_up(card.told)}</title>" if card.told else "",
        shape_of(card.look, size.width, size.height),
        *(_engine(card, size) if card.look == "engine" else _written(card, size)),
        _zero(size) if card.keeps_zero else "",
        _mark(card, language),
    ))  # fmt: skip
    moved = f'transform="translate({left:.1f} {top:.1f})"'
    return f'<g class="card {card.look} {card.state}"{_anchor(card)} {moved}>{inside}</g>'


def _anchor(card: Card) -> str:
    if not card.place:
        return ""
    place, name, line = (marked_up(text) for text in (card.place, card.name, card.line))
    return f' id="{place}" data-node="{name}" data-line="{line}"'


def _engine(card: Card, size: CardSize) -> Iterator[str]:
    yield f'<text class="name" x="{size.width / 2:g}" y="{size.height / 2 + 3.5:g}">{marked_up(card.name)}</text>'


def _written(card: Card, size: CardSize) -> Iterator[str]:
    y = PADDING + KIND_LINE - 4
    yield f'<text class="kind" x="{SIDE}" y="{y}">{marked_up(card.kind)}</text>'
    if card.place:
        number = f'<text class="line-number" x="{size.width - SIDE}" y="{y}">:{marked_up(card.line)}</text>'
        yield f'<a href="#{marked_up(card.place)}">{number}</a>'
    y += NAME_LINE - 1
    yield f'<text class="name" x="{SIDE}" y="{y}">{marked_up(card.name)}</text>'
    for line in size.lines:
        y += WORD_LINE
        words = f'<text class="words" x="{SIDE}" y="{y}">{marked_up(line)}</text>'
        yield f'<a href="#flow-{marked_up(card.enters)}">{words}</a>' if card.enters else words


def _zero(size: CardSize) -> str:
    x, y = size.width - 2 * BADGE, size.height
    return f'<g class="zero"><circle cx="{x}" cy="{y}" r="{BADGE}"/><text x="{x}" y="{y + 3}">0</text></g>'


def _mark(card: Card, language: str) -> str:
    if card.state not in MARKS:
        return ""
    told = f"<title>{marked_up(worded(language, card.state))}</title>"
    return f'<g class="mark">{told}<circle r="{BADGE}"/><text y="4">{MARKS[card.state]}</text></g>'
