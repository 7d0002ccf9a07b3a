"""What those who promised a call learn of it: that others make it now, or that nobody may."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from callbacks.dialler.verdict import NOT_WANTED
from cases.civil_day import ZONE
from staff.agent import Agent, agent
from staff.notice import Kind, Notice, keep_notice


def tell_the_owner(session: Session, callback: Callback, *, why: str, now: datetime) -> None:
    """The callback they promised is anybody's of the queue now. What they did themselves they know."""
    if callback.agent_id and why not in ("owner_refused", "handed_back"):
        _tell(session, callback, callback.agent_id, kind="callback_in_pool", key=f"notice_callback_{why}", now=now)


def tell_that_nobody_calls(session: Session, callback: Callback, *, why: str, now: datetime) -> None:
    """Nobody may make this call: whoever promised it and their lead decide what is owed instead."""
    if why == NOT_WANTED:
        return
    for whom in _answerable(session, callback):
        _tell(session, callback, whom, kind="callback_stopped", key="notice_callback_stopped", now=now, why=why)


def tell_that_nobody_answered(session: Session, callback: Callback, *, now: datetime) -> None:
    """Called as often as the rules allow, in vain: whoever promised it and their lead learn of it."""
    for whom in _answerable(session, callback):
        key, tries = "notice_callback_not_reached", str(callback.tries)
        _tell(session, callback, whom, kind="callback_stopped", key=key, now=now, tries=tries)


def tell_of_a_wrong_number(session: Session, callback: Callback, *, another: bool, now: datetime) -> None:
    """The record wants correcting; where the customer has no other number that we call, it is theirs to find one."""
    for whom in _answerable(session, callback):
        key = f"notice_callback_wrong_number{'' if another else '_last'}"
        _tell(session, callback, whom, kind="callback_stopped", key=key, now=now)


def tell_of_a_withdrawal(session: Session, callback: Callback, *, now: datetime) -> None:
    """The customer wants no call any more: whoever promised it need not wait for it."""
    if callback.agent_id:
        key = "notice_callback_withdrawn"
        _tell(session, callback, callback.agent_id, kind="callback_stopped", key=key, now=now)


def _answerable(session: Session, callback: Callback) -> list[str]:
    known = agent(session, callback.agent_id) if callback.agent_id else None
    if known is not None and known.active:
        return list(dict.fromkeys([known.id, known.lead_id or known.id]))
    return list(session.scalars(select(Agent.id).where(Agent.active, Agent.role == "lead").order_by(Agent.id)))


def _tell(session: Session, callback: Callback, whom: str, *, kind: Kind, key: str, now: datetime, **args: str) -> None:
    """Once for each stay in line."""
    due = f"{callback.due_at.astimezone(ZONE):%d.%m. %H:%M}"
    keep_notice(
        session,
        Notice(
            id=f"callback:{callback.id}:{callback.round}:{key}:{whom}",
            agent_id=whom,
            kind=kind,
            key=key,
            at=now,
            case_number=callback.case_number,
            args={"case": callback.case_number, "due": due, **args},
        ),
    )
