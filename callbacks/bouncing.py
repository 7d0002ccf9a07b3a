"""Who talked with the customer of a case: whoever answers for it, or somebody who could only pass them on."""

from typing import Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.owner_standing import standing_of
from cases.bounce import customer_bounces, customer_is_reached, owner_is_forced
from cases.case import Case
from records.call_record import CallRecord
from records.journal import events_of
from staff.agent import agent
from staff.notice import Notice, keep_notice

LEADING: Final = ("lead", "manager")
CHOSEN, ANYBODY = "chosen", "wants_anybody"


def conversation_is_counted(session: Session, board: Board, record: CallRecord, case_number: str) -> None:
    """After a conversation began: a bounce, or the end of them. The same conversation again counts once."""
    case, agent_id = session.get(Case, case_number), record.agent_id
    if case is None or case.owner_id is None or agent_id is None:
        return
    if agent_id == case.owner_id or _answers_for_it(session, board, case.owner_id, agent_id):
        customer_is_reached(session, case)
    elif not _chose_anybody(session, record) and customer_bounces(
        session, case, call=record.sid, agent_id=agent_id, now=board.clock()
    ):
        _see_whether_forced(session, board, case, record.sid)


def _answers_for_it(session: Session, board: Board, owner: str, agent_id: str) -> bool:
    """The owner's stand-ins do, and everybody who leads."""
    known = agent(session, agent_id)
    if known is not None and known.role in LEADING:
        return True
    return agent_id in standing_of(session, board, owner).stand_ins


def _chose_anybody(session: Session, record: CallRecord) -> bool:
    """The caller was asked and wanted whoever is free first: nobody passed them on."""
    chosen = (one.data for one in events_of(session, record.sid) if one.kind == "waiting")
    return any(data.get("returned") == CHOSEN and ANYBODY in str(data.get("reasons")) for data in chosen)


def _see_whether_forced(session: Session, board: Board, case: Case, call: str) -> None:
    """Once, when it becomes too much: the owner and their lead learn that the next call is theirs."""
    if case.bounces != board.care.ownership.bounces_force_lead or case.owner_id is None:
        return
    now, owner = board.clock(), agent(session, case.owner_id)
    owner_is_forced(session, case, now)
    for whom in dict.fromkeys(filter(None, (case.owner_id, owner.lead_id if owner else None))):
        notice = Notice(
            id=f"bounced:{call}:{whom}",
            agent_id=whom,
            kind="bounced",
            key="notice_bounced",
            args={"case": case.number, "number": case.bounces},
            call=call,
            case_number=case.number,
            at=now,
        )
        keep_notice(session, notice)
