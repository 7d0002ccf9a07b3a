"""What Twilio's Debugger would show: errors and warnings with their codes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.exchange import Exchange
    from simulator.lines.leg import Leg

NOT_MODELLED = 0
"""The simulator's own code, which none of Twilio's is: Twilio could do this, the simulator cannot."""

ERRORS_URL = "https://www.twilio.com/docs/api/errors/"


@dataclass(frozen=True, kw_only=True)
class Notification:
    """Something went wrong, or looks wrong (`warning`). `call` is the SID of the leg it concerns, "" for none.

    `method`, `url` and `asked` are the request it is about, if any; `answered` and `headers` what came back.
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
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def more_info(self) -> str:
        """Twilio's page about the code; "" for the simulator's own."""
        return f"{ERRORS_URL}{self.code}" if self.code != NOT_MODELLED else ""


def not_modelled(x: "Exchange", what: str, leg: "Leg | None" = None) -> None:
    """Say that the simulator is the limit here, and not the application wrong."""
    x.notify(NOT_MODELLED, f"the simulator does not model {what}: passed over, as Twilio would not", leg, warning=True)
