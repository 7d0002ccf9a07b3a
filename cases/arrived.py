"""Something a customer wrote, as it comes in on any channel, before anybody knows what it is about."""

from dataclasses import dataclass
from datetime import datetime

from cases.channel import Channel


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """`content` is empty where it is too large to keep; `size` is in bytes either way."""

    name: str
    kind: str
    size: int
    content: bytes | None


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """`id` is the network's name for it, `sender` an E.164 number or an e-mail address.

    `answers` names letters of ours that it answers, the likeliest first; `named_in` is all the text in which the
    customer may have named a case, which for a letter is more than what they wrote now. An `automatic` one was written
    by a machine.
    """

    id: str
    channel: Channel
    sender: str
    body: str
    received_at: datetime
    to_address: str | None = None
    subject: str | None = None
    media: tuple[str, ...] = ()
    mail_id: str | None = None
    answers: tuple[str, ...] = ()
    named_in: str = ""
    automatic: bool = False
    attachments: tuple[Attachment, ...] = ()


def readable(text: str) -> str:
    """What a database can keep and a person read: no NUL, no control characters, no half letters."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    lines = whole.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or c.isprintable() or c in "\u200d\u200c\u00a0").strip()
