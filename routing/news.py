"""That something changed: what kind of change, and about what. Ids and nothing else, for whoever watches."""

from dataclasses import dataclass
from typing import Final

FIRST: Final = "0-0"
"""Before everything that was ever told."""


@dataclass(frozen=True, kw_only=True)
class News:
    """`kind` is a kind of the floor's events, `written` (the records have what happened to this call by now), or the
    name of a table one of whose rows changed: `about` is then the row's name, `agents` are whom it says it concerns.
    """

    kind: str
    call: str = ""
    agent: str = ""
    reservation: str = ""
    about: str = ""
    agents: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Told:
    """Told at once. `id` grows: `<milliseconds>-<number>`, as Redis names entries of a stream."""

    id: str
    news: tuple[News, ...]


def later(one: str, than: str) -> bool:
    """Whether one entry came after the other."""
    return _parts(one) > _parts(than)


def _parts(entry: str) -> tuple[int, int]:
    at, _, number = entry.partition("-")
    return int(at), int(number or 0)
