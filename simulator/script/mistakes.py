"""Mistakes in scripts, and where they stand."""

from collections.abc import Mapping
from typing import Any

from simulator.people.nearest import did_you_mean

Place = tuple[int, int]


class ScriptError(ValueError):
    """A script that cannot be read. The message has `file:line:column: why` of every mistake, one a line.

    `line`, `column` and `why` are those of the first.
    """

    def __init__(self, source: str, mistakes: list[tuple[int, int, str]]) -> None:
        super().__init__("\n".join(f"{source}:{line}:{column}: {why}" for line, column, why in mistakes))
        self.line, self.column, self.why = mistakes[0]
        self.mistakes = tuple(mistakes)


class Mistakes:
    """Everything found wrong so far in one file."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[tuple[int, int, str]] = []

    def add(self, node: Any, key: Any, why: str) -> None:
        """Something is wrong at a key or an item of a node, or nearer: at the part the reason begins with."""
        line, column = place_of(*nearer(node, key, why))
        self.found.append((line, column, why))

    def unknown(self, node: Any, key: Any, what: str, known: tuple[str, ...]) -> None:
        """A key that is not known there."""
        meant = did_you_mean(key, known)
        self.add(node, key, f"{key!r} is not known here{meant}; {what} has {', '.join(known)}")

    def error(self) -> ScriptError:
        return ScriptError(self.source, sorted(self.found))


def place_of(node: Any, key: Any) -> Place:
    """Line and column, counted from one, of a key or an item, or of the node itself."""
    marks = getattr(node, "lc", None)
    if marks is None:
        return 1, 1
    if key is not None and marks.data and key in marks.data:
        line, column = marks.data[key][:2]
    else:
        line, column = marks.line, marks.col
    return line + 1, column + 1


def nearer(node: Any, key: Any, why: str) -> tuple[Any, Any]:
    """The key inside what is at fault that the reason names first."""
    inside = node.get(key) if isinstance(node, Mapping) and key is not None else None
    inside = node[key] if isinstance(node, list) and isinstance(key, int) else inside
    for part in (inside, node if key is None else None):
        for name in part if isinstance(part, Mapping) else ():
            if why.startswith((repr(name), f"{name}: ", f"{name} ")):
                return part, name
    return node, key
