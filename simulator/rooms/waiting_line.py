"""A queue as Twilio keeps it: callers in order of arrival, each hearing a wait document."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.clockwork.task import Promise, Signal
from simulator.lines.leg import Ask, Leg

DEFAULT_MAX_SIZE = 1000
DEQUEUED = "dequeued"
"""What a place's `left` resolves to when a Dial Queue takes the caller out."""


@dataclass(kw_only=True, eq=False)
class Dequeue:
    """An agent taking somebody out of a queue. `ask` is the document the caller hears before the two are bridged.

    `over` resolves when either is gone.
    """

    agent: Leg
    over: Promise[None]
    ask: Ask | None = None
    place: "Place | None" = None
    bridged: Promise[None] = field(default_factory=Promise)


@dataclass(kw_only=True, eq=False)
class Place:
    """One caller's place in a queue. `left` resolves to the QueueResult when the wait document ends it."""

    leg: Leg
    line: "WaitingLine"
    since: datetime
    until: datetime | None = None
    dequeue: Dequeue | None = None
    left: Promise[str] = field(default_factory=Promise)

    @property
    def position(self) -> int:
        return self.line.places.index(self) + 1 if self in self.line.places else 0

    def seconds(self, now: datetime) -> int:
        """Whole seconds in the queue."""
        return int(((self.until or now) - self.since).total_seconds())


@dataclass(kw_only=True, eq=False)
class WaitingLine:
    """`arrivals` fires whenever somebody joins."""

    sid: str
    name: str
    created_at: datetime
    updated_at: datetime | None = None
    max_size: int = DEFAULT_MAX_SIZE
    places: list[Place] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    arrivals: Signal = field(default_factory=Signal)

    def join(self, leg: Leg, now: datetime) -> Place:
        place = Place(leg=leg, line=self, since=now)
        self.places.append(place)
        leg.place = place
        self.arrivals.fire()
        return place

    def leave(self, place: Place, now: datetime) -> None:
        if place in self.places:
            self.places.remove(place)
            place.until = now
            self.waits.append(place.seconds(now))
            place.leg.place = None

    @property
    def average_wait(self) -> int:
        return sum(self.waits) // len(self.waits) if self.waits else 0

    def member(self, call_sid: str) -> Place | None:
        """The place of exactly this call, or of the first in line for `Front`."""
        if call_sid == "Front":
            return self.places[0] if self.places else None
        return next((place for place in self.places if place.leg.sid == call_sid), None)
