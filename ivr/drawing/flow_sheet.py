"""A flow on a sheet, with the flows it goes through in boxes of their own where they are given."""

from collections.abc import Iterator, Mapping

from ivr.drawing.card_of_node import card_of
from ivr.drawing.sheet import Arrow, Box, Card, Sheet
from ivr.drawing.wording import worded
from ivr.drawing.written import Written
from ivr.language.subflow import SubflowNode

ANYWHERE = ("person", "complaint", "manager")
"""Keys of a flow that say where every caller may go from everywhere."""


def sheet_of(written: Written, language: str, inside: Mapping[str, Written] | None = None) -> Sheet:
    """`inside` holds the flows that are to be drawn where this one goes through them."""
    drawn = [written, *_gone_through(written, inside or {})]
    cards = {card.id: card for each in drawn for card in _cards(each, language)}
    cards |= {card.id: card for card in _anywhere(written, language)}
    arrows = [arrow for each in drawn for arrow in _arrows(each, {one.flow.flow: one for one in drawn})]
    cards |= {arrow.head: _missing(arrow.head) for arrow in arrows if arrow.head not in cards}
    return Sheet(
        title=written.flow.flow,
        language=language,
        cards=cards,
        arrows=(*_engine_arrows(written), *_joined(arrows)),
        boxes=tuple(Box(name=each.flow.flow, cards=tuple(_ids(each))) for each in drawn[1:]),
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


def _cards(written: Written, language: str) -> Iterator[Card]:
    for name in written.flow.nodes:
        yield card_of(written, name, language)


def _anywhere(written: Written, language: str) -> Iterator[Card]:
    """Where a call begins, and the ways from everywhere: one small card each, not a line from each node."""
    flow = written.flow
    yield Card(id=f"{flow.flow}!start", name=worded(language, "start"), look="engine")
    for key in ANYWHERE:
        if getattr(flow, key):
            yield Card(id=f"{flow.flow}!{key}", name=worded(language, f"anywhere_{key}"), look="engine")


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
            yield Arrow(tail=tail, head=f"{node.subflow}.{drawn[node.subflow].flow.start}", line="outcome")
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


def _ids(written: Written) -> Iterator[str]:
    for name in written.flow.nodes:
        yield f"{written.flow.flow}.{name}"
