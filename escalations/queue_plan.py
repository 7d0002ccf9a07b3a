"""Who waits in the managers' line is offered to whoever is on duty, one after the other, as long as a rota is kept."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from escalations.board import EscalationBoard
from escalations.rota import on_duty
from records.database import reading
from records.errors import RecordsUnavailable
from routing.changed_plan import RING
from routing.lines import agent_line
from routing.plan import Plan, Reason, Step

LEAD: Final = 2
"""The step of the ladder on which leads are asked, and managers after them."""


def agents_on_duty(board: EscalationBoard, now: datetime) -> tuple[str, ...] | None:
    """In the order in which they are asked; None where no rota is kept or read: then the queue's own rings hold."""
    try:
        with reading(board.database) as session:
            asked = on_duty(board, session, now, level=LEAD)
    except RecordsUnavailable:
        return None
    return None if asked and asked[0].why == "role" else tuple(one.agent_id for one in asked)


def by_the_rota(board: EscalationBoard, plan: Plan, now: datetime) -> Plan:
    """The rota's people in the place of the rings, each alone for as long as a colleague is rung, then beside the next.

    The plan of another queue stays as it is, and one for whom nobody is on duty: their callers are led to a call.
    """
    if plan.queue != board.escalations.queue:
        return plan
    asked = agents_on_duty(board, now)
    if not asked:
        return plan
    own = tuple(step for step in plan.steps if step.why != RING)
    known = {step.line for step in own}
    since = next((step.after_seconds for step in plan.steps if step.why == RING), 0.0)
    seconds = board.escalations.transfer.ring_seconds
    turns = tuple(Step(after_seconds=since + number * seconds, line=agent_line(who), why=RING)
                  for number, who in enumerate(asked) if agent_line(who) not in known)  # fmt: skip
    reasons = (*(one for one in plan.reasons if one.key != "queue_rings"),
               Reason(key="rota", args={"seconds": f"{seconds:g}", "count": str(len(asked))}))  # fmt: skip
    return replace(plan, steps=(*own, *turns), reasons=reasons)
