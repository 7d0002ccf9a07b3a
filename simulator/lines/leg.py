"""One call leg: a line between the network and one telephone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator.account import OwnNumber
from simulator.clockwork.kernel import Timer
from simulator.clockwork.task import Promise, Signal, Task
from simulator.lines.ear import Ear
from simulator.lines.keypad import Keypad
from simulator.wire.cookies import Cookies

if TYPE_CHECKING:
    from simulator.people.person import Ring
    from simulator.recordings.recording import Recording
    from simulator.rooms.conference import Participant
    from simulator.rooms.entrance import Entrance
    from simulator.rooms.waiting_line import Place

FINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
PROGRESS_EVENTS = ("initiated", "ringing", "answered", "completed")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A URL to be asked for something, with the parameters beyond the usual ones."""

    url: str
    method: str = "POST"
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """Who wants to be told about which events."""

    url: str
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


@dataclass(kw_only=True, eq=False)
class Leg:
    """A call leg and everything true of it now. Only the functions in `calls.py` change its status.

    `status` goes queued, initiated, ringing, in-progress and then one of the final ones. `program` is what the leg is
    doing; interrupting it is how REST takes hold of a leg. `changed` fires whenever its company or status changes.
    `answerer` is how it was picked up, and `answered_by` what answering machine detection made of that. `far` is the
    other end of the wire when that is a leg of this account too: whatever is said into one comes out of the other; it
    shows `far_to` as its To if that is given. `hops` counts how often a call has come back to us on its way here.
    `on_refer` is whoever takes a transfer that the telephone asks for.
    `ear` is what the person on it hears, `mouth` what they say; `company` are the moments at which somebody else could
    be talked to, could not any more, could again, in turn. `redirected_to` is the URL it was last sent to by REST.
    """

    sid: str
    direction: str
    from_: str
    to: str
    created_at: datetime
    name: str = ""
    parent: "Leg | None" = None
    number: OwnNumber | None = None
    status: str = "queued"
    queue_seconds: float = 0.0
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""
    subscription: Subscription | None = None
    fallback: Ask | None = None
    call_token: str = ""
    forwarded_from: str = ""
    application: str = ""
    custom_parameters: tuple[tuple[str, str], ...] = ()
    muted: bool = False
    sip_response: str = ""
    time_limit: float | None = None
    limit: Timer | None = None
    entrance: "Entrance | None" = None
    answerer: "Ring | None" = None
    answered_by: str = ""
    call_reason: str = ""
    on_refer: Callable[[str], bool] | None = None
    far: "Leg | None" = None
    far_to: str = ""
    hops: int = 0
    dead_until: datetime | None = None
    next_sequence: int = 0
    cookies: Cookies = field(default_factory=Cookies)
    held_back: list[Any] = field(default_factory=list)
    let_past: list[Promise[None]] = field(default_factory=list)
    program: Task[None] | None = None
    sidelines: list[Task[Any]] = field(default_factory=list)
    place: "Place | None" = None
    participant: "Participant | None" = None
    bridged_with: "Leg | None" = None
    keypad: Keypad = field(default_factory=Keypad)
    ear: Ear = field(default_factory=Ear)
    mouth: Ear = field(default_factory=Ear)
    company: list[datetime] = field(default_factory=list)
    recordings: list["Recording"] = field(default_factory=list)
    redirected_to: str = ""
    ended: Promise[None] = field(default_factory=Promise)
    answered: Promise[None] = field(default_factory=Promise)
    changed: Signal = field(default_factory=Signal)

    @property
    def is_over(self) -> bool:
        return self.status in FINAL

    @property
    def is_inbound(self) -> bool:
        return self.direction == "inbound"

    @property
    def talks(self) -> bool:
        """Is there another live person to talk to, right now?"""
        if self.dead_until is not None:
            return False
        if self.participant is not None:
            return self.participant.has_company
        other = self.bridged_with
        return other is not None and (other.far is None or other.far.talks)

    def seconds_talked(self, now: datetime) -> int:
        """Whole seconds since the leg was answered; 0 if it never was."""
        if self.answered_at is None:
            return 0
        return int(((self.ended_at or now) - self.answered_at).total_seconds())
