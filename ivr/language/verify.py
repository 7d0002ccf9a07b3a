"""The caller proves who they are."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from cases.message import CODE_PLACE
from ivr.language.move import Do, Effect, Go, Heard, Move, Outcome, Question, Sound
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import LANGUAGES, NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.conversation import Conversation
    from ivr.talking.talk import Talk

By = Literal["code", "pin"]
CODE_DIGITS: Final = 6
MOST_PIN_DIGITS: Final = 8
NEW_CODE: Final = "9"
"""The key, alone, that asks for another code."""
LISTENING_SECONDS: Final = 5
"""A code takes a while to arrive, but a key pressed alone, such as 0, must not wait for all that time: the caller is
listened to for so long, again and again."""


@dataclass(frozen=True, kw_only=True)
class BeginVerification(Effect):
    """Find a way to verify the customer and begin: a code is on its way, or a PIN may be asked.

    Ways of the outcome: `code`, `pin`, `locked` after too many wrong answers, `no_way` where we have no number or PIN.
    """

    customer: str
    code_message: str | None
    pin: bool


@dataclass(frozen=True, kw_only=True)
class CheckAnswer(Effect):
    """Ways of the outcome: `right`, `wrong`, `locked`."""

    customer: str
    by: By
    answer: str

    def __repr__(self) -> str:
        """The answer is nobody's business, not even a log's."""
        return f"CheckAnswer(customer={self.customer!r}, by={self.by!r})"


class ByCode(Part):
    """`message` is what is written to the customer, with `{code}`; `say` asks for the code. 9 asks for another one."""

    message: Words
    say: Words

    @model_validator(mode="after")
    def _tells_the_code(self) -> Self:
        told = (self.message.spoken_in(language)[0] for language in LANGUAGES)
        if not all(CODE_PLACE in words for words in told):
            raise ValueError(f"`message` must have {CODE_PLACE} in it")
        return self


class ByPin(Part):
    say: Words


class Verify(Part):
    """By the customer's PIN where they have one and `pin` is given, else by a one-time `code` to the number on record.

    `seconds` is how long we wait for an answer; `wrong` is said before the question is asked again. `locked` is for
    customers with too many wrong answers in whichever calls, `no_way` for callers we cannot verify, `failed` for those
    who did not manage in `tries`.
    """

    code: ByCode | None = None
    pin: ByPin | None = None
    wrong: Words | None = None
    tries: Annotated[int, Field(ge=1, le=5)] = 3
    seconds: Annotated[int, Field(ge=5, le=40)] = 20
    ok: NodeName
    failed: NodeName
    locked: NodeName
    no_way: NodeName

    @model_validator(mode="after")
    def _has_a_way(self) -> Self:
        if self.code is None and self.pin is None:
            raise ValueError("needs `code`, `pin` or both")
        return self


class VerifyNode(Node):
    """The caller keys in a code we send to the number on record, or their PIN; only then are personal things spoken."""

    kind: ClassVar[str] = "verify"
    verify: Verify

    def ways(self) -> tuple[Way, ...]:
        verify = self.verify
        return (
            Way(label="ok", to=verify.ok, kind="outcome", where=("verify", "ok")),
            Way(label="failed", to=verify.failed, kind="error", where=("verify", "failed")),
            Way(label="locked", to=verify.locked, kind="error", where=("verify", "locked")),
            Way(label="no_way", to=verify.no_way, kind="error", where=("verify", "no_way")),
        )

    def prompts(self) -> tuple[Prompt, ...]:
        code, pin, wrong = self.verify.code, self.verify.pin, self.verify.wrong
        return (
            *((Prompt(words=code.say, where=("verify", "code", "say")),) if code else ()),
            *((Prompt(words=pin.say, where=("verify", "pin", "say")),) if pin else ()),
            *((Prompt(words=wrong, where=("verify", "wrong")),) if wrong else ()),
        )

    def writes(self) -> tuple[Prompt, ...]:
        code = self.verify.code
        return (Prompt(words=code.message, where=("verify", "code", "message")),) if code else ()

    def fills(self) -> frozenset[str]:
        return frozenset({"code"})

    def listens(self) -> bool:
        return True

    def proves(self) -> frozenset[str]:
        return frozenset({"ok"})

    def silence_seconds(self) -> float:
        return self.verify.seconds

    def unasked(self) -> frozenset[str]:
        return frozenset({"ok", "locked", "no_way"})

    def enter(self, talk: "Talk") -> Move:
        customer = talk.conversation.customer
        if talk.conversation.verified:
            return Go(to=self.verify.ok)
        if customer is None:
            return Go(to=self.verify.no_way)
        if talk.conversation.phase:
            return self._question(talk, talk.conversation)
        return self._begin(talk, customer)

    def hear(self, talk: "Talk", heard: Heard) -> Move | None:
        customer, by = talk.conversation.customer, _by(talk.conversation)
        if customer is None:
            return None
        if not heard.digits:
            return self._listened_on(talk)
        if by == "code" and heard.digits == NEW_CODE:
            return self._begin(talk, customer)
        return Do(CheckAnswer(customer=customer, by=by, answer=heard.digits))

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Move:
        match outcome.way:
            case "code" | "pin":
                return self._question(talk, talk.at(phase=outcome.way))
            case "right":
                return Go(to=self.verify.ok, conversation=talk.at(verified=True))
            case "wrong":
                return self._once_more(talk)
        return super().done(talk, effect, outcome)

    def _begin(self, talk: "Talk", customer: str) -> Do:
        code = self.verify.code
        message = talk.write(code.message, {"code": CODE_PLACE}) if code else None
        return Do(BeginVerification(customer=customer, code_message=message, pin=self.verify.pin is not None))

    def _once_more(self, talk: "Talk") -> Move:
        tries = talk.conversation.tries + 1
        if tries >= self.verify.tries:
            return Go(to=self.verify.failed)
        wrong = (talk.say(self.verify.wrong),) if self.verify.wrong else ()
        return self._question(talk, replace(talk.conversation, tries=tries), wrong)

    def _listened_on(self, talk: "Talk") -> Move | None:
        """Nothing said to them, nothing held against them: the code may still be on its way."""
        rounds = talk.conversation.phase.count(".") + 1
        if rounds * LISTENING_SECONDS >= self.verify.seconds:
            return None
        return self._listening(replace(talk.conversation, phase=f"{talk.conversation.phase}."), ())

    def _question(self, talk: "Talk", conversation: "Conversation", before: tuple[Sound, ...] = ()) -> Question:
        by = _by(conversation)
        asked = self.verify.pin if by == "pin" else self.verify.code
        prompt = talk.say(asked.say if asked else Words())
        return self._listening(replace(conversation, phase=by), (*before, prompt))

    def _listening(self, conversation: "Conversation", prompt: tuple[Sound, ...]) -> Question:
        """Each listening is a step of its own: what is done because of one answer is not taken for another's."""
        return Question(
            prompt=prompt,
            most_digits=MOST_PIN_DIGITS if _by(conversation) == "pin" else CODE_DIGITS,
            seconds=LISTENING_SECONDS,
            language=conversation.language,
            secret=True,
            conversation=conversation.again(),
        )


def _by(conversation: "Conversation") -> By:
    """What the caller is asked for; the dots after it count how long they have been listened to."""
    return "pin" if conversation.phase.startswith("pin") else "code"
