"""The agent of a conversation learns what became of it where they were not there to hear it."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from callbacks.callback import Callback
from cases.civil_day import ZONE
from escalations.transfer.transfer import Transfer
from staff.notice import Notice, keep_notice

PROMISED: Final = "lead_promised"


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
