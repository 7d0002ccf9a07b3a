"""A sheet with the traffic on its arrows: how many calls went which way, and the busiest ways the thickest."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from ivr.drawing.sheet import OFTEN, Arrow, Sheet

Ways = Mapping[tuple[str, str], int]
"""From card to card, how many calls went; where callers came in from elsewhere the first is empty."""


def with_traffic(sheet: Sheet, ways: Ways) -> Sheet:
    """What no arrow of a node shows went by a way that leads there from everywhere, or came from elsewhere."""
    drawn = {(arrow.tail, arrow.head): arrow for arrow in reversed(sheet.arrows)}
    from_elsewhere: Counter[str] = Counter()
    for (tail, head), calls in ways.items():
        if (tail, head) not in drawn and tail != head:  # asked again, nobody went anywhere
            from_elsewhere[head] += calls
    counted = [replace(arrow, calls=_calls(arrow, drawn, ways, from_elsewhere)) for arrow in sheet.arrows]
    busiest = max((arrow.calls or 0 for arrow in counted), default=0)
    return replace(sheet, arrows=tuple(replace(arrow, often=_often(arrow.calls or 0, busiest)) for arrow in counted))


def _calls(arrow: Arrow, drawn: Mapping[tuple[str, str], Arrow], ways: Ways, from_elsewhere: Counter[str]) -> int:
    """Of two arrows between the same cards the first has them all; what came from elsewhere is told once."""
    if drawn[arrow.tail, arrow.head] is not arrow:
        return 0
    return from_elsewhere.pop(arrow.head, 0) if "!" in arrow.tail else ways.get((arrow.tail, arrow.head), 0)


def _often(calls: int, busiest: int) -> int:
    """By quarters of the busiest; a way somebody went is never like one nobody did."""
    return -(-calls * OFTEN // busiest) if busiest else 0
