"""A voucher is redeemed by its code."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, ClassVar, Final

from pydantic import Field

from cases.voucher import CODE_DIGITS
from ivr.language.move import Do, Effect, Go, Heard, Outcome, Question
from ivr.language.node import Node, Prompt, Way, WayKind
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.conversation import Conversation
    from ivr.talking.talk import Talk

WAYS: Final[dict[str, WayKind]] = {
    "redeemed": "outcome",
    "used": "outcome",
    "expired": "outcome",
    "unknown": "error",
    "locked": "error",
}


@dataclass(frozen=True, kw_only=True)
class RedeemVoucher(Effect):
    """The outcome is one of `WAYS`; `redeemed` keeps what it is worth as `voucher`, in lira."""

    code: str = field(repr=False)


class Voucher(Part):
    """`say` asks for the ten digits; `wrong` is said before a code nobody knows is asked for again.

    `locked`: too many wrong codes came from this number; `unknown`: the tries are used up.
    """

    say: Words
    wrong: Words | None = None
    seconds: Annotated[int, Field(ge=2, le=20)] = 6
    redeemed: NodeName
    used: NodeName
    expired: NodeName
    unknown: NodeName
    locked: NodeName


class VoucherNode(Node):
    """The caller keys in a voucher's code; it is redeemed once, and later words may tell its worth as `{voucher}`."""

    kind: ClassVar[str] = "voucher"
    voucher: Voucher

    def ways(self) -> tuple[Way, ...]:
        return tuple(
            Way(label=label, to=getattr(self.voucher, label), kind=kind, where=("voucher", label))
            for label, kind in WAYS.items()
        )

    def prompts(self) -> tuple[Prompt, ...]:
        said = {"say": self.voucher.say, "wrong": self.voucher.wrong}
        return tuple(Prompt(words=words, where=("voucher", key)) for key, words in said.items() if words)

    def listens(self) -> bool:
        return True

    def keeps(self) -> frozenset[str]:
        return frozenset({"voucher"})

    def silence_seconds(self) -> float:
        return self.voucher.seconds

    def enter(self, talk: "Talk") -> Question:
        return self._question(talk, talk.conversation)

    def hear(self, talk: "Talk", heard: Heard) -> Do | None:
        return Do(RedeemVoucher(code=heard.digits)) if heard.digits else None

    def done(self, talk: "Talk", effect: Effect, outcome: Outcome) -> Go | Question:
        tries = talk.conversation.tries + 1
        if outcome.way != "unknown" or tries >= talk.flow.tries:
            return Go(to=getattr(self.voucher, outcome.way) if outcome.way in WAYS else talk.flow.person)
        return self._question(talk, replace(talk.conversation.again(), tries=tries), self.voucher.wrong)

    def _question(self, talk: "Talk", conversation: "Conversation", first: Words | None = None) -> Question:
        """A code is worth money: no log and no stored answer has it."""
        said = tuple(talk.say(words) for words in (first, self.voucher.say) if words)
        return Question(
            prompt=said,
            most_digits=CODE_DIGITS,
            seconds=self.voucher.seconds,
            language=said[-1].language,
            secret=True,
            conversation=conversation,
        )
