"""A text message to the caller."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from ivr.language.move import Do, Effect
from ivr.language.node import Node, Prompt, Way
from ivr.language.part import NodeName, Part, Words

if TYPE_CHECKING:
    from ivr.talking.talk import Talk

Reader = Literal["caller", "customer"]


@dataclass(frozen=True, kw_only=True)
class WriteMessage(Effect):
    """Ways of the outcome: `next` once it stands in the outbox, `not_sent` where nobody could read it."""

    to: Reader
    text: str


class MessageText(Part):
    """To the number that calls, or with `to: customer` to the customer's mobile number on record."""

    text: Words
    to: Reader = "caller"


class MessageNode(Node):
    """The caller is sent a text message. Where none can be received or none is wanted they go to `not_sent`."""

    kind: ClassVar[str] = "message"
    message: MessageText
    next: NodeName
    not_sent: NodeName | None = None

    def ways(self) -> tuple[Way, ...]:
        sent = Way(label="next", to=self.next, where=("next",))
        where = ("not_sent",) if self.not_sent else ("next",)
        return sent, Way(label="not_sent", to=self.not_sent or self.next, kind="error", where=where)

    def writes(self) -> tuple[Prompt, ...]:
        return (Prompt(words=self.message.text, where=("message", "text")),)

    def enter(self, talk: "Talk") -> Do:
        return Do(WriteMessage(to=self.message.to, text=talk.write(self.message.text)))
