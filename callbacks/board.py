"""What the worker and the clock need on top of routing's switchboard."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from sqlalchemy import Engine

from callbacks.beyond import Beyond
from callbacks.centre_files import CentreFiles
from callbacks.dialler.rules import DiallerRules
from callbacks.dips.dips import Dips
from callbacks.held_notes import HeldNotes
from callbacks.mail.post_office import PostOffice
from callbacks.outside.outside import Outside
from callbacks.recent_looks import RecentLooks
from callbacks.traces import Traces
from cases.care import Care
from hours.opening_hours import OpeningHours
from routing.narrowing import Narrowing
from routing.switchboard import Switchboard
from telephony.device_token import DeviceTokens
from telephony.pace import Pace
from telephony.twilio_api import TwilioApi
from telephony.urls import Urls


@dataclass(frozen=True, kw_only=True)
class Board(Switchboard):
    site: str
    database: Engine
    twilio: TwilioApi
    pace: Pace
    urls: Urls
    new_id: Callable[[], str]
    hours: OpeningHours
    care: Care
    dialler: DiallerRules
    secret: bytes = field(repr=False)
    """Known to nobody but us: one-time codes are computed from it, and PINs are mixed with it."""
    dips: Dips
    traces: Traces
    exports: Path
    """The folder of what was handed out about people."""
    key_safe: Path
    """The file of the keys that backups are sealed with."""
    narrowings: Callable[[], frozenset[Narrowing]]
    """What flows ask of queues beyond the policy, in the releases that calls may start on."""
    our_numbers: frozenset[str]
    """The numbers this centre answers. The account may have others, whose calls are somebody else's."""
    post_office: PostOffice | None = None
    """Where letters are handed in; None where no mail server is set: then none is written."""
    devices: DeviceTokens | None = None
    """Makes what agents' browsers connect with; None where no API key and TwiML app are set."""
    beyond: Beyond = field(default_factory=Beyond)
    files: CentreFiles = field(default_factory=CentreFiles)
    held_notes: HeldNotes = field(default_factory=HeldNotes)
    looks: RecentLooks = field(default_factory=RecentLooks)
    outside: Outside = field(default_factory=Outside)

    def at_present(self) -> Self:
        """This board with the rules that are in force now: whoever begins a request, a job or a duty takes one, and
        goes by it to the end.
        """
        parts = self.files.in_force()
        return replace(self, **parts) if parts else self
