"""The telephone exchange: all state of the simulated network in one place, and nothing else."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator.account import Account, ApiKey, Application, CallerId, OwnNumber
from simulator.clockwork.kernel import Kernel
from simulator.clockwork.task import Signal
from simulator.earpieces.earpiece import Earpieces
from simulator.ids import Ids
from simulator.lines.leg import Leg
from simulator.messages.texting import Texting
from simulator.switches import Switches
from simulator.telling.notification import Notification
from simulator.telling.trace import Kind, Trace
from simulator.trouble.faults import FaultPlan
from simulator.trouble.points import Points
from simulator.wire.transport import Transport

if TYPE_CHECKING:
    from simulator.devices.device import Device
    from simulator.live.stream import Stream
    from simulator.live.transcription import LiveTranscription
    from simulator.messages.message import Message
    from simulator.people.caller import Caller
    from simulator.people.handset import Handset
    from simulator.people.person import Person
    from simulator.recordings.recording import Recording
    from simulator.recordings.transcription import Transcription
    from simulator.rooms.conference import Room
    from simulator.rooms.waiting_line import WaitingLine
    from simulator.twiml.answer_cache import KeptAnswer

OWNED = frozenset({"numbers", "caller_ids", "keys", "applications"})
"""What the account owns, and keeps when everything else is forgotten."""

GOING_ON = frozenset({"in-progress", "paused", "processing", "accepted", "scheduled", "queued", "sending"})
"""Statuses of recordings, transcriptions, streams and messages that are not their last."""
MOST_REMEMBERED = 1000
"""Of what one person did on the telephone, and of the times waited in one queue."""


@dataclass(kw_only=True, eq=False)
class Exchange:
    """Registries, newest last. `live` are the legs that are not over, `open_rooms` the conferences going on, by name.

    `host_allowed` decides which hosts webhooks may go to. `down_until` is when a network that is down comes back;
    `rest_seconds` is how long REST has kept the customer's server waiting since the last webhook, in virtual time.
    `host_allowed` decides which hosts webhooks may go to. `base_url` is where this simulator's own REST API is found.
    """

    kernel: Kernel
    transport: Transport
    account: Account
    switches: Switches
    ids: Ids
    faults: FaultPlan
    host_allowed: Callable[[str], bool]
    base_url: str
    trace: Trace = field(default_factory=Trace)
    numbers: dict[str, OwnNumber] = field(default_factory=dict)
    caller_ids: dict[str, CallerId] = field(default_factory=dict)
    keys: dict[str, ApiKey] = field(default_factory=dict)
    applications: dict[str, Application] = field(default_factory=dict)
    devices: list["Device"] = field(default_factory=list)
    people: dict[str, "Person"] = field(default_factory=dict)
    handsets: dict[str, "Handset"] = field(default_factory=dict)
    handset_taken: Signal = field(default_factory=Signal)
    callers: list["Caller"] = field(default_factory=list)
    legs: dict[str, Leg] = field(default_factory=dict)
    live: dict[str, Leg] = field(default_factory=dict)
    lines: dict[str, "WaitingLine"] = field(default_factory=dict)
    rooms: dict[str, "Room"] = field(default_factory=dict)
    open_rooms: dict[str, "Room"] = field(default_factory=dict)
    messages: dict[str, "Message"] = field(default_factory=dict)
    texting: Texting = field(default_factory=Texting)
    notifications: list[Notification] = field(default_factory=list)
    kept_answers: dict[str, "KeptAnswer"] = field(default_factory=dict)
    request_numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    points: Points = field(default_factory=Points)
    down_until: datetime | None = None
    rest_seconds: float = 0.0
    recordings: dict[str, "Recording"] = field(default_factory=dict)
    transcriptions: dict[str, "Transcription"] = field(default_factory=dict)
    live_transcriptions: dict[str, "LiveTranscription"] = field(default_factory=dict)
    streams: dict[str, "Stream"] = field(default_factory=dict)
    next_call_slot: Any = None
    earpieces: Earpieces = field(init=False)
    watchers: list[Callable[[str, Leg], object]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.earpieces = Earpieces(lock=self.kernel.lock)

    def emptied(self, faults: FaultPlan) -> "Exchange":
        """The same exchange with nobody on it: only what the account owns is still there."""
        given = [each for each in fields(self) if each.init and each.default is MISSING]
        kept = {each.name for each in given if each.default_factory is MISSING}
        fresh = {"faults": faults, "texting": self.texting.fresh()}
        return Exchange(**{name: getattr(self, name) for name in kept | OWNED} | fresh)

    def own(self, number: str) -> OwnNumber | None:
        """A number of the account as it is answered: by its application where it has one."""
        own = self.numbers.get(number)
        return own and own.answered_by(self.applications.get(own.voice_application_sid))

    def forget(self, before: datetime) -> None:
        """What was over before this moment is gone, as after a long night."""
        over = [sid for sid, leg in self.legs.items() if leg.ended_at is not None and leg.ended_at < before]
        for sid in over:
            del self.legs[sid]
        for sid in [sid for sid, room in self.rooms.items() if room.status == "completed" and not _young(room, before)]:
            del self.rooms[sid]
        for registry in (self.recordings, self.transcriptions, self.live_transcriptions, self.streams, self.messages):
            _forget_finished(registry, before)
        for person in self.people.values():
            del person.performances[:-MOST_REMEMBERED]
        for line in self.lines.values():
            del line.waits[:-MOST_REMEMBERED]
        self.callers = [caller for caller in self.callers if not caller.is_over]
        self.notifications = [notification for notification in self.notifications if notification.at >= before]
        self.trace.forget(before)

    def tell(self, kind: Kind, text: str, leg: Leg | None = None, **data: Any) -> None:
        """Write an entry into the trace."""
        self.trace.add(self.kernel.now(), kind, text, leg, data)

    def notify(self, code: int, text: str, leg: Leg | None = None, *, warning: bool = False, **about: Any) -> None:
        """Something is wrong, and Twilio would say so in its Debugger. `about` are more fields of the Notification."""
        notification = Notification(
            sid=self.ids.new("NO"),
            at=self.kernel.now(),
            code=code,
            text=text,
            warning=warning,
            call=leg.sid if leg else "",
            **about,
        )
        self.notifications.append(notification)
        shown = f"warning {code} {text}" if warning else f"{code} {text}"
        self.tell("error", shown, leg, code=code, warning=warning, notification=notification.sid)

    @property
    def is_down(self) -> bool:
        """Is the application cut off from the account just now?"""
        return self.down_until is not None and self.kernel.now() < self.down_until

    def connect(self, leg: Leg) -> None:
        """A new leg is on the network."""
        self.legs[leg.sid] = self.live[leg.sid] = leg

    def moment(self, name: str, leg: Leg) -> None:
        """A moment at which a person may decide to hang up: greeting, queued, agent_ringing, accepted, bridged."""
        for watcher in list(self.watchers):
            watcher(name, leg)


def _forget_finished(registry: dict[str, Any], before: datetime) -> None:
    """Everything with a status that has come to its end and has not changed since."""
    over = [
        sid
        for sid, one in registry.items()
        if one.status not in GOING_ON and one.updated_at and one.updated_at < before
    ]
    for sid in over:
        del registry[sid]


def _young(room: "Room", before: datetime) -> bool:
    return room.updated_at is None or room.updated_at >= before
