"""After the conversation: what it was and what comes next is written down, then the agent is free."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from cases.errors import WrapUpRefused
from cases.wrap_up import complete_wrap_up as write_wrap_up
from records.call_record import CallRecord, CallRow, call_record
from records.database import writing
from routing.moving import carry
from routing.present_epoch import in_the_present_epoch


def complete_wrap_up(
    board: Board,
    call_sid: str,
    agent_id: str,
    *,
    disposition: str | None,
    next_action: str | None,
    next_action_due: datetime | None,
) -> str:
    """Write the wrap-up of a call on its case and let the agent go on. Returns the case's number.

    The next action becomes a promise by this agent. Raises WrapUpRefused with a fault for each field. An agent who
    has answered another call since goes on with that one.
    """
    facts: dict[str, Any] = {"disposition": disposition, "next_action": next_action}
    with writing(board.database) as session:
        record = call_record(session, call_sid)
        number = _case_of(session, call_sid, record)
        write_wrap_up(
            session, case_number=number, agent_id=agent_id, now=board.clock(), next_action_due=next_action_due, **facts
        )
        moved_on = record is not None and _talked_since(session, agent_id, record)
    if not moved_on:
        end_wrap_up(board, agent_id)
    return number


def end_wrap_up(board: Board, agent_id: str) -> bool:
    """The agent goes on to the status they chose. False when they were not in wrap-up."""
    moves = in_the_present_epoch(board.floor, lambda: board.floor.wrap_up_ends(agent_id, now=board.clock()))
    carry(board, moves)
    return moves.changed


def _case_of(session: Session, call_sid: str, record: CallRecord | None) -> str:
    """The case the call was about: as the journal tells it, or the one it opened a moment ago."""
    if record is not None and record.case_number is not None:
        return record.case_number
    opened = session.scalar(select(Case.number).where(Case.opened_by_call == call_sid))
    if opened is None:
        raise WrapUpRefused({"case": "unknown"})
    return opened


def _talked_since(session: Session, agent_id: str, record: CallRecord) -> bool:
    """Whether the agent has answered another call since this one: a wrap-up running now is not this call's."""
    if record.answered_at is None:
        return False
    later = select(CallRow.sid).where(CallRow.agent_id == agent_id, CallRow.answered_at > record.answered_at)
    return session.scalars(later.limit(1)).first() is not None
