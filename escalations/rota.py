"""Who is on duty to take escalations now, in the order in which they are asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from escalations.board import EscalationBoard
from escalations.duty import Duty
from staff.agent import Agent

RANK_OF_LEVEL: Final[Mapping[int, str]] = {1: "senior", 2: "lead", 3: "manager"}
"""Who is asked on which step of the ladder."""
ROLES: Final[Mapping[str, tuple[str, ...]]] = {"senior": (), "lead": ("lead", "manager"), "manager": ("manager",)}
"""Who is asked where nobody was put on duty."""


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """`why` is duty, or role where nobody was put on duty for it."""

    agent_id: str
    rank: str
    why: str


def on_duty(board: EscalationBoard, session: Session, now: datetime, *, level: int) -> tuple[OnDuty, ...]:
    """Those put on duty for this time, else everybody of the role."""
    rank = RANK_OF_LEVEL.get(level, "manager")
    chosen = select(Duty).join(Agent, Agent.id == Duty.agent_id).where(
        Agent.active, Duty.rank == rank, Duty.starts_at <= now, Duty.until > now
    )  # fmt: skip
    duties = session.scalars(chosen.order_by(Duty.starts_at, Duty.agent_id)).all()
    if duties:
        return tuple(OnDuty(agent_id=one.agent_id, rank=rank, why="duty") for one in duties)
    return tuple(
        OnDuty(agent_id=one, rank=rank, why="role")
        for role in ROLES[rank]
        for one in session.scalars(select(Agent.id).where(Agent.active, Agent.role == role).order_by(Agent.id))
    )
