"""How long a customer has stood on hold in a call: by the agent, and while a colleague was looked for."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from escalations.hold.hold import held_for as held_by_the_agent
from escalations.transfer.transfer import Transfer

NONE: Final = timedelta(0)


def held_for(session: Session, call: str, now: datetime) -> timedelta:
    """All of it together, what still lasts included."""
    return held_by_the_agent(session, call, now) + _for_colleagues(session, call, now)


def _for_colleagues(session: Session, call: str, now: datetime) -> timedelta:
    chosen = select(Transfer).where(Transfer.call == call)
    spans = ((one.merged_at or one.ended_at or now) - one.asked_at for one in session.scalars(chosen))
    return sum(spans, NONE)
