"""A leg: one telephone call as Twilio's lists know it."""

from dataclasses import dataclass
from datetime import datetime

LIVE_STATUSES = ("queued", "initiated", "ringing", "in-progress")
FINAL_STATUSES = ("completed", "busy", "failed", "no-answer", "canceled")

_ORDER = {"queued": 0, "initiated": 1, "ringing": 2, "in-progress": 3} | dict.fromkeys(FINAL_STATUSES, 4)


@dataclass(frozen=True, kw_only=True)
class Leg:
    """One call at Twilio. `direction` is inbound, outbound-api or outbound-dial; times are UTC, None until then."""

    sid: str
    status: str
    direction: str
    from_: str
    to: str
    parent: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def over(self) -> bool:
        return self.status in FINAL_STATUSES


@dataclass(frozen=True, kw_only=True)
class Participant:
    """A leg inside a conference, under the label it joined with. `room` is the CF sid of that conference."""

    call: str
    label: str
    muted: bool
    hold: bool
    status: str
    ends_on_exit: bool = False
    coaches: str = ""
    room: str = ""


def later_status(known: str | None, told: str) -> str:
    """The status to believe when callbacks overtake each other: it never goes down, and the first final one stands."""
    if known is None:
        return told
    return told if _ORDER.get(told, -1) > _ORDER.get(known, -1) else known
