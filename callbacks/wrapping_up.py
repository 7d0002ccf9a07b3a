"""After the conversation: what it was and what comes next is written down, then the agent is free, or rests.

The time for it is kept here and not in a browser. Where the policy's gate holds an agent, the time's end does not free
them while the case still lacks what comes next: they are in wrap-up until it is written, or until a lead ends it.
"""

from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.hard_call import HARD
from callbacks.last_conversation import LastConversation, last_conversation
from callbacks.more_of_wrap_up import NOTHING_MORE, MoreOfWrapUp, Written, write_wrap_up
from cases.case import Case
from cases.errors import WrapUpRefused
from records.call_record import CallRecord, CallRow, call_record
from records.database import reading, writing
from records.errors import RecordsUnavailable
from records.journal import EventRow
from routing.agent_on_floor import AgentOnFloor
from routing.moving import carry
from routing.present_epoch import in_the_present_epoch

log = structlog.get_logger(__name__)

LOOK_AGAIN: Final = timedelta(seconds=15)
"""How often an overdue wrap-up is looked at: what completes it frees the agent at once, so this only finds the rest."""
COOL_DOWN: Final = "cool_down"
OVERDUE: Final = "wrap_up_overdue"
FORCED: Final = "wrap_up_forced"
EXTENDED: Final = "wrap_up_extended"


def complete_wrap_up(
    board: Board,
    call_sid: str,
    agent_id: str,
    *,
    disposition: str | None,
    next_action: str | None,
    next_action_due: datetime | None,
    hard: bool = False,
    more: MoreOfWrapUp = NOTHING_MORE,
) -> str:
    """Write the wrap-up of a call on its case and let the agent go on. Returns the case's number.

    The next action becomes a promise by `more.who`, or by this agent. Raises WrapUpRefused with a fault for each field.
    An agent who has answered another call since goes on with that one. After a `hard` call they rest first.
    """
    facts: dict[str, Any] = {"disposition": disposition, "next_action": next_action, "next_action_due": next_action_due}
    with writing(board.database) as session:
        record = call_record(session, call_sid)
        number = _case_of(session, call_sid, record)
        write_wrap_up(session, board, Written(call=call_sid, case=number, agent=agent_id), more, facts)
        moved_on = record is not None and _talked_since(session, agent_id, record)
    if hard:
        board.floor.note(HARD, call=call_sid, agent=agent_id, now=board.clock(), event=f"{HARD}:{call_sid}")
    if not moved_on:
        end_wrap_up(board, agent_id, hard=hard)
    return number


def end_wrap_up(board: Board, agent_id: str, *, hard: bool = False) -> bool:
    """The agent goes on to the status they chose, after a rest where the call was hard. False when not in wrap-up."""
    last = _last(board, agent_id)
    return _ends(board, agent_id, hard=hard or (last is not None and last.hard))


def force_wrap_up(board: Board, agent_id: str, *, by: str) -> bool:
    """A lead frees the agent. What was not written is told to the agent, and stands in the call's journal."""
    last = _last(board, agent_id)
    ended = _ends(board, agent_id, hard=last is not None and last.hard)
    if ended and last is not None and last.missing:
        _note(board, FORCED, agent_id, last, {"by": by})
    return ended


def extend_wrap_up(board: Board, agent_id: str) -> bool:
    """More time, once in each wrap-up. False when it was extended before, or there is none."""
    at_work = board.floor.agent(agent_id)
    if at_work is None or at_work.wrap_up_until is None:
        return False
    until = max(at_work.wrap_up_until, board.clock()) + timedelta(seconds=board.policy.wrap_up_extension_seconds)
    if not board.floor.wrap_up_extends(agent_id, until=until, now=board.clock()):
        return False
    board.floor.note(EXTENDED, agent=agent_id, data={"until": until.isoformat()}, now=board.clock())
    return True


def wrap_up_is_due(board: Board, agent_id: str) -> None:
    """The time for it is over: the agent is free, rests, or is held by the gate."""
    at_work = board.floor.agent(agent_id)
    if at_work is not None and at_work.wrap_up_until is not None and at_work.wrap_up_until > board.clock():
        board.floor.set_deadline("wrap", agent_id, at=at_work.wrap_up_until)
        return
    last = _last(board, agent_id) if at_work is not None and at_work.state == "wrap_up" else None
    if at_work is not None and last is not None and last.missing and _gate_holds(board, at_work):
        board.floor.set_deadline("wrap", agent_id, at=board.clock() + LOOK_AGAIN)
        _note(board, OVERDUE, agent_id, last, {})
        return
    _ends(board, agent_id, hard=last is not None and last.hard, only_if_due=True)


def _gate_holds(board: Board, at_work: AgentOnFloor) -> bool:
    """Who goes home is not kept: their case goes on asking."""
    gate = board.policy.wrap_up_gate
    return at_work.presence != "logged_out" and (gate == "all" or gate == at_work.endpoint)


def _ends(board: Board, agent_id: str, *, hard: bool, only_if_due: bool = False) -> bool:
    rest = board.policy.cool_down_seconds if hard else 0
    moves = in_the_present_epoch(
        board.floor,
        lambda: board.floor.wrap_up_ends(
            agent_id, now=board.clock(), only_if_due=only_if_due, rest_seconds=rest, rest_reason=COOL_DOWN
        ),
    )
    carry(board, moves)
    return moves.changed


def _note(board: Board, kind: str, agent_id: str, last: LastConversation, data: dict[str, Any]) -> None:
    """Once for each call, however often it is looked at."""
    event = f"{kind}:{last.call}"
    with reading(board.database) as session:
        if session.scalar(select(EventRow.seq).where(EventRow.id == event)) is not None:
            return
    facts = {**data, "case": last.case_number}
    board.floor.note(kind, call=last.call, agent=agent_id, data=facts, now=board.clock(), event=event)


def _last(board: Board, agent_id: str) -> LastConversation | None:
    """Without the records nobody is held and nobody rests: callers are waiting."""
    try:
        with reading(board.database) as session:
            return last_conversation(session, agent_id, long_minutes=board.policy.long_call_minutes, now=board.clock())
    except RecordsUnavailable as trouble:
        log.warning("wrap_up_not_looked_up", agent=agent_id, why=str(trouble))
        return None


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
