"""A node: what every kind of it can be asked."""

from abc import abstractmethod
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


@dataclass(frozen=True, kw_only=True)
class Named:
    """Something of the centre that a node calls by name, and that has to be there; `where` as in Way.

    `skills` is an expression of skills, as in the policy; `host` a system of `dips.yaml`; `value` one kept before.
    """

    what: Literal["queue", "calendar", "flow", "skills", "host", "value"]
    name: str
    where: tuple[str, ...] = ()


class Node(Part):
    """A kind of node is a subclass with a field of the kind's name, and beside it `next` where it has one way on.

    `enter` is asked when a caller comes to the node, `hear` with the answer to its question, `done` with the outcome
    of its effect. All three are pure.
    """

    kind: ClassVar[str]

    @abstractmethod
    def ways(self) -> tuple[Way, ...]:
        """Every edge out of the node. Keys and outcomes by which the engine itself leads to a person are not listed."""

    def reaches(self) -> tuple[Reached, ...]:
        """The queues callers are put in here; none where the node reaches no person itself."""
        return ()

    def names(self) -> tuple[Named, ...]:
        """What has to be there for this node, beside the queues it reaches: calendars, flows, skills."""
        return ()

    def prompts(self) -> tuple[Prompt, ...]:
        """Everything that may be heard here, in order of the longest stay."""
        return ()

    def heard_before(self, label: str) -> tuple[tuple[Prompt, ...], ...]:
        """What a caller hears who goes on by this way: one prompt of each of these.

        Where callers are asked they hear one of all, and nothing where they go on unasked; elsewhere they hear all.
        """
        if label in self.unasked():
            return ()
        return (self.prompts(),) if self.listens() else tuple((prompt,) for prompt in self.prompts())

    def writes(self) -> tuple[Prompt, ...]:
        """Everything that is written to somebody here, in messages."""
        return ()

    def phrases(self) -> tuple[Phrases, ...]:
        """Everything a caller may say here."""
        return ()

    def listens(self) -> bool:
        """Whether the caller is asked something here."""
        return False

    def keeps(self) -> frozenset[str]:
        """Values that words and branches after this node may use."""
        return frozenset()

    def fills(self) -> frozenset[str]:
        """Values that only the words of this node itself may use."""
        return frozenset()

    def personal(self) -> frozenset[str]:
        """Those of its values that tell about a customer or a case: spoken only to callers who proved who they are."""
        return frozenset()

    def proves(self) -> frozenset[str]:
        """Labels of the ways on which the caller has proved who they are."""
        return frozenset()

    def serves(self) -> frozenset[str]:
        """Labels of the ways on which the caller has got what they called for."""
        return frozenset()

    def nobody_there(self) -> frozenset[str]:
        """Labels of the ways of callers for whom nobody is at work."""
        return frozenset()

    def takes_complaints(self) -> bool:
        """Whether a caller who comes here can complain."""
        return False

    def silence_seconds(self) -> float:
        """How long a silent caller is waited for at the question of this node."""
        return 6

    def busy_seconds(self) -> float:
        """How long this node may take beside its words, at the longest."""
        return 0

    def unasked(self) -> frozenset[str]:
        """Labels of the ways a caller may be led on by before they were asked anything here."""
        return frozenset()

    @abstractmethod
    def enter(self, talk: "Talk") -> Move:
        """Where the caller goes, what they are asked or what is asked of the world, as they come here."""

    def hear(self, talk: "Talk", heard: Heard) -> Move | None:
        """Where the answer leads; None when it says nothing to us."""
        return self.enter(talk)

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        """Where the outcome leads. One the node has no way for leads to a person."""
        to = next((way.to for way in self.ways() if way.label == outcome.way), talk.flow.person)
        return Go(to=to)
