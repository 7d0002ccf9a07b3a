"""How long a customer has stood on hold in a call: by the agent, and while a colleague was looked for."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from escalations.transfer.transfer import Transfer
from records.journal import events_of

HELD: Final = "held"
RESUMED: Final = "resumed"
"""Events that a customer is put on hold, and taken off it."""
OVER: Final = (RESUMED, "left", "ended")
NONE: Final = timedelta(0)


def held_for(session: Session, call: str, now: datetime) -> timedelta:
    """All of it together, what still lasts included."""
    return _by_the_agent(session, call, now) + _for_colleagues(session, call, now)


def _by_the_agent(session: Session, call: str, now: datetime) -> timedelta:
    total, since = NONE, None
    for event in events_of(session, call):
        if event.kind == HELD:
            since = since or event.at
        elif event.kind in OVER and since is not None:
            total, since = total + (event.at - since), None
    return total + (now - since if since is not None else NONE)


def _for_colleagues(session: Session, call: str, now: datetime) -> timedelta:
    chosen = select(Transfer).where(Transfer.call == call)
    spans = ((one.merged_at or one.ended_at or now) - one.asked_at for one in session.scalars(chosen))
    return sum(spans, NONE)
