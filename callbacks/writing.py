"""The floor's stream is written to the journal: in batches, whole, and twice without harm."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from records.answer import store
from records.call_record import project
from records.database import writing
from records.journal import Event, append
from routing.happening import Happening
from staff.agent import note_presence
from telephony.attempt import observe
from telephony.errors import AttemptUnknown

BATCH: Final = 500
"""Events a transaction; at some 10 µs each a batch holds SQLite's only pen for a few milliseconds."""
CHOSEN: Final = ("ready", "not_ready", "logged_out")
"""The states an agent stays in; the others follow from what they are doing."""


def write_journal(board: Board) -> int:
    """Write what happened and forget it in the stream; tells how many events. Raises RecordsUnavailable, and then the
    stream still has everything."""
    written = 0
    while batch := board.floor.happenings(limit=BATCH):
        with writing(board.database) as session:
            _write(session, batch)
        board.floor.forget(happening.entry for happening in batch)
        written += len(batch)
        if len(batch) < BATCH:
            break
    return written


def _write(session: Session, batch: Sequence[Happening]) -> None:
    told = [happening for happening in batch if happening.kind != "webhook_answer"]
    events = [_event(happening) for happening in told]
    append(session, events)
    project(session, events)
    for happening in batch:
        _keep(session, happening)


def _keep(session: Session, happening: Happening) -> None:
    """Events that change more than the call's own row."""
    data = happening.data
    match happening.kind:
        case "webhook_answer":
            store(session, str(data["key"]), happening.call or "", str(data["body"]), happening.at)
        case "leg":
            _observe(session, happening)
        case "agent_state" if happening.agent and data.get("to") in CHOSEN:
            reason = data.get("reason") or None
            note_presence(session, agent_id=happening.agent, state=data["to"], reason=reason, since=happening.at)


def _observe(session: Session, happening: Happening) -> None:
    data = happening.data
    try:
        observe(session, str(data["token"]), leg=str(data["leg"]), status=str(data["status"]), now=happening.at)
    except AttemptUnknown:
        return  # somebody signed a token of another installation


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
