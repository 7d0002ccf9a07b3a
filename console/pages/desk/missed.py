"""Offers an agent did not take lately: when, why, and what became of whoever was calling."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from callbacks.board import Board
from cases.customer import Customer
from records.call_record import CallRow
from records.database import reading
from records.journal import EventRow
from routing.service_level import missed_reason
from staff.agent import Agent

LOOKED_BACK: Final = timedelta(hours=8)
MOST: Final = 3


@dataclass(frozen=True, kw_only=True)
class Missed:
    """`why` as reports name it; `became`: waits, answered (by `who`), promised or gone."""

    at: datetime
    call: str
    why: str
    customer: str
    became: str
    who: str


def missed_lately(board: Board, agent_id: str) -> tuple[Missed, ...]:
    """The newest first. What they declined themselves is none."""
    chosen = (
        select(EventRow.at, EventRow.call, EventRow.data, CallRow, Customer.name, Agent.name.label("who"))
        .outerjoin(CallRow, CallRow.sid == EventRow.call)
        .outerjoin(Customer, Customer.id == CallRow.customer_id)
        .outerjoin(Agent, Agent.id == CallRow.agent_id)
        .where(EventRow.agent == agent_id, EventRow.kind == "offer_failed", EventRow.at >= board.clock() - LOOKED_BACK)
        .order_by(EventRow.at.desc(), EventRow.seq.desc())
    )
    with reading(board.database) as session:
        rows = session.execute(chosen.limit(MOST * 3)).all()
    told = (
        Missed(at=row.at, call=row.call or "", why=missed_reason(str(row.data.get("why"))), customer=row.name or "",
               became=_became(row.CallRow), who=row.who or "")
        for row in rows
    )  # fmt: skip
    return tuple(one for one in told if one.why != "rejected")[:MOST]


def _became(call: CallRow | None) -> str:
    if call is None or (call.ended_at is None and call.answered_at is None):
        return "waits"
    if call.answered_at is not None:
        return "answered"
    return "promised" if call.outcome == "callback_promised" else "gone"
