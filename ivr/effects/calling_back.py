"""What it takes to say "we call you back": a case it is about, a number, and a moment in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from cases.case import Case
from cases.opening import open_case
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard

A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Within:
    """So many hours in which the calendar is open."""

    calendar: str
    hours: int


def number_of(talk: Talk) -> str | None:
    """Where this caller can be called back."""
    return talk.caller.caller_id.value if talk.caller.caller_id.kind == "e164" else None


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
