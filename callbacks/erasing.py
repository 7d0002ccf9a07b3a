"""Who asked to be forgotten is forgotten, step by step (`cases/erasure.py`), by the clock or by whoever asked.

While they talk to us nothing is forgotten: it is put off to the end of the call and its wrap-up.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import Engine, exists, or_, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.exports import remove_exports
from callbacks.letting_go import let_go, letters_to, recordings_of
from callbacks.mail.post_office import LetterFolder
from callbacks.writing import write_journal
from cases.erasure import Erasure, State, erasures_under_way, goes_on, refuse_where_held
from cases.errors import HeldByLaw
from cases.person import person_meant
from cases.recording_deletion import delete_later
from records.call_record import CallRow
from records.data_register import REGISTER
from records.database import reading, serialise, writing
from records.forgetting import Traces, forget, traces_of
from records.handling import Handling
from records.key_safe import write_safe
from records.overwriting import is_light, overwrite_deleted
from records.person import Person
from records.person_key import destroy_keys
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)

LONGEST_CALL: Final = timedelta(hours=6)
"""A call that began longer ago is over, whatever nobody told us."""
LONGEST_WRAP_UP: Final = timedelta(minutes=30)
STEPS: Final = 5


def see_to_erasures(board: Board) -> None:
    """Every erasure under way goes as far as it can now."""
    with reading(board.database) as session:
        ids = erasures_under_way(session)
    for each in ids:
        go_on_forgetting(board, each)


def go_on_forgetting(board: Board, erasure: str, *, at_once: bool = False, steps: int = STEPS) -> State:
    """As many steps as can be taken now; with `at_once` great files are rewritten by day too. Where it stands then."""
    for _ in range(steps):
        before = _state(board.database, erasure)
        _take_step(board, erasure, before, at_once=at_once)
        if _state(board.database, erasure) in (before, "done"):
            break
    return _state(board.database, erasure)


def _take_step(board: Board, erasure: str, state: State, *, at_once: bool) -> None:
    match state:
        case "asked":
            _forget(board, erasure)
        case "forgotten":
            _sweep_redis(board, erasure)
        case "swept":
            _see_files_of_redis(board, erasure)
        case "overwriting":
            _overwrite(board, erasure, at_once=at_once)


def _forget(board: Board, erasure: str) -> None:
    """All of SQL in one transaction. What takes long, looking for mentions, is done before it begins."""
    _write_what_happened(board)
    with reading(board.database) as session:
        meant = session.get_one(Erasure, erasure).meant
        traces = traces_of(session, person_meant(session, meant))
    with writing(board.database) as session:
        serialise(session, f"erasure:{erasure}")
        row = session.get_one(Erasure, erasure, populate_existing=True)
        if row.state != "asked":
            return
        person = person_meant(session, row.meant)
        row.waits_for = _waits_for(session, person, board.clock())
        if row.waits_for is None:
            _forget_now(board, session, row, person, traces)


def _forget_now(board: Board, session: Session, row: Erasure, person: Person, traces: Traces) -> None:
    now = board.clock()
    remove_exports(board.exports, person, board.secret)
    if isinstance(board.post_office, LetterFolder):
        board.post_office.forget(letters_to(session, person))
    delete_later(session, recordings_of(session, person), why=f"erasure:{row.id}", now=now)
    let_go(session, person, now)
    destroy_keys(session, person)
    row.rows = dict(forget(session, person, traces, why=row.id, who=row.asked_by, now=now))
    row.looked_for = {"needles": sorted(person.needles), "calls": sorted(person.calls | person.legs)}
    goes_on(row, "forgotten", now)
    log.info("person_forgotten", erasure=row.id, rows=sum(row.rows.values()))


def _write_what_happened(board: Board) -> None:
    """What is still in the floor's stream would be written after us. Without a floor there is none."""
    try:
        write_journal(board)
    except FloorUnavailable as trouble:
        log.warning("journal_not_written_before_erasure", why=str(trouble))


def _waits_for(session: Session, person: Person, now: datetime) -> str | None:
    try:
        refuse_where_held(session, person)
    except HeldByLaw:
        return "hold"
    live = exists().where(
        CallRow.sid.in_(person.calls), CallRow.stage != "ended", CallRow.arrived_at > now - LONGEST_CALL
    )
    wrapping_up = exists().where(
        Handling.call.in_(person.calls), Handling.wrapped_up_at.is_(None), Handling.answered_at > now - LONGEST_WRAP_UP
    )
    return "call" if session.scalar(select(or_(live, wrapping_up))) else None


def _sweep_redis(board: Board, erasure: str) -> None:
    with reading(board.database) as session:
        looked_for = session.get_one(Erasure, erasure).looked_for or {}
    try:
        board.traces.sweep(looked_for.get("needles", ()), looked_for.get("calls", ()))
        board.traces.rewrite_files()
    except FloorUnavailable as trouble:
        log.warning("redis_not_swept_yet", erasure=erasure, why=str(trouble))
        _waits(board, erasure, "forgotten", "redis")
        return
    _goes_on(board, erasure, "forgotten", "swept")


def _see_files_of_redis(board: Board, erasure: str) -> None:
    try:
        rewritten = board.traces.is_rewritten()
    except FloorUnavailable:
        rewritten = False
    if rewritten:
        _goes_on(board, erasure, "swept", "overwriting")
    else:
        _waits(board, erasure, "swept", "redis")


def _overwrite(board: Board, erasure: str, *, at_once: bool) -> None:
    if not (at_once or is_light(board.database) or board.care.privacy.is_night(board.clock())):
        _waits(board, erasure, "overwriting", "night")
        return
    if board.key_safe.exists():
        write_safe(board.database, board.key_safe)
    if overwrite_deleted(
        board.database, [name for name, held in REGISTER.items() if held.fate != "stays" or held.words]
    ):
        _goes_on(board, erasure, "overwriting", "done")


def _goes_on(board: Board, erasure: str, before: State, state: State) -> None:
    with writing(board.database) as session:
        row = session.get_one(Erasure, erasure, with_for_update=True)
        if row.state == before:
            goes_on(row, state, board.clock())


def _waits(board: Board, erasure: str, state: State, reason: str) -> None:
    with writing(board.database) as session:
        row = session.get_one(Erasure, erasure, with_for_update=True)
        if row.state == state:
            row.waits_for = reason


def _state(database: Engine, erasure: str) -> State:
    with reading(database) as session:
        return session.scalars(select(Erasure.state).where(Erasure.id == erasure)).one()  # type: ignore[return-value]
