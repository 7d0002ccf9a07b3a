"""A sheet: everything a drawing shows, before anybody knows where on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from ivr.drawing.look import Look

State = Literal["same", "added", "removed", "changed"]
"""What became of it, where two versions are drawn over each other."""
MARKS: Final[Mapping[State, str]] = {"added": "+", "removed": "\N{MINUS SIGN}", "changed": "\N{PLUS-MINUS SIGN}"}
"""Beside colours, for those who do not see them."""
Line = Literal["next", "choice", "outcome", "error", "timeout", "engine"]
"""What leads from one card to another; `engine` are ways nobody wrote: 0, silence, words that mean a person."""
DASHED: Final = ("error", "timeout", "engine")
OFTEN: Final = 4
"""Into so many degrees the traffic on arrows is told apart."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """One node: `id` is `flow.node`, `place` is `file:line`. `keeps_zero`: 0, silence and mistakes lead off.

    `enters` is a flow that callers go through here, where it is on the sheet as well.
    """

    id: str
    name: str
    look: Look
    kind: str = ""
    words: str = ""
    told: str = ""
    place: str = ""
    keeps_zero: bool = False
    enters: str = ""
    state: State = "same"

    @property
    def line(self) -> str:
        return self.place.rpartition(":")[2]


@dataclass(frozen=True, kw_only=True)
class Arrow:
    tail: str
    head: str
    label: str = ""
    line: Line = "next"
    state: State = "same"
    calls: int | None = None
    """How many calls went this way; None where nobody counted."""
    often: int = 0
    """How thick it is drawn for that: from 0 to OFTEN for the busiest of the sheet."""

    @property
    def dashed(self) -> bool:
        return self.line in DASHED

    @property
    def words(self) -> str:
        """What stands on it: its label, a sign of what became of it, and how many calls went this way."""
        counted = "" if self.calls is None else f"{self.calls}×"
        return " ".join(filter(None, (MARKS.get(self.state, ""), self.label, counted)))


@dataclass(frozen=True, kw_only=True)
class Box:
    """A flow that another flow goes through, with its cards."""

    name: str
    cards: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    title: str
    language: str
    cards: Mapping[str, Card]
    arrows: tuple[Arrow, ...]
    boxes: tuple[Box, ...] = field(default=())
    compares: bool = False
    """Whether two versions are drawn over each other."""
