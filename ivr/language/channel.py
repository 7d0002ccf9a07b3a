"""The caller goes on in writing or at a branch, under the same number and with a date they are told."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Self

from pydantic import Field, model_validator

from ivr.language.complaint import Answer
from ivr.language.move import Do, Effect, Go, Heard, Move, Outcome, Question
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

PLACES: Final = {"1": "sms", "2": "email", "3": "branch"}
"""Which key leads where. A key is the same for everybody, also where one of the others is not offered."""
NOT_WANTED: Final = "4"
OPEN: Final = "open"
"""The value that names the places at which this caller can go on."""
BETWEEN_PLACES: Final = "-"


@dataclass(frozen=True, kw_only=True)
class OfferChannels(Effect):
    """Where can this caller go on? `offer` with the places in `open`, or `none`."""

    only_asks: ClassVar[bool] = True


@dataclass(frozen=True, kw_only=True)
class GoOnElsewhere(Effect):
    """At this place, answered within so many hours; with `manager` it is what came of asking for one.

    The outcome is `taken` with `due` and, where the caller may hear it, `case`; or `not_taken` where they cannot be
    written to any more.
    """

    place: str
    promise: str
    within_hours: int
    manager: bool


class OtherChannel(Part):
    """`say` leads in, then each way that is open is offered: `sms` key 1, `email` key 2 where an address is on record,
    `branch` key 3; `not_wanted` names key 4. `agreed` may say `{due}`, and `{case}` to callers who are verified.

    With `manager` the caller had asked for one, and this is written down as what came of it.
    """

    say: Words
    sms: Words | None = None
    email: Words | None = None
    branch: Words | None = None
    not_wanted: Words
    promise: Answer
    agreed: Words
    manager: bool = False
    seconds: Annotated[int, Field(ge=2, le=20)] = 6
    taken: NodeName
    not_taken: NodeName

    @model_validator(mode="after")
    def _offers_something(self) -> Self:
        if not self.offered():
            raise ValueError("one of `sms`, `email` and `branch` has to be offered")
        return self

    def offered(self) -> dict[str, Words]:
        """What the node offers by itself; the caller is offered those of them that are open."""
        said = {place: getattr(self, place) for place in PLACES.values()}
        return {place: words for place, words in said.items() if words is not None}


class ChannelNode(Node):
    """It goes on by text message, e-mail or at a branch: the same case, and an answer by a moment the caller hears."""

    kind: ClassVar[str] = "channel"
    channel: OtherChannel

    def ways(self) -> tuple[Way, ...]:
        return (
            Way(label="taken", to=self.channel.taken, kind="outcome", where=("channel", "taken")),
            Way(label="not_taken", to=self.channel.not_taken, kind="choice", where=("channel", "not_taken")),
        )

    def prompts(self) -> tuple[Prompt, ...]:
        names = ("say", *self.channel.offered(), "not_wanted", "agreed")
        return tuple(Prompt(words=getattr(self.channel, name), where=("channel", name)) for name in names)

    def heard_before(self, label: str) -> tuple[tuple[Prompt, ...], ...]:
        if label in self.unasked():
            return ()
        return tuple((prompt,) for prompt in self.prompts())

    def fills(self) -> frozenset[str]:
        return frozenset({"due", "case"})

    def personal(self) -> frozenset[str]:
        return frozenset({"case"})

    def listens(self) -> bool:
        return True

    def unasked(self) -> frozenset[str]:
        return frozenset({"not_taken"})

    def serves(self) -> frozenset[str]:
        return frozenset({"taken"})

    def silence_seconds(self) -> float:
        return self.channel.seconds

    def enter(self, talk: "Talk") -> Do:
        return Do(OfferChannels())

    def hear(self, talk: "Talk", heard: Heard) -> Move | None:
        if heard.digits == NOT_WANTED:
            return Go(to=self.channel.not_taken)
        place = PLACES.get(heard.digits)
        if place is None or place not in talk.conversation.phase.split(BETWEEN_PLACES):
            return None
        promise = self.channel.promise
        what, _ = promise.what.spoken_in(talk.flow.language)
        return Do(GoOnElsewhere(place=place, promise=what, within_hours=promise.within_hours,
                                manager=self.channel.manager))  # fmt: skip

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        match outcome.way:
            case "offer":
                return self._offer(talk, outcome.values.get(OPEN, "").split(BETWEEN_PLACES))
            case "none":
                return Go(to=self.channel.not_taken)
            case "taken":
                return Go(to=self.channel.taken, sounds=(talk.say(self.channel.agreed, outcome.values),))
        return super().done(talk, effect, outcome)

    def _offer(self, talk: "Talk", there: list[str]) -> Move:
        offered = {place: words for place, words in self.channel.offered().items() if place in there}
        if not offered:
            return Go(to=self.channel.not_taken)
        said = (self.channel.say, *offered.values(), self.channel.not_wanted)
        prompt = tuple(talk.say(words) for words in said)
        conversation = talk.at(phase=BETWEEN_PLACES.join(offered)).again()
        return Question(prompt=prompt, seconds=self.channel.seconds, language=prompt[0].language,
                        conversation=conversation)  # fmt: skip
