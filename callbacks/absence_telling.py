"""Whom an absence concerns learns of it: who stands in, when it begins; who was away, when it is over."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.civil_day import civil_day
from cases.promise import Promise
from records.call_record import CallRow
from staff.absence import Absence, absences_to_tell
from staff.notice import Kind, Notice, keep_notice
from staff.stand_in import who_answers_for

AT_ONCE: Final = 50


def tell_of_absences(session: Session, board: Board) -> None:
    for absence in absences_to_tell(session, board.clock(), limit=AT_ONCE):
        if absence.begun_told_at is None:
            _begins(session, board, absence)
            absence.begun_told_at = board.clock()
        elif absence.over_told_at is None:
            _is_over(session, board, absence)
            absence.over_told_at = board.clock()


def _begins(session: Session, board: Board, absence: Absence) -> None:
    """The stand-in learns for how many cases they answer, and until when."""
    stand_in = _stand_in(session, board, absence)
    if stand_in is None:
        return
    facts = {
        "agent": absence.agent_id,
        "until": f"{civil_day(absence.ends_at):%d.%m.%Y}",
        "cases": _count(session, Case.owner_id == absence.agent_id, Case.status == "open"),
        "promises": _count(session, *_promised(absence), Promise.due_at < absence.ends_at),
    }
    _keep(session, absence, stand_in, kind="stands_in", key="notice_stands_in", facts=facts)


def _is_over(session: Session, board: Board, absence: Absence) -> None:
    """Who was away learns what happened meanwhile; the stand-in, that it is over."""
    until = absence.ended_at or absence.ends_at
    talked = CallRow.answered_at >= absence.starts_at, CallRow.answered_at < until
    about = CallRow.case_number == Case.number, Case.owner_id == absence.agent_id
    facts = {"calls": _count(session, *talked, *about), "promises": _count(session, *_promised(absence))}
    _keep(session, absence, absence.agent_id, kind="is_back", key="notice_is_back", facts=facts)
    stand_in = _stand_in(session, board, absence)
    if stand_in is not None:
        told = {"agent": absence.agent_id}
        _keep(session, absence, stand_in, kind="stands_in", key="notice_stands_in_no_more", facts=told)


def _stand_in(session: Session, board: Board, absence: Absence) -> str | None:
    """Who answered for them when it began; None where nobody did."""
    depth = board.policy.stand_in_depth
    found = who_answers_for(session, absence.agent_id, depth=depth, at=absence.starts_at)
    return None if found == absence.agent_id else found


def _promised(absence: Absence) -> tuple[ColumnElement[bool], ...]:
    return Promise.by_agent == absence.agent_id, Promise.status == "open", Promise.party == "us"


def _count(session: Session, *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*which)) or 0


def _keep(session: Session, absence: Absence, whom: str, *, kind: Kind, key: str, facts: Mapping[str, object]) -> None:
    notice = Notice(
        id=f"absence:{absence.id}:{key}", agent_id=whom, kind=kind, key=key, args=facts, at=absence.starts_at
    )
    keep_notice(session, notice)
