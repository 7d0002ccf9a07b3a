"""Two versions of a flow drawn over each other: what came is green, what went is red, what is otherwise is amber."""

from collections.abc import Iterator
from dataclasses import replace

from ivr.drawing.flow_sheet import sheet_of
from ivr.drawing.sheet import Arrow, Card, Sheet
from ivr.language.written import Written

BEFORE = "\N{LEFTWARDS ARROW}"
"""Stands between what a changed node says and what it said."""


def difference_sheet(before: Written, after: Written, language: str) -> Sheet:
    """Both under the name of the newer one. Behind a changed node is what it says and what it said."""
    old, new = sheet_of(before, language), sheet_of(after, language)
    changed = {f"{after.flow.flow}.{name}" for name in _rewritten(before, after)}
    cards = {card.id: _card(card, old, changed) for card in new.cards.values()}
    cards |= {card.id: replace(card, state="removed") for card in old.cards.values() if card.id not in cards}
    return replace(new, cards=cards, arrows=tuple(_arrows(old, new)), compares=True)


def _rewritten(before: Written, after: Written) -> Iterator[str]:
    for name, node in after.flow.nodes.items():
        if name in before.flow.nodes and before.flow.nodes[name] != node:
            yield name


def _card(card: Card, old: Sheet, changed: set[str]) -> Card:
    if card.id not in old.cards:
        return replace(card, state="added")
    if card.id not in changed:
        return card
    return replace(card, state="changed", told=f"{card.told}\n\n{BEFORE}\n{old.cards[card.id].told}")


def _arrows(old: Sheet, new: Sheet) -> Iterator[Arrow]:
    before, after = set(old.arrows), set(new.arrows)
    for arrow in new.arrows:
        yield arrow if arrow in before else replace(arrow, state="added")
    for arrow in old.arrows:
        if arrow not in after:
            yield replace(arrow, state="removed")
