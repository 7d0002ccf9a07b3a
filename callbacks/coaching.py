"""Coaching begins and ends: the agent, their coach and their lead learn of it, and what it suspends does not count."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.civil_day import civil_day
from staff.agent import agent
from staff.coaching import Cause, CoachingTask, End, ask_for_coaching, end_coaching
from staff.notice import Notice, keep_notice


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """What somebody is to learn, why, and who asks for it. `once` names it."""

    once: str
    agent_id: str
    cause: Cause
    about: str
    by: str
    coach_id: str | None = None
    case_number: str | None = None
    call: str | None = None


def coach(session: Session, board: Board, lesson: Lesson) -> CoachingTask:
    """Ask for it. After conduct the centre's certificate for it does not count until the coach says passed."""
    people, now = board.care.people, board.clock()
    task = CoachingTask(
        once=lesson.once,
        agent_id=lesson.agent_id,
        coach_id=lesson.coach_id,
        cause=lesson.cause,
        about=lesson.about,
        case_number=lesson.case_number,
        call=lesson.call,
        made_by=lesson.by,
        due_on=civil_day(now) + timedelta(days=people.coaching_days),
        suspends=(people.conduct_certificate or None) if lesson.cause == "conduct" else None,
    )
    task, new = ask_for_coaching(session, task, now=now)
    if new:
        _tell(session, task, "asked", now)
    return task


def coaching_is_over(session: Session, task_id: int, how: End, *, by: str, outcome: str, now: datetime) -> CoachingTask:
    task, ended_now = end_coaching(session, task_id, how, by=by, outcome=outcome, now=now)
    if ended_now:
        _tell(session, task, how, now)
    return task


def _tell(session: Session, task: CoachingTask, what: str, now: datetime) -> None:
    known = agent(session, task.agent_id)
    others = (task.coach_id, known.lead_id if known else None)
    args = {"about": task.about, "due": f"{task.due_on:%d.%m.%Y}"}
    _keep(session, task, task.agent_id, f"notice_coaching_{what}", args, now)
    for whom in dict.fromkeys(filter(None, others)):
        _keep(session, task, whom, f"notice_coaching_{what}_of", {**args, "agent": task.agent_id}, now)


def _keep(session: Session, task: CoachingTask, whom: str, key: str, args: Mapping[str, str], now: datetime) -> None:
    notice = Notice(
        id=f"coaching:{task.id}:{task.state}:{whom}",
        agent_id=whom,
        kind="coaching",
        key=key,
        args=args,
        call=task.call,
        case_number=task.case_number,
        at=now,
    )
    keep_notice(session, notice)
