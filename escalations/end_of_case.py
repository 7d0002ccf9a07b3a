"""A case that is closed ends what was open of it; opened again, it begins its ladder anew."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import structlog
from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from cases.case import Case
from escalations.board import EscalationBoard
from escalations.escalation import Escalation
from escalations.transfer.transfer import Transfer
from records.database import writing

log = structlog.get_logger(__name__)

AT_ONCE: Final = 100


def of_this_opening(session: Session, number: str) -> Sequence[Escalation]:
    """What was asked about the case since it was closed last, the first thing first."""
    chosen = select(Escalation).join(Case, Case.number == Escalation.case_number).where(Case.number == number)
    return session.scalars(chosen.where(~_before()).order_by(Escalation.asked_at)).all()


def end_what_was_before(session: Session, number: str, now: datetime) -> None:
    """What was still open when the case was closed makes room, whatever else becomes of it."""
    for row in session.scalars(_open().where(Case.number == number).with_for_update(of=Escalation)):
        _end(row, now)
    session.flush()


def see_to_closed_cases(board: EscalationBoard) -> None:
    """Those whose case was closed since; not while a colleague is on the way or a call is owed: that is seen first."""
    with writing(board.database) as session:
        for row in session.scalars(_open().limit(AT_ONCE).with_for_update(of=Escalation)):
            if not _is_under_way(session, row):
                _end(row, board.clock())


def _open() -> Select[Escalation]:
    chosen = select(Escalation).join(Case, Case.number == Escalation.case_number)
    return chosen.where(Escalation.ended_at.is_(None), _before()).order_by(Escalation.asked_at)


def _before() -> ColumnElement[bool]:
    """Asked before the case was closed, whether or not it was opened again. Of one never closed: not so."""
    return func.coalesce(Escalation.asked_at <= func.coalesce(Case.closed_at, Case.was_closed_at), false())


CLOSED_CASES: Final = _open().exists()


def _is_under_way(session: Session, row: Escalation) -> bool:
    transfer = session.get(Transfer, row.transfer_id) if row.transfer_id else None
    callback = session.get(Callback, row.callback_id) if row.callback_id else None
    return any(one is not None and not one.over for one in (transfer, callback))


def _end(row: Escalation, now: datetime) -> None:
    row.reasons = [*row.reasons, {"rule": "carried_out", "what": "ended", "why": "closed"}]
    row.granted, row.ended_at = row.granted or "none", now
    row.version += 1
    log.info("escalation_ended_with_case", escalation=row.id, case=row.case_number)
