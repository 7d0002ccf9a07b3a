"""What a change means to pages: under which topic, at whose desks, on the floor or not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from console.live.changed_rows import WRITTEN
from console.live.concerns import CONCERNS, Concern
from console.live.event import Event
from records.call_record import CallRow
from records.database import Base, reading
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable
from routing.news import News, Told

log = structlog.get_logger(__name__)

AT_DESKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "offered": "offer",
        "rang": "offer",
        "accepted": "offer",
        "offer_failed": "offer",
        "agent_state": "presence",
        "answered": "call",
        "left": "call",
        "ended": "call",
        WRITTEN: "call",
    }
)
"""Kinds of the floor's events → what an agent's desk shows of them."""
NOT_FOR_THE_FLOOR: Final = frozenset({"case", "offer", "presence", "call"})
"""There all calls and agents are one topic, `floor`."""


def events_in(board: Board, told: Iterable[Told]) -> list[Event]:
    """What each change is to pages. Where the stores cannot say whom it concerns, everybody looks."""
    found = [event for entry in told for one in entry.news for event in _events(board, entry.id, one)]
    return list(dict.fromkeys(found))


def _events(board: Board, id: str, news: News) -> Iterator[Event]:
    if concern := CONCERNS.get(news.kind):
        desks = _asked(lambda: _concerned(board, concern, news))
        yield Event(id=id, topic=concern.topic, kind=news.kind, about=news.about, desks=desks,
                    floor=concern.topic not in NOT_FOR_THE_FLOOR)  # fmt: skip
        if concern.topic == "call":
            yield Event(id=id, topic="floor", kind=news.kind, about=news.about)
        return
    told: dict[str, Any] = {"kind": news.kind, "call": news.call, "agent": news.agent, "reservation": news.reservation}
    if topic := AT_DESKS.get(news.kind):
        desks = frozenset({news.agent}) if news.agent else _asked(lambda: _talking(board, news.call))
        yield Event(id=id, topic=topic, **told, desks=desks, floor=False)
    yield Event(id=id, topic="floor", **told)


def _asked(ask: Callable[[], frozenset[str] | None]) -> frozenset[str] | None:
    try:
        return ask()
    except (RecordsUnavailable, FloorUnavailable) as trouble:
        log.warning("live_tells_everybody", why=str(trouble))
        return None


def _talking(board: Board, call: str) -> frozenset[str]:
    """Who is with this caller, or asked to be."""
    known = board.floor.call(call) if call else None
    return frozenset({known.agent}) if known is not None and known.agent else frozenset()


def _concerned(board: Board, concern: Concern, news: News) -> frozenset[str] | None:
    if not (concern.agents or concern.case):
        return frozenset()
    if not news.about:
        return frozenset(news.agents) or None
    with reading(board.database) as session:
        row = _row(session, concern, news)
        case = row.get(concern.case) if concern.case else None
        people = {row[column] for column in concern.agents if row.get(column)} | {*news.agents}
        if case is None:
            return frozenset(people)
        owner = session.scalar(select(Case.owner_id).where(Case.number == case))
        calls = session.scalars(
            select(CallRow.sid).where(CallRow.case_number == case, CallRow.ended_at.is_(None))
        ).all()
    return frozenset({*people, *([owner] if owner else []), *(who for call in calls for who in _talking(board, call))})


def _row(session: Session, concern: Concern, news: News) -> Mapping[str, Any]:
    """Whom the row names; nothing, where it is gone again."""
    columns = Base.metadata.tables[news.kind].c
    wanted = [columns[name] for name in (*concern.agents, *([concern.case] if concern.case else []))]
    key = columns[concern.key]
    found = session.execute(select(*wanted).where(key == key.type.python_type(news.about))).mappings().first()
    return dict(found or {})
