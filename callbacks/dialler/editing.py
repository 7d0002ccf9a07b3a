"""A callback is given another time, number, queue or agent, or is made at once. Its place in line stays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.changing import (
    CallbackStands,
    Changed,
    see_that_nobody_rings,
    see_to_the_floor,
    stands_anew,
    to_be_changed,
)
from callbacks.dialler.confirming import confirm_in_writing
from callbacks.dialler.making import callable_number
from callbacks.dialler.permission import may_call
from callbacks.dialler.refusal import not_called_told
from callbacks.dialler.slots import free_between
from callbacks.dialler.verdict import Later, Never
from callbacks.dialler.wanted import CallbackRefused, see_that_it_is_a_window
from callbacks.dialler.window import first_moment
from callbacks.dialler.zones import zone_of
from callbacks.promise_keeping import book_of
from cases.promise import Promise
from cases.promise_book import move_promise, resume_promise
from hours.told_moment import moment_told
from records.audit import append as append_audit
from records.database import serialise, writing
from staff.agent import agent
from staff.notice import Notice, keep_notice

MOVED: Final = "moved"
REASSIGNED: Final = "reassigned"
AT_ONCE: Final = "now"
"""Why it stands anew."""
CHANGED: Final = "told_changed"
"""What an agent hears who had taken it: somebody changed it."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What becomes different; None stays. `begin` and `due` are the window the customer agreed to.

    `version` is the one that was read; without it the change is made on whatever stands. With `tell` the customer has
    the new time in writing. With `anyway` the window is theirs although nobody is free then.
    """

    who: str
    reason: str
    version: int | None = None
    begin: datetime | None = None
    due: datetime | None = None
    phone: str | None = None
    queue: str | None = None
    tell: bool = False
    anyway: bool = False

    @property
    def moves_in_time(self) -> bool:
        return self.begin is not None or self.due is not None


def move_callback(board: Board, callback_id: str, edit: Edit) -> Callback:
    """Another time, number or queue. Raises CallbackStands, Outdated, CallbackRefused; then nothing was changed."""
    return _changed(board, callback_id, edit.version, lambda session, callback: _edit(board, session, callback, edit),
                    why=MOVED)  # fmt: skip


def reassign_callback(
    board: Board, callback_id: str, *, to: str | None, who: str, reason: str, version: int | None = None
) -> Callback:
    """Somebody else makes it, or with None anybody of its queue. Raises the same."""
    return _changed(board, callback_id, version, lambda session, callback: _reassign(board, session, callback, to, who,
                    reason), why=REASSIGNED)  # fmt: skip


def call_now(board: Board, callback_id: str, *, who: str, version: int | None = None) -> Callback:
    """Into line at once, whatever time was promised. Raises the same; CallbackStands where they may not be called."""
    return _changed(board, callback_id, version, lambda session, callback: _hurry(board, session, callback, who),
                    why=AT_ONCE)  # fmt: skip


def _changed(
    board: Board,
    callback_id: str,
    version: int | None,
    change: Callable[[Session, Callback], Changed | None],
    *,
    why: str,
) -> Callback:
    with writing(board.database) as session:
        callback = to_be_changed(session, callback_id, version)
        see_that_nobody_rings(callback)
        changed = change(session, callback)
    if changed is not None:
        see_to_the_floor(board, changed, why=why, word=CHANGED)
    return callback


def _edit(board: Board, session: Session, callback: Callback, edit: Edit) -> Changed | None:
    now, told = board.clock(), _told(callback)
    if edit.queue is not None and edit.queue not in board.policy.queues:
        raise CallbackRefused("queue", "queue")
    callback.queue = edit.queue or callback.queue
    if edit.phone is not None:
        _calls_another_number(board, session, callback, edit.phone)
    if edit.moves_in_time:
        _moves_in_time(board, session, callback, edit, now)
    changes = {name: value for name, value in _told(callback).items() if told[name] != value}
    if not changes:
        return None
    on_record = {"callback": callback.id, "changed": sorted(changes), "reason": edit.reason}
    append_audit(session, edit.who, "callback_moved", f"case:{callback.case_number}", on_record, now)
    left = stands_anew(session, callback, look_at=max(callback.not_before, now), why=MOVED, who=edit.who, now=now)
    message = confirm_in_writing(session, board, callback, "" if edit.tell else None, again=f":{callback.version}")
    return Changed(callback=callback, left=left, message=message)


def _told(callback: Callback) -> dict[str, object]:
    return {name: getattr(callback, name) for name in ("queue", "phone", "not_before", "due_at", "until")}


def _calls_another_number(board: Board, session: Session, callback: Callback, written: str) -> None:
    phone = callable_number(board, written)
    other = select(Callback.id).where(
        Callback.phone == phone, Callback.case_number == callback.case_number, NOT_OVER, Callback.id != callback.id
    )
    if session.scalars(other).first() is not None:
        raise CallbackStands("owed")
    callback.phone = phone


def _moves_in_time(board: Board, session: Session, callback: Callback, edit: Edit, now: datetime) -> None:
    """The customer agreed to it: the promise's clock begins anew."""
    begin, due = _window(board, callback, edit, now)
    first = first_moment(board, session, callback.phone, zone_of(session, callback), callback.queue, begin)
    if first is None or first >= due:
        raise CallbackRefused("due", "never" if first is None else "dark")
    _is_free(session, board, callback, edit, begin, due)
    promise = session.get(Promise, callback.promise_id, with_for_update=True)
    if promise is not None and due != callback.due_at:
        move_promise(session, book_of(board), promise, to=due, reason=edit.reason, who=edit.who, now=now)
    if edit.begin is not None or callback.until is not None:
        callback.until = due
    if edit.begin is not None and begin > now:
        callback.place_at = begin  # who chose a time joins the line at it
    callback.not_before, callback.due_at = begin, due


