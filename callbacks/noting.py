"""What happened and is no transition of the floor is noted: in the floor's stream, or straight in the journal."""

from collections.abc import Mapping
from typing import Any

import structlog

from callbacks.board import Board
from callbacks.chosen_language import keep_chosen_language
from records.database import writing
from records.errors import RecordsUnavailable
from records.journal import Event, append
from records.projecting import project
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)


def note(board: Board, kind: str, call: str, data: Mapping[str, Any], *, once: str = "") -> None:
    """Write the event down. `once` names it: told again under the same name, it is one event.

    Without a floor it is written to SQL at once; with neither, Twilio's own lists bring the call back.
    """
    event = f"{once}:{kind}" if once else board.new_id()
    try:
        board.floor.note(kind, call=call, data=data, now=board.clock(), event=event)
    except FloorUnavailable:
        _write(board, Event(id=event, kind=kind, at=board.clock(), call=call, data=data))


def _write(board: Board, event: Event) -> None:
    try:
        with writing(board.database) as session:
            append(session, [event])
            project(session, [event])
            if event.kind == "language_chosen":
                keep_chosen_language(session, event.data)
    except RecordsUnavailable as trouble:
        log.error("event_not_kept", kind=event.kind, call=event.call, why=str(trouble))
