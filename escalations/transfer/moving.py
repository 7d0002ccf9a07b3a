"""A transfer goes into its next state: in one transaction with what that promises, from the state it was seen in."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from callbacks.dialler.wanted import CallbackRefused
from callbacks.ownership_told import callbacks_have_moved
from escalations.board import EscalationBoard
from escalations.brief import brief_of
from escalations.calling_back import lead_call_of, promise_lead_call
from escalations.escalation import Escalation
from escalations.transfer.life import ENDS
from escalations.transfer.passing import case_passes
from escalations.transfer.searching import longest_search
from escalations.transfer.seen import Seen
from escalations.transfer.step import Step
from escalations.transfer.telling import (
    agent_keeps_the_case,
    agent_learns_who_calls,
    colleague_learns_that_a_call_is_owed,
)
from escalations.transfer.transfer import ADVICE, Transfer
from escalations.transfer.transfer_step import keep_transfer_step
from records.database import writing

log = structlog.get_logger(__name__)

CLOCK: Final = "clock"
CUT_OFF_WITHIN: Final = timedelta(seconds=10)
"""Of who goes so soon after the agent left, nobody believes that all was said."""
BEGINS_WITHIN: Final = timedelta(seconds=10)
NO_NUMBER: Final = "no_number"
"""Why nobody is promised to call: there is no number, or none we may call."""
SILENCE: Final = "no_answer"


def moves(board: EscalationBoard, known: Transfer, seen: Seen, step: Step) -> Transfer | None:
    """The transfer as it is then; None where somebody else had moved it. Raises RecordsUnavailable."""
    now = board.clock()
    with writing(board.database) as session:
        row = session.get(Transfer, known.id, with_for_update=True, populate_existing=True)
        if row is None or row.version != known.version:
            return None
        who = str(row.wish_by) if step.wished else CLOCK
        step = _kept_promise(board, session, row, seen, step)
        row.state, row.why, row.wish, row.wish_by = step.state, step.why, None, None
        row.due_at, row.look_at = now + _time_of(board, row), now
        _dated(row, seen, now)
        _briefed(board, session, row)
        keep_transfer_step(session, row, who=who, now=now)
        agent_learns_who_calls(session, row, now=now)
        colleague_learns_that_a_call_is_owed(session, row, now=now)
        agent_keeps_the_case(session, row, now=now)
        escalation_learns(session, row)
        passed = case_passes(board, session, row) if row.state == "agent_left" else []
        row.version += 1
    callbacks_have_moved(board, passed)
    log.info("transfer_moves", transfer=row.id, state=row.state, why=row.why)
    return row


def _time_of(board: EscalationBoard, row: Transfer) -> timedelta:
    """How long a state lasts at most."""
    rules = board.escalations.transfer
    consults = rules.longest_advice if row.kind in ADVICE else rules.longest_consult
    lasts = {
        "ringing": longest_search(board, row),
        "consulting": consults,
        "swapped": consults,
        "merged": rules.longest_merged,
        "agent_left": CUT_OFF_WITHIN,
        "nobody_came": rules.longest_choice,
    }
    return lasts.get(row.state, BEGINS_WITHIN)


def _dated(row: Transfer, seen: Seen, now: datetime) -> None:
    if seen.colleague == "there":
        row.colleague_id, row.colleague_leg = seen.colleague_id, seen.colleague_leg
        row.met_at = row.met_at or now
    they_met(row, seen, now)
    if row.state in ENDS:
        row.ended_at = row.ended_at or now


def they_met(row: Transfer, seen: Seen, now: datetime) -> bool:
    """Whether customer and colleague have met since somebody looked last."""
    if row.merged_at is not None or not seen.met:
        return False
    row.merged_at = now
    return True


def _briefed(board: EscalationBoard, session: Session, row: Transfer) -> None:
    if row.state != "brief_ready" or row.phone is not None:
        return  # who is outside hears what the agent chose to tell
    asked = session.get(Escalation, row.escalation_id) if row.escalation_id else None
    row.brief = brief_of(
        board,
        session,
        call=row.call,
        case_number=row.case_number,
        customer_id=row.customer_id,
        agent_id=row.agent_id,
        reason=asked.reason if asked else None,
    )


def _kept_promise(board: EscalationBoard, session: Session, row: Transfer, seen: Seen, step: Step) -> Step:
    """A call is promised with the state that says so. Where none can be, the customer is led back instead."""
    if step.state != "promised" and not (row.state == "nobody_came" and step.why == SILENCE):
        return step
    try:
        with session.begin_nested():
            by = row.later_by or (seen.colleague_id if row.met_at else None)
            row.callback_id = promise_lead_call(board, session, lead_call_of(row), by=by, at=row.later_at).id
    except CallbackRefused as refused:
        log.warning("lead_call_not_promised", transfer=row.id, why=refused.why)
        return Step(state="returned" if seen.agent else "done", why=NO_NUMBER) if step.state == "promised" else step
    return step


def escalation_learns(session: Session, row: Transfer) -> None:
    """Who spoke to the customer about it, or who calls them."""
    asked = session.get(Escalation, row.escalation_id) if row.escalation_id else None
    if asked is None:
        return
    if row.merged_at is not None and asked.answered_by is None:
        asked.answered_by, asked.answered_at = row.colleague_id, row.merged_at
    if row.callback_id is not None:
        asked.callback_id = row.callback_id
