"""The caller who was just promised a call corrects it while we are on the line: another number, or no call at all."""

from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from callbacks.callback import FIRST_STATE, Callback, open_callback
from callbacks.callback_step import keep_step
from callbacks.dialler.confirming import message_about
from callbacks.dialler.life import ends
from cases.message import message_is

OTHER_NUMBER: Final = "other_number"
WAITS_AFTER_ALL: Final = "waits_after_all"


def calls_elsewhere(session: Session, callback_id: str, phone: str, *, who: str, now: datetime) -> bool:
    """They are called at this number, which they confirmed. False for one that is over or rings by now.

    Where that number is owed a call about the case already, that one stands and this one is released.
    """
    callback = _not_begun(session, callback_id)
    if callback is None:
        return False
    other = open_callback(session, phone, callback.case_number)
    if other is not None:
        return other.id == callback.id or ends(session, callback, "released", why=OTHER_NUMBER, who=who, now=now)
    callback.phone, callback.why = phone, OTHER_NUMBER
    callback.version += 1
    keep_step(session, callback, who=who, now=now)
    session.flush()
    return True


def takes_it_back(session: Session, callback_id: str, *, who: str, now: datetime) -> bool:
    """They wait on instead: the promise is released, and what would have been written about it stays unwritten."""
    callback = _not_begun(session, callback_id)
    if callback is None:
        return False
    message_is(session, message_about(callback), "not_sent", now=now)
    return ends(session, callback, "released", why=WAITS_AFTER_ALL, who=who, now=now)


def _not_begun(session: Session, callback_id: str) -> Callback | None:
    """The callback while nobody rings for it; nobody else changes it until the transaction ends."""
    callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
    return callback if callback is not None and callback.state == FIRST_STATE else None
