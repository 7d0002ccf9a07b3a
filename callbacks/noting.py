"""What happened and is no transition of the floor is noted: in the floor's stream, or straight in the journal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog

from callbacks.board import Board
from callbacks.chosen_language import keep_chosen_language
from callbacks.told_of_leg import keep_with_attempt
from cases.conversation_recording import keep_of_recording
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
    name = f"{once}:{kind}" if once else board.new_id()
    event = Event(id=name, kind=kind, at=board.clock(), call=call, data=data)
    if board.held_notes.events is None:
        _write_down(board, event)
    else:
        board.held_notes.events.append(event)


@contextmanager
def noting_together(board: Board) -> Iterator[list[Event]]:
    """What this thread notes meanwhile is held for whoever writes it with what they do, and takes it from the list.

    What is left there in the end is written then, whatever happened.
    """
    held: list[Event] = []
    before, board.held_notes.events = board.held_notes.events, held
    try:
        yield held
    finally:
        board.held_notes.events = before
        for event in held:
            _write_down(board, event)


def _write_down(board: Board, event: Event) -> None:
    try:
        board.floor.note(event.kind, call=event.call or "", data=event.data, now=event.at, event=event.id)
    except FloorUnavailable:
        _write(board, event)


def _write(board: Board, event: Event) -> None:
    try:
        with writing(board.database) as session:
            append(session, [event])
            project(session, [event])
            keep_with_attempt(session, event.kind, event.data, at=event.at)
            keep_of_recording(session, event.kind, event.data, call=event.call or "", at=event.at)
            if event.kind == "language_chosen":
                keep_chosen_language(session, event.data)
    except RecordsUnavailable as trouble:
        log.error("event_not_kept", kind=event.kind, call=event.call, why=str(trouble))
