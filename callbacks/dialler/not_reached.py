"""We tried as often as we may, or may not call at all: the customer reads it, and whoever owns the case learns of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from cases.case import Case
from cases.errors import FollowUpRefused
from cases.follow_up import write_follow_up
from cases.number_on_record import takes_messages
from cases.reach import Address
from staff.agent import Agent, agent
from staff.notice import Notice, keep_notice

TEMPLATE: Final = "callback_missed"


def customer_is_written_to(board: Board, session: Session, callback: Callback, *, now: datetime) -> None:
    """That we called, with the number of the case and nothing else. To the number we called, where it can read."""
    address = None
    if takes_messages(callback.phone):
        address = Address(channel="sms", to=callback.phone, language=callback.language)
    try:
        write_follow_up(session, once=f"missed:{callback.id}", case_number=callback.case_number, template=TEMPLATE,
                        args={}, care=board.care, now=now, address=address)  # fmt: skip
    except FollowUpRefused:
        return  # its case is gone: there is nobody to write to


def owner_learns(session: Session, callback: Callback, why: str, *, now: datetime) -> None:
    """Whoever promised the call, or owns the case; where nobody does, every lead. Told again, it is one notice."""
    for whom in _readers(session, callback):
        notice = Notice(id=f"callback:{callback.id}:{why}:{whom}", agent_id=whom, kind="callback_not_reached",
                        key=f"notice_callback_{'not_reached' if why == 'not_reached' else 'refused'}", at=now,
                        case_number=callback.case_number,
                        args={"case": callback.case_number, "tries": callback.tries, "why": why})  # fmt: skip
        keep_notice(session, notice)


def _readers(session: Session, callback: Callback) -> Iterator[str]:
    case = session.get(Case, callback.case_number)
    owner = (case.owner_id if case is not None else None) or callback.agent_id
    known = agent(session, owner) if owner else None
    if known is not None and known.active:
        yield known.id
        return
    yield from session.scalars(select(Agent.id).where(Agent.active, Agent.role == "lead").order_by(Agent.id))
