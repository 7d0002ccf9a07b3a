"""Walking a graph in depth, without ever going round in it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Walked:
    """`order` has every node after all it leads to, ways that close a loop aside; `closing` are those ways."""

    order: list[str] = field(default_factory=list)
    closing: set[tuple[str, str]] = field(default_factory=set)
    loops: list[tuple[str, ...]] = field(default_factory=list)


def depth_first(roots: Iterable[str], ahead: Callable[[str], Sequence[str]]) -> Walked:
    """Everything that can be got to from the roots, in their order."""
    walked, seen = Walked(), set[str]()
    for root in roots:
        if root not in seen:
            _walk(root, ahead, walked, seen)
    return walked


def _walk(root: str, ahead: Callable[[str], Sequence[str]], walked: Walked, seen: set[str]) -> None:
    """Without recursion: a flow may be a chain of hundreds of nodes."""
    path: dict[str, Iterator[str]] = {root: iter(ahead(root))}
    seen.add(root)
    while path:
        here = next(reversed(path))
        to = next(path[here], None)
        if to is None:
            walked.order.append(here)
            del path[here]
        elif to in path:
            _close(walked, list(path), to)
        elif to not in seen:
            seen.add(to)
            path[to] = iter(ahead(to))


def _close(walked: Walked, path: list[str], to: str) -> None:
    if (path[-1], to) not in walked.closing:
        walked.closing.add((path[-1], to))
        walked.loops.append(tuple(path[path.index(to) :]))
