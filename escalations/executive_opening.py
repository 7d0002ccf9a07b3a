"""A matter becomes the executive's: whose it is, why, and that they learn of it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.executive_case import ExecutiveCase, take_up_again
from escalations.board import EscalationBoard
from escalations.escalation import Escalation
from staff.agent import Agent, agent

HIGHEST = 3
"""Priority of such a case: before every other."""


def open_executive_case(
    board: EscalationBoard, session: Session, row: Escalation, *, now: datetime
) -> ExecutiveCase | None:
    """Once for an opening of a case; without a case there is none to take up, and its lead is told instead."""
    if row.case_number is None:
        return None
    known = session.get(ExecutiveCase, row.case_number)
    if known is not None:
        return take_up_again(session, known, why=row.reason or row.trigger, by=row.asked_by, now=now)
    taken_up = ExecutiveCase(
        case_number=row.case_number,
        sponsor_id=sponsor_of(board, session),
        why=row.reason or row.trigger,
        opened_by=row.asked_by,
        opened_at=now,
    )
    session.add(taken_up)
    session.flush()
    return taken_up


def sponsor_of(board: EscalationBoard, session: Session) -> str | None:
    """Whom the centre's file names where they work here, else the first manager."""
    named = agent(session, board.escalations.sponsor) if board.escalations.sponsor else None
    if named is not None and named.active:
        return named.id
    chosen = select(Agent.id).where(Agent.active, Agent.role == "manager").order_by(Agent.id)
    return session.scalars(chosen.limit(1)).first()
