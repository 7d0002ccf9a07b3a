"""Who gave up waiting, and who left a message, is called though they did not ask for it, where the centre wants that.

It is a callback like any other: promised in the ledger, by whoever has the case, at the place they had in line. Nobody
is called who has talked with us since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.dialler.making import due_all_the_same, make_callback
from callbacks.dialler.reached_since import ABANDONED, VOICEMAIL
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted, Made
from cases.caller_id import parse_caller_id
from cases.case import Case
from cases.identification import identify
from cases.opt_out import CALL, is_opted_out
from cases.promise import Promise, make_promise
from cases.promise_rules import words
from cases.voicemail import Voicemail
from records.call_record import CallRow
from records.database import writing
from records.owed_call import CALLBACK
from staff.stand_in import who_answers_for

log = structlog.get_logger(__name__)

CLOCK: Final = "clock"
LANGUAGE: Final = "tr"
AT_ONCE: Final = 200
"""The latest of those who gave up, in one look: more do not do so between two looks."""
WITHIN: Final = timedelta(hours=4)
"""Of work, in which a message is answered whose end we were not told of."""


@dataclass(frozen=True, kw_only=True)
class Announced:
    """What whoever left a message was told of our call: what it is about, within how many hours of which calendar, and
    whether the owner of their case calls. By default nothing was."""

    what: str = ""
    who: str = CLOCK
    language: str | None = None
    owner: bool = True
    within: timedelta = WITHIN
    calendar: str | None = None


NOTHING_ANNOUNCED: Final = Announced()


def return_abandoned_calls(board: Board) -> int:
    """The duty: who waited for so long that it was no mistake, and gave up. Tells how many are owed a call now."""
    if not board.dialler.returns.abandoned:
        return 0
    with writing(board.database) as session:
        gave_up = _who_gave_up(session, board, board.clock())
        made = [_returned(session, board, row) for row in gave_up]
    return sum(one is not None and one.new for one in made)


def return_voicemail(
    session: Session, board: Board, row: Voicemail, *, place_at: datetime, announced: Announced = NOTHING_ANNOUNCED
) -> Made | None:
    """Whoever said something because nobody was there is called. None where the centre does not want that, or they
    left no number that we call."""
    if not board.dialler.returns.voicemails or row.phone is None:
        return None
    return _made(session, board, _about(board, row, place_at, announced))


def promise_a_return(session: Session, board: Board, row: Voicemail, *, announced: Announced, now: datetime) -> Promise:
    """The promise alone, by the same hours, where it is not we who dial: whoever has the case sees to it."""
    wanted, case = _about(board, row, now, announced), session.get_one(Case, row.case_number)
    due = due_all_the_same(session, board, wanted)
    depth, owner = board.policy.stand_in_depth, case.owner_id if announced.owner else None
    by = who_answers_for(session, owner, depth=depth, at=due) if owner else None
    return make_promise(session, case_number=case.number, kind=CALLBACK, what=wanted.what, due_at=due, by_agent=by,
                        now=now, calendar=wanted.calendar)  # fmt: skip


def _about(board: Board, row: Voicemail, place_at: datetime, announced: Announced) -> CallbackWanted:
    return CallbackWanted(
        once=f"{VOICEMAIL}:{row.recording}",
        phone=row.phone or "",
        queue=row.queue or board.policy.default_queue,
        what=announced.what or words("return_voicemail").spoken_in(LANGUAGE),
        who=announced.who,
        kind=VOICEMAIL,
        case_number=row.case_number,
        customer_id=row.customer_id,
        language=announced.language,
        owner=announced.owner,
        within=announced.within,
        calendar=announced.calendar,
        place_at=place_at,
        call=row.call,
        calling=row.phone,
        tell=None,
    )


def _who_gave_up(session: Session, board: Board, now: datetime) -> Sequence[CallRow]:
    """Not whoever has rung again since, and is in line or was answered; nor who is owed a call for it already."""
    rules, again = board.dialler.returns, aliased(CallRow)
    since = and_(again.from_number == CallRow.from_number, again.arrived_at > CallRow.arrived_at)
    rang_again = select(again.sid).where(since, or_(again.answered_at.is_not(None), again.ended_at.is_(None)))
    asked = select(Callback.id).where(Callback.call == CallRow.sid)
    chosen = select(CallRow).where(
        CallRow.ended_at > now - rules.abandoned_within,
        CallRow.outcome == "abandoned_in_queue",
        CallRow.direction == "inbound",
        CallRow.from_kind == "e164",
        ~rang_again.exists(),
        ~asked.exists(),
    )
    rows = session.scalars(chosen.order_by(CallRow.ended_at.desc()).limit(AT_ONCE)).all()
    return [row for row in rows if _waited(row) >= _patience(board)]


def _patience(board: Board) -> timedelta:
    """Who leaves sooner has dialled wrong, or found it out for themselves."""
    return timedelta(seconds=max(board.dialler.returns.abandoned_after_seconds, board.policy.short_abandon_seconds))


def _waited(row: CallRow) -> timedelta:
    return row.ended_at - row.waiting_at if row.ended_at and row.waiting_at else timedelta()


def _returned(session: Session, board: Board, row: CallRow) -> Made | None:
    if is_opted_out(session, row.from_number or "", CALL):
        return None
    wanted = CallbackWanted(
        once=f"{ABANDONED}:{row.sid}",
        phone=row.from_number or "",
        queue=board.policy.queue(row.queue or "").name,
        what=words("return_abandoned").spoken_in(row.language or LANGUAGE),
        who=CLOCK,
        kind=ABANDONED,
        case_number=row.case_number or _case_of(session, row),
        customer_id=row.customer_id,
        language=row.language,
        within=board.dialler.returns.abandoned_within,
        place_at=row.place_at,
        call=row.sid,
        calling=row.from_number,
        asked_at=row.ended_at,
        reason=ABANDONED,
        tell=None,
    )
    return _made(session, board, wanted)


def _case_of(session: Session, row: CallRow) -> str | None:
    """What a caller who told us nothing would have been led by; a new one is opened where there is none."""
    cases = identify(session, parse_caller_id(row.from_number or "")).open_cases
    return cases[0].number if cases else None


def _made(session: Session, board: Board, wanted: CallbackWanted) -> Made | None:
    try:
        return make_callback(session, board, wanted)
    except CallbackRefused as refused:
        log.info("not_called_back", once=wanted.once, why=refused.why)
        return None
