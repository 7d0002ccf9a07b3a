"""What a node sees of the caller while it decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cases.identification import Caller, KnownCustomer
from ivr.language.move import Spoken
from ivr.language.part import Words
from ivr.speech.filling import filled
from ivr.talking.conversation import Conversation

if TYPE_CHECKING:
    from ivr.language.flow import Flow


@dataclass(frozen=True, kw_only=True)
class Talk:
    flow: "Flow"
    conversation: Conversation
    caller: Caller
    now: datetime
    number: str = ""
    """The number of ours that was called."""

    @property
    def once(self) -> str:
        """Names this step of this call: an effect asked for twice under the same name is to happen once."""
        return f"{self.conversation.call}:{self.conversation.step}:{self.conversation.node}"

    @property
    def customer(self) -> KnownCustomer | None:
        """Who the conversation is with, once that is certain enough to route by."""
        return next((known for known in self.caller.customers if known.id == self.conversation.customer), None)

    def say(self, words: Words, values: Mapping[str, str] | None = None) -> Spoken:
        """The words in the caller's language, with kept values and these filled in."""
        text, language = words.spoken_in(self.conversation.language)
        if "{" in text:
            text = filled(text, {**self.conversation.kept, **(values or {})}, language)
        return Spoken(text=text, language=language)

    def write(self, words: Words, values: Mapping[str, str] | None = None) -> str:
        """The same as it is read: numbers and times in figures."""
        text, language = words.spoken_in(self.conversation.language)
        return filled(text, {**self.conversation.kept, **(values or {})}, language, written=True)

    def at(self, **changes: object) -> Conversation:
        """The conversation, changed."""
        return self.conversation.changed(**changes)

    def fact(self, name: str) -> str:
        """What a branch may ask about: a kept value, or one of `FACTS`; empty when nothing is known."""
        if name in self.conversation.kept:
            return self.conversation.kept[name]
        known = FACTS.get(name)
        return known(self) if known else ""


def _yes(what: object) -> str:
    return "yes" if what else "no"


FACTS: Final[Mapping[str, Callable[[Talk], str]]] = {
    "language": lambda talk: talk.conversation.language,
    "tier": lambda talk: (talk.customer.tier or "") if talk.customer else "",
    "known": lambda talk: _yes(talk.caller.customers),
    "case": lambda talk: _yes(talk.conversation.case),
    "cases": lambda talk: str(len(talk.caller.open_cases)),
    "verified": lambda talk: _yes(talk.conversation.verified),
    "withheld": lambda talk: _yes(talk.caller.caller_id.kind in ("withheld", "unknown")),
}
"""What is known of every caller without asking anybody."""
