"""We call back: offered, confirmed, and promised before it is said."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final

from pydantic import Field

from ivr.language.callback_times import OfferTimes, Times, asked, kept_times
from ivr.language.move import Do, Effect, Go, Heard, Move, Outcome, Question, Spoken
from ivr.language.node import Named, Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

YES, OTHER, NO = "1", "2", "3"
"""To the offer: this number, another one, none. To a number that is read back: right, wrong, none."""
NUMBER: Final = "callback_number"
"""The kept value that holds a number keyed in, until it is confirmed."""
TIMES_OWN, TIMES_OTHER = "times", "times_other"
"""The phases in which a time is chosen, for the number they call from and for the one they keyed in."""
KEYING_SECONDS: Final = 5
CODE_SECONDS: Final = 20
"""Until a message has come to another telephone and was read there."""


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

    The outcome is `offer` with `due`, `phone` and `who`, or `other` where that number is none we call.
    """

    only_asks: ClassVar[bool] = True
    keyed: str | None = None


@dataclass(frozen=True, kw_only=True)
class PromiseCallback(CallbackEffect):
    """`begin` is the time they chose. The outcome is `promised` with `due`, `begin`, `phone` and `who`; `other` where
    that number is none we call, or `taken` where nobody is free at that time any more."""

    phone: str | None
    begin: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProveNumber(Effect):
    """That a number keyed in is the caller's, where policy wants it proved. The outcome is `proved`; `code` with the
    `words` that ask for the one just sent there; or `other` where it is not proved, or cannot be."""

    phone: str
    code: str | None = None


class Callback(Part):
    """`offer` says by when (`{due}`), who (`{who}`) and to which number (`{phone}`): 1 yes, 2 another number, 3 no.

    `ask_number` is for callers who want another number or whose own we cannot call; `confirm` reads it back, 1 right,
    2 wrong. Whoever has the case, with `owner`, or else somebody of `queue` calls within `within_hours` hours in which
    the calendar `hours` is open; `promise` is what stands in the ledger of promises, `promised` what the caller hears.
    With `times` the caller chooses when, of the times at which somebody is free.
    """

    offer: Words
    ask_number: Words
    confirm: Words
    promise: Words
    promised: Words
    times: Times | None = None
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
        said, times = ("offer", "ask_number", "confirm", "promised"), self.callback.times
        ours = tuple(Prompt(words=getattr(self.callback, name), where=("callback", name)) for name in said)
        if times is None:
            return ours
        theirs = ("ask", "each", "promised")
        more = (Prompt(words=getattr(times, name), where=("callback", "times", name)) for name in theirs)
        return (*ours, *more)

    def names(self) -> tuple[Named, ...]:
        return (
            Named(what="queue", name=self.callback.queue, where=("callback", "queue")),
            Named(what="calendar", name=self.callback.hours, where=("callback", "hours")),
        )

    def fills(self) -> frozenset[str]:
        return frozenset({"due", "phone", "who", "begin", "end", "key", "times", "more", "quit"})

    def listens(self) -> bool:
        return True

    def silence_seconds(self) -> float:
        return self.callback.seconds

    def enter(self, talk: "Talk") -> Move:
        match talk.conversation.phase:
            case "number":
                return self._ask_number(talk)
            case "code":
                return self._prove(talk)
            case "confirm":
                return self._offer(talk, talk.conversation.kept.get(NUMBER))
            case "times" | "times_other":
                return self._times(talk, other=talk.conversation.phase == TIMES_OTHER)
        return self._offer(talk, None)

    def hear(self, talk: "Talk", heard: Heard) -> Move | None:
        phase, keys = talk.conversation.phase, heard.digits
        if phase in (TIMES_OWN, TIMES_OTHER):
            return self._chosen(talk, keys, other=phase == TIMES_OTHER)
        if keys == NO:
            return Go(to=self.callback.refused)
        if phase == "number":
            return self._offer(talk, keys) if keys else None
        if phase == "code":
            return self._prove(talk, keys) if keys else None
        if keys == OTHER:
            return self._ask_number(talk)
        if keys == YES:
            return self._prove(talk) if phase == "confirm" else self._agreed(talk, other=False)
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
                return Go(to=said.accepted, sounds=(talk.say(self._said(effect), outcome.values),))
            case "times" if said.times is not None and isinstance(effect, OfferTimes):
                phase = TIMES_OWN if effect.phone is None else TIMES_OTHER
                return self._question(talk, phase, *asked(talk, said.times, outcome.values))
            case "none" | "taken":
                return self._no_time(talk, effect)
            case "proved":
                return self._agreed(talk, other=True)
            case "code":
                return self._ask_code(talk, outcome.values["words"])
        return super().done(talk, effect, outcome)

    def _offer(self, talk: "Talk", keyed: str | None) -> Do:
        return Do(OfferCallback(keyed=keyed, **self._told(talk)))

    def _said(self, effect: Effect) -> Words:
        """The words of a promise: those of a chosen time where one was chosen."""
        chosen = isinstance(effect, PromiseCallback) and effect.begin is not None
        return self.callback.times.promised if chosen and self.callback.times else self.callback.promised

    def _prove(self, talk: "Talk", code: str | None = None) -> Do:
        return Do(ProveNumber(phone=talk.conversation.kept.get(NUMBER, ""), code=code))

    def _agreed(self, talk: "Talk", *, other: bool) -> Do:
        """The number is right: when they are called is asked where the node asks it."""
        return self._times(talk, other=other) if self.callback.times else self._promise(talk, other=other)

    def _ask_code(self, talk: "Talk", words: str) -> Question:
        prompt = Spoken(text=words, language=talk.conversation.language)
        conversation = talk.at(phase="code").again()
        return Question(prompt=(prompt,), seconds=CODE_SECONDS, most_digits=None, language=prompt.language,
                        secret=True, conversation=conversation)  # fmt: skip

    def _promise(self, talk: "Talk", *, other: bool, begin: str | None = None) -> Do:
        return Do(PromiseCallback(phone=_other_number(talk, other), begin=begin, **self._told(talk)))

    def _times(self, talk: "Talk", *, other: bool, after: str | None = None) -> Do:
        said = self.callback
        return Do(OfferTimes(hours=said.hours, queue=said.queue, phone=_other_number(talk, other), after=after))

    def _chosen(self, talk: "Talk", keys: str, *, other: bool) -> Move | None:
        """One of the times, later ones, or none at all."""
        times = kept_times(talk)
        key = int(keys) if keys.isascii() and keys.isdigit() else 0
        if 0 < key <= len(times):
            return self._promise(talk, other=other, begin=times[key - 1])
        if key == len(times) + 1 and times:
            return self._times(talk, other=other, after=times[-1])
        return Go(to=self.callback.refused) if key == len(times) + 2 else None

    def _no_time(self, talk: "Talk", effect: Effect) -> Do:
        """No later one: from the first again. Somebody else was quicker: those that are left. None at all: as soon as
        the node's hours allow."""
        other = getattr(effect, "phone", None) is not None
        if isinstance(effect, OfferTimes) and effect.after is None:
            return self._promise(talk, other=other)
        return self._times(talk, other=other)

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


def _other_number(talk: "Talk", other: bool) -> str | None:
    """The number they keyed in and confirmed, where they want to be called there."""
    return talk.conversation.kept.get(NUMBER) if other else None
