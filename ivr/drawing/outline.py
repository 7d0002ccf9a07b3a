"""A flow as an indented outline, for a terminal and for where no picture can be made."""

from collections.abc import Iterator

from ivr.drawing.sheet import MARKS, Arrow, Card, Sheet
from ivr.drawing.wording import worded

LONGEST_WORDS = 70


def outline_of(sheet: Sheet) -> str:
    """Every card once, under the first that leads to it."""
    seen: set[str] = set()
    heads = {arrow.head for arrow in sheet.arrows}
    roots = [card for card in sheet.cards if card not in heads]
    lines = [line for root in [*roots, *sheet.cards] if root not in seen for line in _branch(sheet, root, 0, seen)]
    return "\n".join((sheet.title, *lines, ""))


def _branch(sheet: Sheet, card: str, depth: int, seen: set[str]) -> Iterator[str]:
    ahead: list[tuple[str, int, Arrow | None]] = [(card, depth, None)]
    while ahead:
        name, deep, arrow = ahead.pop()
        again = name in seen
        yield "  " * (deep + 1) + _line(sheet, sheet.cards[name], arrow, again=again)
        if not again:
            seen.add(name)
            leads = [each for each in sheet.arrows if each.tail == name]
            ahead += [(each.head, deep + 1, each) for each in reversed(leads)]


def _line(sheet: Sheet, card: Card, arrow: Arrow | None, *, again: bool) -> str:
    way = f"{arrow.label} " if arrow and arrow.label else ""
    dash = ("-->" if arrow.dashed else "->") if arrow else ""
    mark = MARKS.get(card.state, "")
    if again:
        return " ".join(filter(None, (way.strip(), dash, card.name, f"({worded(sheet.language, 'above')})")))
    kind = f"[{card.kind}]" if card.kind else ""
    return " ".join(filter(None, (mark, way.strip(), dash, card.name, kind, _short(card.words), card.place)))


def _short(words: str) -> str:
    return words if len(words) <= LONGEST_WORDS else f"{words[:LONGEST_WORDS].rstrip()}…"
