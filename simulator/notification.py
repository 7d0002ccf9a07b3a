"""What Twilio's Debugger would show: errors and warnings with their codes."""

from dataclasses import dataclass, field
from datetime import datetime

ERRORS_URL = "https://www.twilio.com/docs/api/errors/"


@dataclass(frozen=True, kw_only=True)
class Notification:
    """Something went wrong, or looks wrong (`warning`). `call` is the SID of the leg it concerns, "" for none.

    `method`, `url`, `asked` and `answered` are the request it is about, if it is about one, and what came back.
    """

    sid: str
    at: datetime
    code: int
    text: str
    warning: bool = False
    call: str = ""
    method: str = ""
    url: str = ""
    asked: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    answered: str = field(default="", repr=False)

    @property
    def more_info(self) -> str:
        """Twilio's page about the code."""
        return f"{ERRORS_URL}{self.code}"
