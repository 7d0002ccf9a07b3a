"""Keys that get into each other's way: whoever presses one of them waits, or lands elsewhere."""

from collections.abc import Iterator, Sequence

from ivr.checking.finding import Fault
from ivr.checking.subject import Place, Subject, is_menu
from ivr.language.node import Way


def clashing_keys(subject: Subject) -> Iterator[Fault]:
    """A key that is the beginning of another; and keys of several digits, for which 0 has to wait as well."""
    for place in subject.places():
        if is_menu(place.node):
            keys = [way for way in place.node.ways() if way.kind == "choice"]
            yield from _beginnings(place, keys)
            yield from _waiting_for_more(place, keys)


def _beginnings(place: Place, keys: Sequence[Way]) -> Iterator[Fault]:
    for short in keys:
        for long in keys:
            if long.label != short.label and long.label.startswith(short.label):
                values = {"short": short.label, "long": long.label}
                yield Fault(flow=place.flow.flow, where=place.within(*long.where), values=values)


def _waiting_for_more(place: Place, keys: Sequence[Way]) -> Iterator[Fault]:
    long = next((way for way in keys if len(way.label) > 1), None)
    if long is not None:
        values = {"long": long.label, "seconds": f"{place.node.silence_seconds():g}"}
        where = place.within(*long.where)
        yield Fault(flow=place.flow.flow, where=where, kind="wait", values=values, level="warning")
