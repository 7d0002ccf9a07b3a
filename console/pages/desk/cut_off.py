"""A customer who was cut off from the colleague they were left with: who hung up so soon reads what is owed."""

from sqlalchemy import or_, select

from callbacks.callback import Callback
from console.pages.page import Visit
from escalations.transfer.step import CUT_OFF
from escalations.transfer.transfer import Transfer
from records.database import reading


def call_owed_for(visit: Visit, call: str, agent_id: str) -> Callback | None:
    """The call that was promised when this agent, asked into that conversation, hung up as soon as it was theirs."""
    chosen = (
        select(Callback)
        .join(Transfer, Transfer.callback_id == Callback.id)
        .where(or_(Transfer.call == call, Transfer.floor_call == call), Transfer.colleague_id == agent_id)
        .where(Transfer.state == "promised", Transfer.why == CUT_OFF)
        .order_by(Transfer.ended_at.desc())
    )
    with reading(visit.board.database) as session:
        return session.scalars(chosen.limit(1)).first()
