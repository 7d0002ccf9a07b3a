"""Newcomers and the experienced colleague beside each, and how closely somebody's calls are listened to."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.civil_day import civil_day
from console.api.certificates import known_agent
from console.api.fields import Words
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import wrong
from records.database import reading, writing
from staff.agent import Agent, agent
from staff.buddy import Buddy, buddies, buddy_of, end_buddy, monitoring_level, put_buddy
from staff.coaching import OPEN, coaching_tasks
from staff.notice import Notice, keep_notice

A_FEW = 50


class PairShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    newcomer_id: str
    coach_id: str
    until_on: date


class BuddyShown(BaseModel):
    """`coach_id` is null for somebody who stands on their own."""

    model_config = ConfigDict(frozen=True)

    agent_id: str
    coach_id: str | None
    until_on: date | None
    monitoring: str = Field(
        description="close: newcomers, and whoever is coached about conduct; light: settled people; else regular."
    )
    open_coaching: int


class BuddyWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    coach_id: Annotated[Words, StringConstraints(min_length=1, max_length=64)]
    until_on: date


def list_buddies(board: Board, asked: Asked) -> Page[PairShown]:
    """Every pair of today."""
    with reading(board.database) as session:
        return Page(items=tuple(PairShown.model_validate(one) for one in buddies(session, civil_day(board.clock()))))


def show_buddy(board: Board, asked: Asked) -> BuddyShown:
    with reading(board.database) as session:
        return _shown(session, board, known_agent(session, asked.path["agent"]))


def put_buddy_of(board: Board, asked: Asked) -> BuddyShown:
    """This colleague is beside them from now on; another one's time ends. Both get a notice, the audit a row."""
    wanted: BuddyWanted = asked.body
    now = board.clock()
    with writing(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        _see_that_fits(session, board, known.id, wanted)
        buddy, new = put_buddy(session, newcomer_id=known.id, coach_id=wanted.coach_id, until_on=wanted.until_on,
                               by=asked.who.label, now=now)  # fmt: skip
        if new:
            _tell(session, board, buddy)
        return _shown(session, board, known)


def delete_buddy(board: Board, asked: Asked) -> BuddyShown:
    """They stand on their own from now on."""
    with writing(board.database) as session:
        known = known_agent(session, asked.path["agent"])
        end_buddy(session, known.id, by=asked.who.label, now=board.clock())
        return _shown(session, board, known)


def _see_that_fits(session: Session, board: Board, newcomer: str, wanted: BuddyWanted) -> None:
    coach, today = agent(session, wanted.coach_id), civil_day(board.clock())
    if coach is None or not coach.active:
        raise wrong("coach_id", f"There is no agent {wanted.coach_id}.")
    if coach.id == newcomer:
        raise wrong("coach_id", "Nobody is their own coach.")
    if buddy_of(session, coach.id, today):
        raise wrong("coach_id", "They have a coach beside them themselves.")
    if wanted.until_on < today:
        raise wrong("until_on", "This day is over.")


def _shown(session: Session, board: Board, known: Agent) -> BuddyShown:
    today = civil_day(board.clock())
    buddy, tasks = (
        buddy_of(session, known.id, today),
        coaching_tasks(session, agent_id=known.id, state=OPEN, limit=A_FEW),
    )
    tenure = (today - known.hired_on).days if known.hired_on else None
    level = monitoring_level(
        tenure_days=tenure, newcomer_days=board.policy.newcomer_days, coached=len(tasks),
        conduct=any(task.cause == "conduct" for task in tasks),
    )  # fmt: skip
    return BuddyShown(agent_id=known.id, coach_id=buddy.coach_id if buddy else None,
                      until_on=buddy.until_on if buddy else None, monitoring=level,
                      open_coaching=len(tasks))  # fmt: skip


def _tell(session: Session, board: Board, buddy: Buddy) -> None:
    until = f"{buddy.until_on:%d.%m.%Y}"
    for whom, about, key in ((buddy.newcomer_id, buddy.coach_id, "notice_buddy_yours"),
                             (buddy.coach_id, buddy.newcomer_id, "notice_buddy_newcomer")):  # fmt: skip
        keep_notice(session, Notice(id=f"buddy:{buddy.id}:{whom}", agent_id=whom, kind="buddy", key=key,
                                    args={"agent": about, "until": until}, at=board.clock()))  # fmt: skip


OPERATIONS = (
    Operation(method="GET", path="/buddies", scope="agents:read", summary="List newcomers and their buddies",
              does=list_buddies, answers=Page[PairShown]),
    Operation(method="GET", path="/agents/{agent}/buddy", scope="agents:read", summary="Show who is beside an agent",
              does=show_buddy, answers=BuddyShown, problems=(404,)),
    Operation(method="PUT", path="/agents/{agent}/buddy", scope="agents:write", summary="Give an agent a buddy",
              does=put_buddy_of, answers=BuddyShown, body=BuddyWanted, problems=(404,)),
    Operation(method="DELETE", path="/agents/{agent}/buddy", scope="agents:write",
              summary="Let an agent stand on their own", does=delete_buddy, answers=BuddyShown, problems=(404,)),
)  # fmt: skip
