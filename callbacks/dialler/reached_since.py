"""Who is called though they did not ask for it, and has rung in and talked with us since: nobody needs to call them."""

from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from records.call_record import CallRow

ABANDONED: Final = "abandoned"
"""The kind of a callback to somebody who gave up waiting."""
VOICEMAIL: Final = "voicemail"
"""The kind of one about a message somebody left."""
UNASKED: Final = (ABANDONED, VOICEMAIL)


def was_reached_since(session: Session, callback: Callback) -> bool:
    """Whether they have rung in and talked with us after what this callback was made for."""
    if callback.kind not in UNASKED:
        return False
    talked = select(CallRow.sid).where(
        CallRow.from_number == callback.phone,
        CallRow.direction == "inbound",
        CallRow.arrived_at >= callback.place_at,
        CallRow.answered_at.is_not(None),
    )
    return session.scalars(talked.limit(1)).first() is not None
