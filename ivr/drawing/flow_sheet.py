"""A flow on a sheet, with the flows it goes through in boxes of their own where they are given."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ivr.drawing.card_of_node import card_of
from ivr.drawing.sheet import Arrow, Box, Card, Sheet
from ivr.drawing.wording import worded
from ivr.language.subflow import BackNode, SubflowNode
from ivr.language.written import Written

ANYWHERE = ("person", "complaint", "manager")
"""Keys of a flow that say where every caller may go from everywhere."""


def sheet_of(written: Written, language: str, inside: Mapping[str, Written] | None = None) -> Sheet:
    """`inside` holds the flows that are to be drawn where this one goes through them."""
    within = _gone_through(written, inside or {})
    drawn = {each.flow.flow: each for each in (written, *within)}
    cards = {card.id: card for each in drawn.values() for card in _cards(each, language, drawn)}
    begins = _begins(written, "entered" if _comes_back(written) else "start", language)
    cards[begins.id] = begins
    arrows = [
        *(arrow for each in drawn.values() for arrow in _engine_arrows(each)),
        *_joined([arrow for each in drawn.values() for arrow in _arrows(each, drawn)]),
    ]
    return Sheet(
        title=written.flow.flow,
        language=language,
        cards=cards | {arrow.head: _missing(arrow.head) for arrow in arrows if arrow.head not in cards},
        arrows=tuple(arrows),
        boxes=tuple(Box(name=each.flow.flow, cards=tuple(_of(each, cards))) for each in within),
    )


def _gone_through(written: Written, inside: Mapping[str, Written]) -> list[Written]:
    """Every flow this one goes through, and those go through, once each."""
    found: dict[str, Written] = {}
    ahead = [written]
    while ahead:
        for node in ahead.pop().flow.nodes.values():
            name = node.subflow if isinstance(node, SubflowNode) else ""
            if name in inside and name not in found and name != written.flow.flow:
                found[name] = inside[name]
                ahead.append(inside[name])
    return list(found.values())


def _cards(written: Written, language: str, drawn: Mapping[str, Written]) -> Iterator[Card]:
    """A card for each node, and one for each way from everywhere: not a line from each node."""
    flow = written.flow
    for name, node in flow.nodes.items():
        enters = node.subflow if isinstance(node, SubflowNode) and node.subflow in drawn else ""
        yield replace(card_of(written, name, language), enters=enters)
    yield _begins(written, "entered", language)
    for key in ANYWHERE:
        if getattr(flow, key):
            yield Card(id=f"{flow.flow}!{key}", name=worded(language, f"anywhere_{key}"), look="engine")


def _begins(written: Written, how: str, language: str) -> Card:
    return Card(id=f"{written.flow.flow}!start", name=worded(language, how), look="engine")


def _comes_back(written: Written) -> bool:
    """Whether it is a part of other flows, and no call begins in it."""
    return any(isinstance(node, BackNode) for node in written.flow.nodes.values())


def _engine_arrows(written: Written) -> Iterator[Arrow]:
    flow = written.flow
    yield Arrow(tail=f"{flow.flow}!start", head=f"{flow.flow}.{flow.start}")
    for key in ANYWHERE:
        if to := getattr(flow, key):
            yield Arrow(tail=f"{flow.flow}!{key}", head=f"{flow.flow}.{to}", line="engine")


def _arrows(written: Written, drawn: Mapping[str, Written]) -> Iterator[Arrow]:
    flow = written.flow
    for name, node in flow.nodes.items():
        tail = f"{flow.flow}.{name}"
        if isinstance(node, SubflowNode) and node.subflow in drawn:
            yield Arrow(tail=tail, head=f"{node.subflow}!start", line="outcome")
        for way in node.ways():
            label = "" if way.label == "next" else way.label
            yield Arrow(tail=tail, head=f"{flow.flow}.{way.to}", label=label, line=way.kind)


def _joined(arrows: list[Arrow]) -> Iterator[Arrow]:
    """Ways of the same kind between the same two cards are one arrow: `1 · 3`."""
    labels: dict[tuple[str, str, bool], list[Arrow]] = {}
    for arrow in arrows:
        labels.setdefault((arrow.tail, arrow.head, arrow.dashed), []).append(arrow)
    for (tail, head, _), same in labels.items():
        label = " · ".join(arrow.label for arrow in same if arrow.label)
        yield Arrow(tail=tail, head=head, label=label, line=same[0].line)


def _missing(card: str) -> Card:
    return Card(id=card, name=card.partition(".")[2], look="missing", kind="?")


def _of(written: Written, cards: Mapping[str, Card]) -> Iterator[str]:
    own = (f"{written.flow.flow}.", f"{written.flow.flow}!")
    yield from (card for card in cards if card.startswith(own))
