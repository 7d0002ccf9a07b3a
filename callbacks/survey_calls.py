"""Some time after they talked to us, people are asked what it was like, where the centre's policy wants that."""

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.dialler.number_policy import numbers_we_call
from callbacks.flow_call import Errand, FlowCall, ask_for_flow_call, called_lately
from cases.dialable import dialable
from cases.opt_out import CALL, is_opted_out
from records.call_record import CallRow
from records.database import writing

LOOKS_BACK: Final = timedelta(hours=1)
"""A call that ended longer ago is not asked about any more: the centre was away."""
GOOD_FOR: Final = timedelta(days=2)
AT_ONCE: Final = 50


def ask_how_it_was(board: Board) -> None:
    """Every finished conversation since a while that policy wants asked about, once."""
    if not board.policy.survey_flow:
        return
    with writing(board.database) as session:
        for row in _finished(session, board):
            _ask(session, board, row)


def _finished(session: Session, board: Board) -> list[CallRow]:
    asked = select(FlowCall.about_call).where(FlowCall.about_call.is_not(None))
    chosen = select(CallRow).where(
        CallRow.ended_at > board.clock() - LOOKS_BACK,
        CallRow.answered_at.is_not(None),
        CallRow.direction == "inbound",
        CallRow.from_kind == "e164",
        CallRow.sid.not_in(asked),
    )
    return list(session.scalars(chosen.order_by(CallRow.ended_at).limit(AT_ONCE)))


def _ask(session: Session, board: Board, row: CallRow) -> None:
    policy, now = board.policy, board.clock()
    phone = dialable(row.from_number or "", numbers_we_call(board))
    if phone is not None and is_opted_out(session, phone, CALL):
        return
    lately = now - timedelta(days=policy.survey_not_again_days)
    if phone is None or not is_drawn(row.sid, policy.survey_percent) or called_lately(session, phone, since=lately):
        return
    begins = (row.ended_at or now) + timedelta(minutes=policy.survey_after_minutes)
    errand = Errand(
        id=board.new_id(),
        flow=policy.survey_flow,
        phone=phone,
        not_before=begins,
        expires_at=begins + GOOD_FOR,
        language=row.language,
        customer_id=row.customer_id,
        case_number=row.case_number,
        about_call=row.sid,
    )
    ask_for_flow_call(session, errand, now=now)


def is_drawn(call: str, percent: float) -> bool:
    """So many of a hundred calls, always the same ones."""
    return int.from_bytes(hashlib.sha256(call.encode()).digest()[:4], "big") % 10_000 < percent * 100
