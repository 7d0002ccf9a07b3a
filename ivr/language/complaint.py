"""A complaint is put on record, and the caller is told its number."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from ivr.language.move import Do, Effect, Go, Outcome
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk


@dataclass(frozen=True, kw_only=True)
class TakeComplaint(Effect):
    """Open a case for the complaint and, where `promise` says what is owed, promise it within so many hours.

    The outcome is `taken`, with `complaint`, and `due` where something was promised.
    """

    promise: str | None = None
    within_hours: int = 0


class Answer(Part):
    """What is promised and by when. `what` stands in the ledger of promises as it is written here."""

    what: Words
    within_hours: Annotated[int, Field(ge=1, le=720)]


class Complaint(Part):
    """`say` may tell the complaint's number as `{complaint}` and, with a `promise`, when it is answered as `{due}`."""

    say: Words
    promise: Answer | None = None


class ComplaintNode(Node):
    """A case is opened for the complaint, before others in priority, and its number is told."""

    kind: ClassVar[str] = "complaint"
    complaint: Complaint
    next: NodeName

    def ways(self) -> tuple[Way, ...]:
        return (Way(label="next", to=self.next, where=("next",)),)

    def prompts(self) -> tuple[Prompt, ...]:
        return (Prompt(words=self.complaint.say, where=("complaint", "say")),)

    def fills(self) -> frozenset[str]:
        return frozenset({"complaint", "due"} if self.complaint.promise else {"complaint"})

    def takes_complaints(self) -> bool:
        return True

    def serves(self) -> frozenset[str]:
        return frozenset({"next"})

    def enter(self, talk: "Talk") -> Do:
        promise = self.complaint.promise
        if promise is None:
            return Do(TakeComplaint())
        what, _ = promise.what.spoken_in(talk.flow.language)
        return Do(TakeComplaint(promise=what, within_hours=promise.within_hours))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Go:
        if outcome.way != "taken":
            return Go(to=self.next)
        return Go(to=self.next, sounds=(talk.say(self.complaint.say, outcome.values),))
