"""A recording of a call or of a conference, from its first second to its file."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from simulator.lines.ear import Sound as Kind
from simulator.lines.leg import Leg, Subscription

if TYPE_CHECKING:
    from simulator.rooms.conference import Room

Status = Literal["in-progress", "paused", "stopped", "processing", "completed", "absent", "deleted"]
Source = Literal[
    "DialVerb",
    "Conference",
    "OutboundAPI",
    "Trunking",
    "RecordVerb",
    "StartCallRecordingAPI",
    "StartConferenceRecordingAPI",
]
RUNNING = ("in-progress", "paused")
FINAL = ("completed", "absent", "deleted")
TOO_SHORT, SILENT = 16101, 16102
"""Why a recording is absent."""


@dataclass(frozen=True, kw_only=True)
class RecordingOrder:
    """How something is to be recorded. `track` is inbound (what the call says), outbound (what it hears) or both."""

    source: Source
    channels: int = 1
    track: str = "both"
    trim: bool = False
    subscription: Subscription | None = None


@dataclass(kw_only=True)
class Pause:
    """Nothing is kept from `since` on. A pause is silence on the tape, or, with `skip`, no tape at all."""

    since: datetime
    skip: bool = False
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Sound:
    """Something to be heard on the tape, `begins` seconds after its start. Channel 1 is what the call said."""

    text: str
    begins: float
    seconds: float
    channel: int = 1
    kind: Kind = "voice"

    @property
    def ends(self) -> float:
        return self.begins + self.seconds


@dataclass(kw_only=True, eq=False)
class Recording:
    """A recording of a leg or of a room. `seconds` and `sounds` are known once it has ended.

    `error_code` says why it is absent: 16101 too short, 16102 silent.
    """

    sid: str
    order: RecordingOrder
    started_at: datetime
    leg: Leg | None = None
    room: "Room | None" = None
    status: Status = "in-progress"
    updated_at: datetime | None = None
    ended_at: datetime | None = None
    pauses: list[Pause] = field(default_factory=list)
    seconds: float = 0.0
    sounds: tuple[Sound, ...] = ()
    error_code: int | None = None

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING

    @property
    def status_is_final(self) -> bool:
        return self.status in FINAL

    @property
    def duration(self) -> int:
        """Whole seconds, as Twilio tells them; a recording that holds anything has at least one."""
        return max(1, int(self.seconds + 0.5)) if self.seconds > 0 else 0

    @property
    def text(self) -> str:
        """What people said on it, in order; sounds and pauses left out."""
        spoken = sorted((sound for sound in self.sounds if sound.kind in ("voice", "say")), key=lambda one: one.begins)
        return " ".join(sound.text for sound in spoken if sound.text)
