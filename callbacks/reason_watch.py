"""The most frequent reason of a week is told to the leads, while the week lasts: where most people could be helped."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.reason_week import ReasonWeek, monday_of, reasons_of_week
from records.database import reading, writing
from staff.agent import Agent
from staff.notice import Notice, keep_notice

WEEKS_BEFORE: Final = 4
LEADS: Final = ("lead", "manager")


def watch_reasons(board: Board) -> None:
    """One notice for each lead, week and reason."""
    now = board.clock()
    with reading(board.database) as session:
        top = top_reason(session, board, now)
    if top is None or not top.why_alert:
        return
    with writing(board.database) as session:
        leads = select(Agent.id).where(Agent.active, Agent.role.in_(LEADS)).order_by(Agent.id)
        for lead in session.scalars(leads).all():
            keep_notice(session, _notice(board, top, lead, now))


def top_reason(session: Session, board: Board, now: datetime) -> ReasonWeek | None:
    rows = reasons_of_week(
        session,
        monday_of(now),
        weeks_before=WEEKS_BEFORE,
        known=board.care.reasons,
        alert=board.care.reason_alert,
    )
    return rows[0] if rows else None


def _notice(board: Board, top: ReasonWeek, lead: str, now: datetime) -> Notice:
    reason = board.care.reasons.get(top.reason)
    words = (reason.words.tr, reason.words.en) if reason else (top.reason, top.reason)
    return Notice(
        id=f"top_reason:{top.monday}:{top.reason}:{lead}",
        agent_id=lead,
        kind="top_reason",
        key="notice_top_reason",
        at=now,
        args={"reason_tr": words[0], "reason_en": words[1], "cases": str(top.cases), "of": str(top.of)},
    )
