"""A callback that is still owed is changed by somebody: at once and whole, or not at all.

Whoever dials locks the same row. So either the change is first, and nobody is called on what was; or the customer's
telephone rings already, and the change is refused with a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.callback_step import keep_step
from callbacks.dialler.life import IN_LINE, moves
from callbacks.dialler.said import said
from callbacks.dialler.sweep import schedule
from callbacks.dialler.telling_agent import agent_is_released
from cases.errors import Outdated
from hours.bilingual import Bilingual
from routing.errors import FloorUnavailable

log = structlog.get_logger(__name__)


class CallbackStands(Exception):
    """It cannot be changed as it stands, and nothing was. `why` is a key of change_words.json, `words` the sentence in
    both languages, with `args` in its places."""

    def __init__(self, why: str, args: Mapping[str, Bilingual] | None = None) -> None:
        self.why, self.words = why, said("change_words", why, args)
        super().__init__(self.words.en)


@dataclass(frozen=True, kw_only=True)
class Changed:
    """What is to be done once a change is committed: `left` is what the floor knew the callback by, `token` the attempt
    by which the customer's telephone rings, `message` what they are written."""

    callback: Callback
    left: str | None = None
    message: str | None = None
    token: str | None = None


def to_be_changed(session: Session, callback_id: str, version: int | None = None) -> Callback:
    """The row, locked. Raises CallbackStands where it is over, Outdated where somebody else was first."""
    callback = session.get(Callback, callback_id, with_for_update=True, populate_existing=True)
    if callback is None:
        raise CallbackStands("unknown")
    if callback.over:
        raise CallbackStands("over")
    if version is not None and version != callback.version:
        raise Outdated(callback.version)
    return callback


def see_that_nobody_rings(callback: Callback) -> None:
    """Raises CallbackStands while the customer's telephone rings, or they talk."""
    if callback.state in ("customer_ringing", "connected"):
        raise CallbackStands(callback.state)


def stands_anew(
    session: Session, callback: Callback, *, look_at: datetime, why: str, who: str, now: datetime
) -> str | None:
    """Out of line where it stood in one, to be looked at by then; its place is kept. What the floor knew it by."""
    left, callback.floor_call = callback.floor_call, None
    callback.look_at = look_at
    if callback.state in IN_LINE:
        moves(session, callback, "scheduled", why=why, who=who, now=now)
        return left
    callback.why = why
    callback.version += 1
    keep_step(session, callback, who=who, now=now)
    session.flush()
    return None


def see_to_the_floor(board: Board, changed: Changed, *, why: str, word: str) -> None:
    """Once it is committed: nobody is rung on what was, whoever was held for it hears why and is free, and the next
    look is at its moment. Where the floor does not answer the clock sees to it: nobody is owed that stay any more."""
    if changed.message is not None:
        board.jobs.send(changed.message)
    if changed.token is not None:
        board.jobs.end_attempt(changed.token)
    try:
        if changed.left is not None:
            agent_is_released(board, changed.left, why=why, word=word)
    except FloorUnavailable as trouble:
        log.warning("callback_not_off_the_floor_yet", callback=changed.callback.id, why=str(trouble))
    schedule(board, changed.callback)
