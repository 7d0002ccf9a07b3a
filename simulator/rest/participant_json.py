"""A participant as REST shows it: in the room, or still being dialled into it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.rooms.conference import Participant, Room
from simulator.rooms.entrance import Entrance
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

DIALLED = {"queued": "queued", "initiated": "connecting", "ringing": "ringing", "in-progress": "connecting"}
"""What a participant who has not joined yet reads, by the status of the call."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One participant. `coaches` is the call they coach, "" for none."""

    leg: Leg
    room: Room
    label: str
    muted: bool
    hold: bool
    coaches: str
    starts: bool
    ends_on_exit: bool
    status: str
    created_at: datetime
    updated_at: datetime

    @property
    def coaching(self) -> bool:
        return bool(self.coaches)


def everybody(room: Room) -> Iterator[Shown]:
    """Those in the room, then those being dialled."""
    yield from (joined(one) for one in room.participants)
    yield from (awaited(room, leg) for leg in room.awaited)


def call_of(one: Shown) -> str:
    return one.leg.sid


def joined(one: Participant) -> Shown:
    return Shown(
        leg=one.leg,
        room=one.room,
        label=one.label,
        muted=one.muted,
        hold=one.hold,
        coaches=one.coaches,
        starts=one.starts,
        ends_on_exit=one.ends_on_exit,
        status="connected",
        created_at=one.entered_at,
        updated_at=one.updated_at or one.entered_at,
    )


def awaited(room: Room, leg: Leg) -> Shown:
    entrance = leg.entrance or Entrance()
    return Shown(
        leg=leg,
        room=room,
        label=entrance.label,
        muted=entrance.muted,
        hold=False,
        coaches=entrance.coaches,
        starts=entrance.starts,
        ends_on_exit=entrance.ends_on_exit,
        status=DIALLED.get(leg.status, "failed"),
        created_at=leg.created_at,
        updated_at=leg.created_at,
    )


def participant_json(x: Exchange, one: Shown) -> dict[str, Any]:
    conference = f"/{API_VERSION}/Accounts/{x.account.sid}/Conferences/{one.room.sid}"
    return {
        "account_sid": x.account.sid,
        "call_sid": one.leg.sid,
        "conference_sid": one.room.sid,
        "label": one.label or None,
        "muted": one.muted,
        "hold": one.hold,
        "coaching": one.coaching,
        "call_sid_to_coach": one.coaches or None,
        "start_conference_on_enter": one.starts,
        "end_conference_on_exit": one.ends_on_exit,
        "status": one.status,
        "queue_time": str(int(one.leg.queue_seconds * 1000)),
        "date_created": rfc2822(one.created_at),
        "date_updated": rfc2822(one.updated_at),
        "uri": f"{conference}/Participants/{one.leg.sid}.json",
    }
