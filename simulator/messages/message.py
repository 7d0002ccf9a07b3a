"""One text message, sent or received."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.messages.segments import segments

UNDER_WAY = frozenset({"accepted", "scheduled", "queued", "sending", "receiving"})
"""Not to be deleted or emptied yet."""


@dataclass(frozen=True, kw_only=True)
class Media:
    """A picture or the like that came or went with a message."""

    sid: str
    url: str
    content_type: str
    created_at: datetime


@dataclass(kw_only=True, eq=False)
class Message:
    """`service` is the Messaging Service it went through, `template` the content template its body was made from.

    `error_code` says why a message was not delivered. `automatic` marks Twilio's own replies to STOP, START and HELP.
    """

    sid: str
    from_: str
    to: str
    body: str
    created_at: datetime
    direction: str = "outbound-api"
    status: str = "queued"
    updated_at: datetime | None = None
    sent_at: datetime | None = None
    send_at: datetime | None = None
    callback: str = ""
    service: str = ""
    template: str = ""
    validity_seconds: int = 36_000
    error_code: int = 0
    error_text: str = ""
    automatic: bool = False
    media: list[Media] = field(default_factory=list)

    @property
    def segments(self) -> int:
        return segments(self.body)

    @property
    def is_whatsapp(self) -> bool:
        return self.to.startswith("whatsapp:")
