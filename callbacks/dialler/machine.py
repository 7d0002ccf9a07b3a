"""A machine picked up instead of the customer: it is told once what we wanted, and the agent is free.

The network tells who picked up beside the call: of a person after some seconds, of a machine when its greeting is over.
Until then whoever picked up is a person, and so is everybody it cannot tell from one.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.callback_step import CallbackStep
from callbacks.dialler.life import CLOCK, ON_THE_LINE
from callbacks.dialler.outcome import try_failed
from records.database import writing
from telephony.attempt import Attempt, attempt_for
from telephony.errors import CallRefused, NotThere, OutcomeUnknown, TryLater

log = structlog.get_logger(__name__)

MESSAGE: Final = "message_left"
"""Why of the step that says so. It stands once in the life of a callback: nobody hears us twice on their machine."""
MESSAGE_TIME: Final = timedelta(seconds=40)
"""A message of 20 s and the network's delays: a leg that is up for longer is taken down."""
FAX: Final = "fax"
"""It hears nothing that we say."""


def machine_answered(board: Board, callback_id: str, answered_by: str) -> None:
    """The try has failed, and the agent is free; then the machine hears its message, or is hung up on.

    Nothing where it is settled already. `answered_by` is the network's word for what picked up.
    """
    with writing(board.database) as session:
        callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
        told = attempt_for(session, callback_id)
        if callback is None or told is None or callback.over or callback.state not in ON_THE_LINE:
            return
        leaves = board.dialler.leg.leave_message and answered_by != FAX and _first_message(session, callback, told)
        if leaves:
            _keep(session, callback, told, now=board.clock())
    try_failed(board, callback_id, "machine", now=board.clock())
    if leaves and told.leg:
        _is_led_to_the_message(board, callback_id, told, told.leg)
    else:
        board.jobs.end_attempt(told.token)


def message_for(session: Session, told: Attempt) -> CallbackStep | None:
    """The message this attempt leaves; None where it leaves none."""
    step = _message_of(session, told.subject)
    return step if step is not None and step.floor_call == told.call and told.by_machine else None


def message_is_heard(session: Session, told: Attempt, *, now: datetime) -> bool:
    """Whether its leg is wanted for the sake of the message: nobody ends it in the middle."""
    step = message_for(session, told)
    return step is not None and now - step.at < MESSAGE_TIME


def _first_message(session: Session, callback: Callback, told: Attempt) -> bool:
    """Also where a worker died after it had written so, and before it was done."""
    step = _message_of(session, callback.id)
    return step is None or step.floor_call == told.call


def _message_of(session: Session, callback_id: str) -> CallbackStep | None:
    chosen = select(CallbackStep).where(CallbackStep.callback_id == callback_id, CallbackStep.why == MESSAGE)
    return session.scalars(chosen.limit(1)).first()


def _keep(session: Session, callback: Callback, told: Attempt, *, now: datetime) -> None:
    if _message_of(session, callback.id) is None:
        session.add(
            CallbackStep(
                callback_id=callback.id, at=now, state=callback.state, why=MESSAGE, who=CLOCK, floor_call=told.call
            )
        )


def _is_led_to_the_message(board: Board, callback_id: str, told: Attempt, leg: str) -> None:
    try:
        board.twilio.move_call(leg, board.urls.callback_message(callback_id, told.token))
    except NotThere:
        log.info("machine_hung_up_first", callback=callback_id)
    except (TryLater, OutcomeUnknown, CallRefused) as trouble:
        log.warning("message_not_left", callback=callback_id, why=str(trouble))
