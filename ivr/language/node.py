"""A node: what every kind of it can be asked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from ivr.language.move import Effect, Go, Heard, Move, Outcome
from ivr.language.part import Part, Phrases, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

WayKind = Literal["next", "choice", "outcome", "error", "timeout"]


@dataclass(frozen=True, kw_only=True)
class Way:
    """One edge of the flow. `label` is the key pressed, the outcome's name or `next`."""

    label: str
    to: str
    kind: WayKind = "next"
    where: tuple[str, ...] = ()
    """The keys inside the node that lead to where this way is written."""


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """Something a caller hears at this node, by words or by file; `where` as in Way."""

    words: Words | None = None
    file: str | None = None
    where: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A queue in which callers are put at this node to wait for a person; `where` as in Way."""

    queue: str
    where: tuple[str, ...] = ()


class Node(Part):
    """A kind of node is a subclass with a field of the kind's name, and beside it `next` where it has one way on.

    `enter` is asked when a caller comes to the node, `hear` with the answer to its question, `done` with the outcome
    of its effect. All three are pure.
    """

    kind: ClassVar[str]

    def ways(self) -> tuple[Way, ...]:
        """Every edge out of the node. Keys and outcomes by which the engine itself leads to a person are not listed."""
        raise NotImplementedError(self.kind)

    def reaches(self) -> tuple[Reached, ...]:
        """The queues callers are put in here; none where the node reaches no person itself."""
        return ()

    def prompts(self) -> tuple[Prompt, ...]:
        """Everything that may be heard here, in order of the longest stay."""
        return ()

    def phrases(self) -> tuple[Phrases, ...]:
        """Everything a caller may say here."""
        return ()

    def listens(self) -> bool:
        """Whether the caller is asked something here."""
        return False

    def enter(self, talk: "Talk") -> Move:
        raise NotImplementedError(self.kind)

    def hear(self, talk: "Talk", heard: Heard) -> Move | None:
        """Where the answer leads; None when it says nothing to us."""
        return self.enter(talk)

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        """Where the outcome leads. One the node has no way for leads to a person."""
        to = next((way.to for way in self.ways() if way.label == outcome.way), talk.flow.person)
        return Go(to=to)
