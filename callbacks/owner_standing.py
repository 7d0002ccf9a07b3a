"""How the owner of a case stands: do they still work here, who answers for them, how much is on their hands already."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.case import Case
from routing.stand_ins import chain_of
from staff.stand_in import with_stand_ins


@dataclass(frozen=True, kw_only=True)
class OwnerStanding:
    """`stand_ins` are those who work here, the nearest first. `open_cases` is 0 where policy does not ask.

    `away_until` is when an absence of theirs ends; None: they are on none.
    """

    agent: str
    works_here: bool
    team: str | None
    stand_ins: tuple[str, ...]
    open_cases: int
    away_until: datetime | None = None


def standing_of(session: Session, board: Board, agent_id: str) -> OwnerStanding:
    """Somebody we never heard of counts as one who left."""
    depth = board.policy.stand_in_depth
    people = with_stand_ins(session, agent_id, depth=depth, at=board.clock())
    own = people.get(agent_id)
    chain = chain_of(agent_id, {each.id: each.stand_in for each in people.values()}, depth=depth)
    return OwnerStanding(
        agent=agent_id,
        works_here=own is not None and own.works_here,
        team=own.team if own else None,
        stand_ins=tuple(each for each in chain if each in people and people[each].works_here),
        open_cases=_open_cases(session, agent_id) if board.policy.owner_most_open_cases else 0,
        away_until=own.away_until if own else None,
    )


def _open_cases(session: Session, agent_id: str) -> int:
    counted = select(func.count()).select_from(Case).where(Case.owner_id == agent_id, Case.status == "open")
    return session.scalar(counted) or 0
