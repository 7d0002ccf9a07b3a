"""What it takes to say "we call you back": a case it is about, a moment that can be kept, and the promise itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from sqlalchemy.orm import Session

from cases.case import Case
from cases.opening import open_case
from cases.promise import Promise, make_promise
from hours.due import due_within
from hours.errors import CalendarUnknown
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from staff.stand_in import who_answers_for

log = structlog.get_logger(__name__)

CALLBACK: Final = "callback"
"""The kind of promise that somebody calls."""
A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Within:
    """So many hours in which the calendar is open."""

    calendar: str
    hours: int


def number_of(talk: Talk) -> str | None:
    """Where this caller can be called back."""
    return talk.caller.caller_id.value if talk.caller.caller_id.kind == "e164" else None


def due_at(voice: VoiceBoard, within: Within, now: datetime) -> datetime:
    """By when, in the calendar's own time. One that is gone from the centre means a day from now."""
    try:
        return due_within(voice.hours, within.calendar, now, timedelta(hours=within.hours))
    except CalendarUnknown:
        log.error("calendar_unknown", calendar=within.calendar)
        return now + A_DAY


def told(voice: VoiceBoard, within: Within, due: datetime) -> str:
    """The moment as words take it: local to the calendar, to the minute."""
    calendar = voice.hours.calendars.named.get(within.calendar)
    return (due.astimezone(calendar.zone) if calendar else due).isoformat("T", "minutes")


def case_of(voice: VoiceBoard, session: Session, talk: Talk, *, reason: str) -> Case:
    """The case the call is about, or a new one that says why it was opened."""
    about = talk.conversation.case
    case = session.get(Case, about, with_for_update=True) if about else None
    case = case or open_case(
        session,
        call=talk.conversation.call,
        customer_id=talk.conversation.customer,
        phone=number_of(talk),
        now=talk.now,
        new_id=voice.new_id,
        reason=reason,
    )
    case.last_touched_at = talk.now
    return case


def promised_callback(
    voice: VoiceBoard,
    session: Session,
    case: Case,
    *,
    what: str,
    due: datetime,
    owner: bool,
    now: datetime,
    calendar: str | None = None,
) -> Promise:
    """Somebody calls by then; where `owner` is asked for, whoever has the case, or answers for them on that day.

    The clock of the promise counts the hours of `calendar`.
    """
    depth = voice.policy.stand_in_depth
    by = who_answers_for(session, case.owner_id, depth=depth, at=due) if owner and case.owner_id else None
    return make_promise(session, case_number=case.number, kind=CALLBACK, what=what, due_at=due, by_agent=by, now=now,
                        calendar=calendar)  # fmt: skip
