"""The agent of a conversation learns what became of it where they were not there to hear it."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from callbacks.callback import Callback
from cases.civil_day import ZONE
from cases.ownership import owner_of
from escalations.transfer.step import CUT_OFF
from escalations.transfer.transfer import Transfer
from staff.notice import Notice, keep_notice

PROMISED: Final = "lead_promised"
NOT_PASSED: Final = ("returned", "promised", "caller_gone")
"""Ends at which a case that was to be handed over may be whose it was."""


def agent_learns_who_calls(session: Session, transfer: Transfer, *, now: datetime) -> None:
    """Once for each call that is promised instead of a colleague."""
    callback = session.get(Callback, transfer.callback_id) if transfer.callback_id else None
    if callback is None:
        return
    due = f"{callback.due_at.astimezone(ZONE):%d.%m. %H:%M}"
    named = {"agent": callback.agent_id} if callback.agent_id else {}
    notice = Notice(
        id=f"transfer:{transfer.id}:{callback.id}",
        agent_id=transfer.agent_id,
        kind=PROMISED,
        key="notice_lead_promised" if named else "notice_some_lead_promised",
        args={"case": callback.case_number or "", "due": due, **named},
        case_number=callback.case_number,
        at=now,
    )
    keep_notice(session, notice)


def colleague_learns_that_a_call_is_owed(session: Session, transfer: Transfer, *, now: datetime) -> None:
    """Who hung up as soon as the customer was theirs may not know that nobody took it for an end."""
    callback = session.get(Callback, transfer.callback_id) if transfer.callback_id else None
    if callback is None or transfer.colleague_id is None or (transfer.state, transfer.why) != ("promised", CUT_OFF):
        return
    theirs = callback.agent_id == transfer.colleague_id
    named = {"agent": callback.agent_id} if callback.agent_id and not theirs else {}
    key = "notice_cut_off_yours" if theirs else "notice_cut_off" if named else "notice_cut_off_some_lead"
    notice = Notice(
        id=f"cut off:{transfer.id}:{callback.id}",
        agent_id=transfer.colleague_id,
        kind=PROMISED,
        key=key,
        args={"case": callback.case_number or "", "due": f"{callback.due_at.astimezone(ZONE):%d.%m. %H:%M}", **named},
        case_number=callback.case_number,
        at=now,
    )
    keep_notice(session, notice)


def agent_keeps_the_case(session: Session, transfer: Transfer, *, now: datetime) -> None:
    """Who wanted to hand a case over learns that nobody took it: it is whose it was."""
    if transfer.kind != "hand_over" or transfer.state not in NOT_PASSED:
        return
    if transfer.colleague_id is not None and owner_of(session, transfer.case_number or "") == transfer.colleague_id:
        return
    notice = Notice(
        id=f"hand over:{transfer.id}:{transfer.agent_id}",
        agent_id=transfer.agent_id,
        kind="offer_answered",
        key="notice_hand_over_stays",
        args={"case": transfer.case_number or ""},
        case_number=transfer.case_number,
        at=now,
    )
    keep_notice(session, notice)
