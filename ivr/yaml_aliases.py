"""How large a YAML text is once its aliases are written out: a few lines can stand for more than any memory holds."""

from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, NodeEvent

MOST_PARTS: Final = 100_000
"""Of a file with its aliases written out; the longest flow that was ever written has a hundredth of that."""


class AliasesTooMany(MarkedYAMLError):
    """What aliases stand for is too much, or contains itself."""


def see_that_aliases_stay_small(text: str) -> None:
    """Raises AliasesTooMany, with its place, and whatever the text's own faults are."""
    if "*" not in text or "&" not in text:
        return
    weights: dict[str, int] = {}
    opened: list[tuple[str | None, int]] = []
    whole = 0
    for event in YAML(typ="safe", pure=True).parse(text):
        match event:
            case AliasEvent(anchor=name):
                whole += weights.get(name, 0) if name not in [inside for inside, _ in opened] else MOST_PARTS
            case CollectionStartEvent(anchor=name):
                opened.append((name, whole))
                whole += 1
            case CollectionEndEvent() if opened:
                name, before = opened.pop()
                _weighed(weights, name, whole - before)
            case NodeEvent(anchor=name):
                whole += 1
                _weighed(weights, name, 1)
        if whole > MOST_PARTS and opened and weights:
            raise AliasesTooMany(problem="aliases stand for too much here", problem_mark=event.start_mark)


def _weighed(weights: dict[str, int], name: Any, weight: int) -> None:
    if name:
        weights[str(name)] = weight