def _is_free(session: Session, board: Board, callback: Callback, edit: Edit, begin: datetime, due: datetime) -> None:
    """As when it is promised: a window needs somebody who is free then. Raises CallbackRefused."""
    if edit.begin is None or edit.anyway:
        return
    serialise(session, f"callbacks:{callback.queue}")
    if free_between(session, board, callback.queue, begin, due, agent=callback.agent_id) < 1:
        raise CallbackRefused("begin", "full")


def _window(board: Board, callback: Callback, edit: Edit, now: datetime) -> tuple[datetime, datetime]:
    begin, chosen = edit.begin or callback.not_before, edit.begin is not None
    if edit.due is not None and not chosen and edit.due <= begin:
        begin = now
    begin = max(begin, now)
    due = edit.due or begin + board.dialler.slots.every
    see_that_it_is_a_window(begin, due, chosen=chosen, now=now)
    return begin, due


def _reassign(
    board: Board, session: Session, callback: Callback, to: str | None, who: str, reason: str
) -> Changed | None:
    known, was, now = agent(session, to) if to else None, callback.agent_id, board.clock()
    if to is not None and (known is None or not known.active):
        raise CallbackRefused("agent_id", "agent")
    if to == was:
        return None
    callback.agent_id, callback.snoozes = to, 0
    promise = session.get(Promise, callback.promise_id, with_for_update=True)
    if promise is not None and promise.status == "open":
        promise.by_agent = to
    told = {"callback": callback.id, "to": to, "was": was, "reason": reason}
    append_audit(session, who, "callback_reassigned", f"case:{callback.case_number}", told, now)
    look_at = now if callback.floor_call is not None else callback.look_at or now
    left = stands_anew(session, callback, look_at=look_at, why=REASSIGNED, who=who, now=now)
    for whom, key in ((to, "notice_callback_came"), (was, "notice_callback_went")):
        _tell(session, callback, whom, key, reason, now)
    return Changed(callback=callback, left=left)


def _tell(session: Session, callback: Callback, whom: str | None, key: str, reason: str, now: datetime) -> None:
    if whom is not None:
        keep_notice(
            session,
            Notice(
                id=f"callback:{callback.id}:{callback.version}:{key}", agent_id=whom, kind="callback_reassigned",
                key=key, at=now, case_number=callback.case_number,
                args={"case": callback.case_number, "note": reason},
            ),
        )  # fmt: skip


def _hurry(board: Board, session: Session, callback: Callback, who: str) -> Changed | None:
    """Nothing for what stands in line already."""
    now = board.clock()
    if callback.floor_call is not None:
        return None
    callback.not_before, callback.place_at = min(callback.not_before, now), min(callback.place_at, now)
    promise = session.get(Promise, callback.promise_id, with_for_update=True)
    if promise is not None and resume_promise(session, book_of(board), promise, who=who, now=now):
        callback.due_at = promise.due_at
    match may_call(board, session, callback, now):
        case Later(at=at, why=why):
            raise CallbackStands("not_now", not_called_told(why) | {"at": moment_told(at, board.hours.calendars.zone)})
        case Never(why=why):
            raise CallbackStands("never", not_called_told(why))
    append_audit(session, who, "callback_hurried", f"case:{callback.case_number}", {"callback": callback.id}, now)
    stands_anew(session, callback, look_at=now, why=AT_ONCE, who=who, now=now)
    return Changed(callback=callback)
