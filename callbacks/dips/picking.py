"""Taking the few values a flow wants out of what another system answered."""

import json
from collections.abc import Mapping
from typing import Any, Final

from callbacks.dips.errors import AnswerRefused

LONGEST_VALUE: Final = 80
DEEPEST: Final = 8


def picked(body: bytes, keep: Mapping[str, str]) -> dict[str, str]:
    """Name → value for each path, as text; what is not there, or is no single value, is empty. Raises AnswerRefused."""
    try:
        tree = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise AnswerRefused("not JSON") from None
    return {name: _text(_at(tree, path)) for name, path in keep.items()}


def _at(tree: Any, path: str) -> Any:
    for step in path.split(".")[:DEEPEST]:
        if isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(tree, list) and step.isascii() and step.isdecimal() and int(step[:6]) < len(tree):
            tree = tree[int(step[:6])]
        else:
            return None
    return tree


def _text(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)[:LONGEST_VALUE]
        case str():
            return _speakable(value)
        case _:
            return ""


def _speakable(text: str) -> str:
    """Of one line, without signs that nobody can say: what is filled into words must never break them."""
    cleaned = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * LONGEST_VALUE])
    return " ".join(cleaned.replace("{", "(").replace("}", ")").split())[:LONGEST_VALUE]


def _no_number(name: str) -> Any:
    raise ValueError(name)
