"""Who could come into a conversation at this moment: on duty, and ready on the floor."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from cases.civil_day import civil_day
from escalations.board import EscalationBoard
from escalations.rota import on_duty
from routing.errors import FloorUnavailable
from staff.buddy import buddy_of

SENIOR: Final = 1
LEAD: Final = 2
MANAGER: Final = 3
READY: Final = "ready"
HIGHEST_ASKED: Final = MANAGER
"""Nobody above the managers is rung."""


@dataclass(frozen=True, kw_only=True)
class Free:
    """In the order in which they are asked; nobody where the floor does not answer."""

    leads: tuple[str, ...] = ()
    peers: tuple[str, ...] = ()
    buddy: str | None = None


def who_is_free(board: EscalationBoard, session: Session, now: datetime, *, step: int, agent_id: str | None) -> Free:
    """`step` is how far up it goes next: of leads or, above them, managers. Nobody is asked to help themselves."""
    try:
        ready = {one.id for one in board.floor.agents() if one.state == READY} - {agent_id}
    except FloorUnavailable:
        return Free()
    level = min(max(step, LEAD), HIGHEST_ASKED)
    coach = buddy_of(session, agent_id, civil_day(now)) if agent_id else None
    return Free(
        leads=_ready(board, session, now, level, ready),
        peers=_ready(board, session, now, SENIOR, ready),
        buddy=coach.coach_id if coach is not None and coach.coach_id in ready else None,
    )


def _ready(
    board: EscalationBoard, session: Session, now: datetime, level: int, ready: Collection[str | None]
) -> tuple[str, ...]:
    known = (one.agent_id for one in on_duty(board, session, now, level=level))
    return tuple(dict.fromkeys(agent for agent in known if agent in ready))
