"""How large a card is and which lines of words stand on it."""

from dataclasses import dataclass
from typing import Final

from ivr.drawing.lettering import lines_of, width_of
from ivr.drawing.sheet import Card

NAME_SIZE, WORD_SIZE, KIND_SIZE, LABEL_SIZE = 13.0, 11.5, 10.0, 11.0
"""Heights of letters in pixels."""
BOLD: Final = 1.08
"""How much wider bold letters are."""
KIND_LINE, NAME_LINE, WORD_LINE = 13, 17, 14
PADDING: Final = 9
SIDE: Final = 14
"""Room left and right of the words, for the slanted sides too."""
MOST_WIDTH: Final = 196
LEAST_WIDTH: Final = 104
MOST_LINES: Final = 3


@dataclass(frozen=True, kw_only=True)
class CardSize:
    width: int
    height: int
    lines: tuple[str, ...] = ()


def size_of(card: Card) -> CardSize:
    if card.look == "engine":
        return CardSize(width=round(width_of(card.name, KIND_SIZE)) + 2 * SIDE, height=22)
    room = MOST_WIDTH - 2 * SIDE
    lines = lines_of(card.words, WORD_SIZE, room, most=MOST_LINES)
    head = width_of(card.kind, KIND_SIZE) + width_of(f":{card.line}", KIND_SIZE) + SIDE
    widest = max(width_of(card.name, NAME_SIZE) * BOLD, head, *(width_of(line, WORD_SIZE) for line in lines), 0)
    height = 2 * PADDING + KIND_LINE + NAME_LINE + WORD_LINE * len(lines)
    return CardSize(width=max(LEAST_WIDTH, round(widest) + 2 * SIDE), height=height, lines=lines)
