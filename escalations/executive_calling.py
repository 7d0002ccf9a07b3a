"""The customer of an executive case is called with what was found: owed like any call, by whoever's case it is."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from cases.case import Case
from cases.executive_case import ExecutiveCase, ready_to_call_back
from escalations.board import EscalationBoard
from escalations.calling_back import LeadCall, promise_lead_call
from records.database import writing

AT_ONCE: Final = 50


def promise_what_was_found(board: EscalationBoard, session: Session, case_number: str) -> Callback:
    """Once for each root cause. Raises ExecutiveRefused, and CallbackRefused where nobody can be called."""
    executive = ready_to_call_back(session, case_number)
    known = session.get(Callback, executive.callback_id) if executive.callback_id else None
    if known is not None and (not known.over or known.state == "kept"):
        return known
    case, asked = session.get_one(Case, case_number), int(board.clock().timestamp())
    wanted = LeadCall(once=f"executive:{case_number}:{asked}", case_number=case_number, customer_id=case.customer_id,
                      reason=executive.root_cause)  # fmt: skip
    callback = promise_lead_call(board, session, wanted, by=executive.sponsor_id, at=None)
    executive.callback_id = callback.id
    session.flush()
    return callback


_CALLED: Final = (
    select(ExecutiveCase)
    .join(Callback, Callback.id == ExecutiveCase.callback_id)
    .where(ExecutiveCase.called_back_at.is_(None), Callback.state == "kept")
)
EXECUTIVE_CASES_CALLED: Final = _CALLED.exists()


def see_to_executive_cases(board: EscalationBoard) -> None:
    """Those whose customer was called: that is on record, and what they said of it is asked for."""
    with writing(board.database) as session:
        for executive in session.scalars(_CALLED.limit(AT_ONCE)):
            executive.called_back_at = session.get_one(Callback, executive.callback_id).ended_at
