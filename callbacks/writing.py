"""The floor's stream is written to the journal: in batches, whole, and twice without harm.

An event the database will not have stops nobody else's: it is set aside, whole, as an event of kind `set_aside`, and
told loudly. Its text is ASCII and stands in `data`, which every database can hold.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from callbacks.announcing import announce_end
from callbacks.board import Board
from callbacks.chosen_language import keep_chosen_language
from callbacks.dialler.floor_name import is_callback
from callbacks.dialler.sweep import follow
from callbacks.looking import looks_in
from callbacks.noticing import NOTICED, notices_of
from callbacks.told_of_leg import keep_with_attempt
from cases.conversation_recording import keep_of_recording
from cases.voicemail import recording_fares
from cases.voucher import hide_codes
from records.answer import WebhookAnswer, forget_old_answers, store
from records.database import writing
from records.idempotency import forget_old_requests
from records.journal import Event, append
from records.look import LOOKED, keep_looks
from records.outgoing_event import forget_old_events
from records.projecting import project
from routing.happening import Happening
from staff.agent import note_presence
from staff.notice import keep_notice

log = structlog.get_logger(__name__)

BATCH: Final = 500
"""Events a transaction; at some 10 µs each a batch holds SQLite's only pen for a few milliseconds."""
CHOSEN: Final = ("ready", "not_ready", "logged_out")
"""The states an agent stays in; the others follow from what they are doing."""
FOLLOWED: Final = ("widened", "offer_failed")
"""What the floor does with a callback in line that its row is to tell as well."""
UNSTORABLE: Final = (SQLAlchemyError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What a database or our own reading says of an event that is not as it should be: too long, no text, no number."""
LONGEST_REASON: Final = 500


def write_journal(board: Board) -> int:
    """Write what happened and forget it in the stream; tells how many events. Raises RecordsUnavailable, and then the
    stream still has everything."""
    written = 0
    while batch := board.floor.happenings(limit=BATCH):
        _write_batch(board, batch)
        board.floor.forget(happening.entry for happening in batch)
        _follow_callbacks(board, batch)
        written += len(batch)
        if len(batch) < BATCH:
            break
    return written


def forget_what_is_old(board: Board) -> None:
    """Answers and requests nobody will repeat any more leave the database; old codes of vouchers are hidden."""
    more = True
    while more:
        with writing(board.database) as session:
            more = hide_codes(session, secret=board.secret)
    more = True
    while more:
        with writing(board.database) as session:
            more = forget_old_answers(session, now=board.clock())
    with writing(board.database) as session:
        forget_old_requests(session, now=board.clock())
    more = True
    while more:
        with writing(board.database) as session:
            more = forget_old_events(session, now=board.clock())


def _follow_callbacks(board: Board, batch: Sequence[Happening]) -> None:
    moved = {happening.call for happening in batch if happening.kind in FOLLOWED and is_callback(happening.call)}
    if stays := sorted(filter(None, moved)):
        follow(board, stays)


def _write_batch(board: Board, batch: Sequence[Happening]) -> None:
    """All in one transaction; where one of them cannot be stored, each in its own."""
    try:
        with writing(board.database) as session:
            _write(session, batch)
    except UNSTORABLE as trouble:
        if len(batch) == 1:
            _set_aside(board, batch[0], trouble)
            return
        for happening in batch:
            _write_batch(board, [happening])


def _set_aside(board: Board, happening: Happening, trouble: Exception) -> None:
    log.error("event_set_aside", id=happening.id, kind=happening.kind, call=happening.call, why=type(trouble).__name__)
    name = hashlib.sha256(happening.id.encode(errors="replace")).hexdigest()
    whole = json.dumps(asdict(happening), default=str)
    data = {"event": whole, "why": ascii(str(trouble))[:LONGEST_REASON]}
    with writing(board.database) as session:
        append(session, [Event(id=f"set-aside:{name}", kind="set_aside", at=happening.at, data=data)])


def _write(session: Session, batch: Sequence[Happening]) -> None:
    told = [happening for happening in batch if happening.kind not in ("webhook_answer", LOOKED)]
    keep_looks(session, looks_in(batch))
    events = [_event(happening) for happening in told]
    append(session, events)
    records = {record.sid: record for record in project(session, events)}
    store(session, [_answer(happening) for happening in batch if happening.kind == "webhook_answer"])
    for happening in told:
        _keep(session, happening)
    for event in events:
        if event.kind in NOTICED:
            for notice in notices_of(session, event, records.get(event.call or "")):
                keep_notice(session, notice)
        if event.kind == "ended" and (record := records.get(event.call or "")):
            announce_end(session, record)


def _answer(happening: Happening) -> WebhookAnswer:
    data = happening.data
    return WebhookAnswer(key=str(data["key"]), call=happening.call or "", body=str(data["body"]), at=happening.at)


def _keep(session: Session, happening: Happening) -> None:
    """Events that change more than the call's own row."""
    data = happening.data
    match happening.kind:
        case "leg" | "answerer" as kind:
            keep_with_attempt(session, kind, data, at=happening.at)
        case "recording":
            recording_fares(session, data, call=happening.call or "", now=happening.at)
        case "room_recording" | "recording_announced" as kind:
            keep_of_recording(session, kind, data, call=happening.call or "", at=happening.at)
        case "language_chosen":
            keep_chosen_language(session, data)
        case "agent_state" if happening.agent and data.get("to") in CHOSEN and not data.get("until"):
            reason = data.get("reason") or None
            note_presence(session, agent_id=happening.agent, state=data["to"], reason=reason, since=happening.at)


def _event(happening: Happening) -> Event:
    return Event(
        id=happening.id,
        kind=happening.kind,
        at=happening.at,
        call=happening.call,
        agent=happening.agent,
        reservation=happening.reservation,
        data=happening.data,
    )
