"""We call back: offered, confirmed, and promised before it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from pydantic import Field

from ivr.language.move import Do, Effect, Go, Heard, Move, Outcome, Question
from ivr.language.node import Named, Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

YES, OTHER, NO = "1", "2", "3"
"""To the offer: this number, another one, none. To a number that is read back: right, wrong, none."""
NUMBER: Final = "callback_number"
"""The kept value that holds a number keyed in, until it is confirmed."""
KEYING_SECONDS: Final = 5


@dataclass(frozen=True, kw_only=True)
class CallbackEffect(Effect):
    """What the node says of the call: `promise` is what stands in the ledger."""

    hours: str
    within_hours: int
    queue: str
    owner: bool
    promise: str


@dataclass(frozen=True, kw_only=True)
class OfferCallback(CallbackEffect):
    """By when we would call, and whether to the number they call from, or, with `keyed`, to this one.

    The outcome is `offer` with `due` and `phone`, or `other` where that number is none we call.
    """

    only_asks: ClassVar[bool] = True
    keyed: str | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseCallback(CallbackEffect):
    """The outcome is `promised` with `due` and `phone`, or `other` where that number is none we call."""

    phone: str | None


class Callback(Part):
    """`offer` says by when (`{due}`) and to which number (`{phone}`): 1 yes, 2 another number, 3 no.

    `ask_number` is for callers who want another number or whose own we cannot call; `confirm` reads it back, 1 right,
    2 wrong. Whoever has the case, with `owner`, or else somebody of `queue` calls within `within_hours` hours in which
    the calendar `hours` is open; `promise` is what stands in the ledger of promises, `promised` what the caller hears.
    """

    offer: Words
    ask_number: Words
    confirm: Words
    promise: Words
    promised: Words
    queue: NodeName
    owner: bool = True
    hours: NodeName
    within_hours: Annotated[int, Field(ge=1, le=80)] = 4
    seconds: Annotated[int, Field(ge=2, le=20)] = 6
    accepted: NodeName
    refused: NodeName


class CallbackNode(Node):
    """Callers who do not want to wait are called: by whoever has their case or the queue, by a moment they are told."""

    kind: ClassVar[str] = "callback"
    callback: Callback

    def ways(self) -> tuple[Way, ...]:
        return (
            Way(label="accepted", to=self.callback.accepted, kind="outcome", where=("callback", "accepted")),
            Way(label="refused", to=self.callback.refused, kind="choice", where=("callback", "refused")),
        )

    def prompts(self) -> tuple[Prompt, ...]:
        said = ("offer", "ask_number", "confirm", "promised")
        return tuple(Prompt(words=getattr(self.callback, name), where=("callback", name)) for name in said)

    def names(self) -> tuple[Named, ...]:
        return (
            Named(what="queue", name=self.callback.queue, where=("callback", "queue")),
            Named(what="calendar", name=self.callback.hours, where=("callback", "hours")),
        )

    def fills(self) -> frozenset[str]:
        return frozenset({"due", "phone"})

    def listens(self) -> bool:
        return True

    def silence_seconds(self) -> float:
        return self.callback.seconds

    def enter(self, talk: "Talk") -> Move:
        match talk.conversation.phase:
            case "number":
                return self._ask_number(talk)
            case "confirm":
                return self._offer(talk, talk.conversation.kept.get(NUMBER))
        return self._offer(talk, None)

    def hear(self, talk: "Talk", heard: Heard) -> Move | None:
        phase, keys = talk.conversation.phase, heard.digits
        if keys == NO:
            return Go(to=self.callback.refused)
        if phase == "number":
            return self._offer(talk, keys) if keys else None
        if keys == OTHER:
            return self._ask_number(talk)
        if keys == YES:
            return self._promise(talk, talk.conversation.kept.get(NUMBER) if phase == "confirm" else None)
        return None

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        said = self.callback
        match outcome.way:
            case "offer" if isinstance(effect, OfferCallback) and effect.keyed is not None:
                return self._question(talk, "confirm", said.confirm, outcome.values)
            case "offer":
                return self._question(talk, "offer", said.offer, outcome.values)
            case "other":
                return self._ask_number(talk)
            case "promised":
                return Go(to=said.accepted, sounds=(talk.say(said.promised, outcome.values),))
        return super().done(talk, effect, outcome)

    def _offer(self, talk: "Talk", keyed: str | None) -> Do:
        return Do(OfferCallback(keyed=keyed, **self._told(talk)))

    def _promise(self, talk: "Talk", phone: str | None) -> Do:
        return Do(PromiseCallback(phone=phone, **self._told(talk)))

    def _told(self, talk: "Talk") -> dict[str, Any]:
        said = self.callback
        promise = said.promise.spoken_in(talk.flow.language)[0]
        return {"hours": said.hours, "within_hours": said.within_hours, "queue": said.queue, "owner": said.owner,
                "promise": promise}  # fmt: skip

    def _ask_number(self, talk: "Talk") -> Question:
        asked = self._question(talk, "number", self.callback.ask_number, {})
        return replace(asked, most_digits=None, seconds=KEYING_SECONDS)

    def _question(self, talk: "Talk", phase: str, words: Words, values: Mapping[str, str]) -> Question:
        prompt = talk.say(words, values)
        conversation = talk.at(phase=phase).again()
        return Question(
            prompt=(prompt,), seconds=self.callback.seconds, language=prompt.language, conversation=conversation
        )
