"""A request with a control character in one of its texts is refused with the name of the field; tabs and ends of lines
are none."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import from_json

from console.api.problem import Fault, Problem
from console.control_characters import UNSEEN, has_unseen
from console.wording import told


def refuse_in_json(body: bytes) -> None:
    """Raises Problem (400). What is no JSON at all is left to whoever reads it."""
    try:
        sent = from_json(body)
    except ValueError:
        return
    _refuse(_fields_with_one(sent, ""))


def refuse_in_query(given: Mapping[str, str]) -> None:
    """Raises Problem (400)."""
    _refuse(_fields_with_one(given, ""))


def _fields_with_one(sent: Any, place: str) -> Iterator[str]:
    """Dotted paths, as those of other faults."""
    if isinstance(sent, str) and has_unseen(sent):
        yield place or "body"
    elif isinstance(sent, Mapping):
        for name, value in sent.items():
            below = f"{place}.{name}" if place else name
            if has_unseen(name):
                yield below
            yield from _fields_with_one(value, below)
    elif isinstance(sent, list):
        for index, value in enumerate(sent):
            yield from _fields_with_one(value, f"{place}.{index}" if place else str(index))


def _refuse(fields: Iterator[str]) -> None:
    faults = [Fault(field=each.translate(UNSEEN), detail="There is a control character in it.") for each in fields]
    if faults:
        sentence = told("control_character", {"field": faults[0].field})
        raise Problem(400, sentence.en, faults, told=sentence)
