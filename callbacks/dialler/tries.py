"""Every telephone that was made to ring for a callback: the customer's, and agents' during its stays in line."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from callbacks.callback_step import CallbackStep
from telephony.attempt import AttemptRow

Try = AttemptRow
"""As it is kept; its token is nobody's to see."""


def tries_of(session: Session, callback: Callback) -> Sequence[Try]:
    """The first one first."""
    stays = select(CallbackStep.floor_call).where(
        CallbackStep.callback_id == callback.id, CallbackStep.floor_call.is_not(None)
    )
    theirs = or_(AttemptRow.subject == callback.id, AttemptRow.call.in_(stays))
    return session.scalars(select(AttemptRow).where(theirs).order_by(AttemptRow.created_at, AttemptRow.token)).all()
