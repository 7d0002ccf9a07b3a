"""Who is on duty to take escalations now, in the order in which they are asked.

Managers on duty who talked with too few customers come first: nobody learns what callers meet from a report. Then the
leads, whoever took fewest in this turn first, and the managers when no lead has room any more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.dialler.supervisors import is_a_lead
from escalations.board import EscalationBoard
from escalations.duty import Duty, is_a_rota_kept
from escalations.last_spoke import last_spoke
from escalations.rota_rules import RotaRules
from escalations.taken_on_duty import taken_since
from staff.absence import absence_of
from staff.agent import Agent
from staff.stand_in import who_answers_for

RANKS_OF_LEVEL: Final[Mapping[int, tuple[str, ...]]] = {
    1: ("senior",), 2: ("lead", "manager"), 3: ("manager",)
}  # fmt: skip
"""Who is asked on which step of the ladder; the later rank when the one before has no room."""
HIGHEST: Final = 3
LISTENS: Final = "manager"
"""The rank that has a quota of conversations."""
KEPT_WITHIN: Final = timedelta(days=30)
"""Where nobody of these ranks was on duty for so long, and nobody is to be, no rota is kept."""


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """`why`: duty; listening, a manager who talked with too few customers; overflow, the next rank; stands_in for
    `instead_of`, who is away; role, where no rota is kept."""

    agent_id: str
    rank: str
    why: str
    instead_of: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rota:
    """How it is read; `depth` is how many stand-ins are followed."""

    rules: RotaRules
    depth: int


def on_duty(board: EscalationBoard, session: Session, now: datetime, *, level: int) -> tuple[OnDuty, ...]:
    """Those on duty who have room; where no rota is kept for it, everybody of the role. Each once."""
    rota = Rota(rules=board.escalations.rota, depth=board.policy.stand_in_depth)
    return asked_in_turn(session, rota, now, level=level)


def asked_in_turn(session: Session, rota: Rota, now: datetime, *, level: int) -> tuple[OnDuty, ...]:
    ranks = RANKS_OF_LEVEL.get(level, RANKS_OF_LEVEL[HIGHEST])
    if is_a_rota_kept(session, ranks, since=now - KEPT_WITHIN):
        found = _by_the_rota(session, rota, now, ranks)
    else:
        found = _of_the_role(session, ranks)
    there = (_there(session, rota, one, now) for one in found)
    return tuple({one.agent_id: one for one in reversed([each for each in there if each])}.values())[::-1]


def _of_the_role(session: Session, ranks: Sequence[str]) -> list[OnDuty]:
    of = select(Agent.id, Agent.role).where(Agent.active, Agent.role.in_(ranks)).order_by(Agent.id)
    rows = sorted(session.execute(of), key=lambda row: ranks.index(row.role))
    return [OnDuty(agent_id=row.id, rank=row.role, why="role") for row in rows]


def _by_the_rota(session: Session, rota: Rota, now: datetime, ranks: Sequence[str]) -> list[OnDuty]:
    chosen = select(Duty).join(Agent, Agent.id == Duty.agent_id)
    now_on = chosen.where(Agent.active, Duty.until > now, Duty.starts_at <= now, Duty.rank.in_(ranks))
    duties = session.scalars(now_on).all()
    taken = taken_since(session, {one.agent_id: one.starts_at for one in duties})
    listening = who_must_listen(session, rota.rules, [one.agent_id for one in duties if one.rank == LISTENS], now)
    room = [one for one in duties if one.slots == 0 or taken[one.agent_id] < one.slots]
    room.sort(key=lambda one: (one.agent_id not in listening, listening.get(one.agent_id, 0.0), ranks.index(one.rank),
                               taken[one.agent_id], one.starts_at, one.agent_id))  # fmt: skip
    return [OnDuty(agent_id=one.agent_id, rank=one.rank, why=_why(one, ranks, listening)) for one in room]


def who_must_listen(session: Session, rules: RotaRules, managers: Sequence[str], now: datetime) -> dict[str, float]:
    """Those below their quota, each with when they last talked: who did longest ago is asked first."""
    spoke = last_spoke(session, managers, since=now - rules.within, until=now)
    return {who: one.last_at.timestamp() if one.last_at else 0.0
            for who, one in spoke.items() if one.talks < rules.talks}  # fmt: skip


def _why(duty: Duty, ranks: Sequence[str], listening: Mapping[str, float]) -> str:
    if duty.agent_id in listening:
        return "listening"
    return "duty" if duty.rank == ranks[0] else "overflow"


def _there(session: Session, rota: Rota, one: OnDuty, now: datetime) -> OnDuty | None:
    """Who is away has somebody who stands in, where that one may decide as they do."""
    if absence_of(session, one.agent_id, now) is None:
        return one
    other = who_answers_for(session, one.agent_id, depth=rota.depth, at=now)
    if other == one.agent_id or (one.rank != "senior" and not is_a_lead(session, other)):
        return None
    return replace(one, agent_id=other, why="stands_in", instead_of=one.agent_id)
