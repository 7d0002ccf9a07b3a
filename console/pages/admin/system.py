"""How the house itself is: its stores, its processes, what waits for them, what is in force."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any, Final, Literal

from sqlalchemy import func, select

from callbacks.jobs import jobs_waiting
from console.pages.admin.section import whole_and_part
from console.pages.page import Visit
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.event_delivery import EventDelivery
from records.lease import Lease
from records.schema import newest_revision
from routing.errors import FloorUnavailable

LATE: Final = 1000
"""Happenings not yet in SQL, or deadlines that passed and nobody looked at: more takes longer than a blink."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """One thing that works or does not; `told` is what it says of itself."""

    name: str
    sign: Literal["good", "fair", "bad"]
    told: str = ""


def _system(visit: Visit) -> Mapping[str, Any]:
    board = visit.board
    looks: tuple[Callable[[VoiceBoard], list[Part]], ...] = (_floor, _clock, _jobs, _events, _telephony)
    return {
        "parts": [part for look in looks for part in look(board)],
        "version": version("sahip"),
        "schema": newest_revision(),
        "site": board.site,
        "public": board.urls.public,
        "database": board.database.dialect.name,
        "flows": sorted(board.flows.newest().flows),
    }


def _floor(board: VoiceBoard) -> list[Part]:
    try:
        counts, due = board.floor.counts(), len(board.floor.due(now=board.clock(), limit=LATE + 1))
    except FloorUnavailable:
        return [Part(name="floor", sign="bad")]
    return [
        Part(name="floor", sign="good"),
        Part(name="journal", sign="good" if counts.happenings < LATE else "fair", told=str(counts.happenings)),
        Part(name="deadlines", sign="good" if due < LATE else "fair", told=f"{due} / {counts.deadlines}"),
    ]


def _clock(board: VoiceBoard) -> list[Part]:
    """One of the clocks leads: it takes its lease anew every few seconds."""
    with reading(board.database) as session:
        lease = session.get(Lease, f"clock:{board.site}")
    now: datetime = board.clock()
    leads = lease is not None and lease.until > now
    return [Part(name="clock", sign="good" if leads else "bad", told=lease.holder if lease and leads else "")]


def _jobs(board: VoiceBoard) -> list[Part]:
    waiting = jobs_waiting(board.jobs)
    if waiting is None:
        return [Part(name="jobs", sign="bad")]
    most = max(waiting.values(), default=0)
    told = " · ".join(f"{name} {number}" for name, number in waiting.items())
    return [Part(name="jobs", sign="good" if most < LATE else "fair", told=told)]


def _events(board: VoiceBoard) -> list[Part]:
    with reading(board.database) as session:
        waiting = session.scalar(select(func.count()).select_from(EventDelivery).filter_by(state="waiting")) or 0
    return [Part(name="events", sign="good" if waiting < LATE else "fair", told=str(waiting))]


def _telephony(board: VoiceBoard) -> list[Part]:
    """What can be told without asking the network anything."""
    return [
        Part(name="browser_phones", sign="good" if board.devices else "fair"),
        Part(name="letters", sign="good" if board.post_office else "fair"),
    ]


PAGES = whole_and_part("system", _system)
