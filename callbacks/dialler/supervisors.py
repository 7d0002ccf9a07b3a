"""A supervisor is to call: one who leads, and no agent in their place."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from records.database import reading
from routing.changed_plan import OWNER
from routing.lines import agent_line
from routing.step import Step
from staff.agent import Agent, agent

SUPERVISOR: Final = "supervisor"
"""The kind of such a callback."""
LEAD: Final = "lead"
LEADING: Final = (LEAD, "manager")
"""Roles of those who may call as a supervisor."""


def leads_at_work(session: Session) -> tuple[str, ...]:
    return tuple(session.scalars(select(Agent.id).where(Agent.active, Agent.role.in_(LEADING)).order_by(Agent.id)))


def is_a_lead(session: Session, agent_id: str) -> bool:
    known = agent(session, agent_id)
    return known is not None and known.active and known.role in LEADING


def lead_of_owner(session: Session, owner: str | None) -> str | None:
    """The lead of whoever has the case, where they have one who still works here; else any lead may call."""
    known = agent(session, owner) if owner else None
    if known is None or known.lead_id is None:
        return owner if owner and is_a_lead(session, owner) else None
    return known.lead_id if is_a_lead(session, known.lead_id) else None


def by_leads_alone(board: Board, callback: Callback, steps: tuple[Step, ...], alone: float) -> tuple[Step, ...]:
    """The one who was promised, and after `alone` seconds every other lead. A house without leads is asked as ever."""
    if callback.kind != SUPERVISOR:
        return steps
    with reading(board.database) as session:
        leads = leads_at_work(session)
    own = [step for step in steps if step.why == OWNER]
    others = [agent_line(lead) for lead in leads if agent_line(lead) not in {step.line for step in own}]
    if not own and not others:
        return steps
    return (*own, *(Step(after_seconds=alone if own else 0.0, line=line, why=LEAD) for line in others))
