"""The promise to somebody who waits: by when, at which place, by whom."""

import hashlib
from datetime import datetime, timedelta
from math import ceil
from typing import Final

import structlog

from callbacks.dialler.correcting import calls_elsewhere, takes_it_back
from callbacks.dialler.making import offered_window
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted
from callbacks.place import Place
from cases.caller_id import parse_caller_id
from cases.civil_day import ZONE
from cases.identification import Caller
from ivr.arrival import identified
from ivr.incoming import Incoming
from ivr.names import agent_name
from ivr.promising import Promised, promise_to_call, text_to
from ivr.queue_facts import wait_of
from ivr.voice_board import VoiceBoard
from ivr.waiting_asking import Asking
from ivr.waiting_line import plan_of
from records.database import reading, writing
from records.errors import RecordsUnavailable
from routing.call_on_floor import CallOnFloor
from routing.plan import Plan

log = structlog.get_logger(__name__)

CALLER: Final = "caller"
ROOM_FOR_LONGER: Final = 1.5
"""A wait that takes so much longer than we expect is still within what was promised."""


def hours_until_called(voice: VoiceBoard, place: Place, call: CallOnFloor, owner: str) -> int:
    """So many hours of work: as policy says for owners, or for the line, and never less than they would wait in it."""
    if owner:
        return voice.policy.owner_calls_within_hours
    wait = wait_of(voice, place, call)
    longest = ceil(wait.high_seconds * ROOM_FOR_LONGER / 3600) if wait else 0
    return max(voice.dialler.making.line_within_hours, longest)


def told_locally(voice: VoiceBoard, place: Place, due: datetime) -> str:
    """The moment as words take it, to the minute: local to the queue."""
    calendar = voice.hours.calendars.named.get(voice.policy.queue(place.queue).hours or "")
    return due.astimezone(calendar.zone if calendar else ZONE).isoformat("T", "minutes")


def offered_due(voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, asking: Asking) -> str | None:
    """By when, local to the queue, as words take it; None where they cannot be called, or the books are away."""
    wanted = wanted_in_line(voice, incoming, place, call, asking)
    try:
        with reading(voice.database) as session:
            return told_locally(voice, place, offered_window(session, voice, wanted)[1])
    except (CallbackRefused, RecordsUnavailable) as trouble:
        log.warning("callback_not_offered", call=place.call, why=str(trouble))
        return None


def promised_in_line(
    voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, asking: Asking
) -> Promised | None:
    """In the books; None where they cannot be called, or the books are away."""
    try:
        return promise_to_call(voice, wanted_in_line(voice, incoming, place, call, asking), call=place.call)
    except (CallbackRefused, RecordsUnavailable) as trouble:
        log.warning("callback_not_promised", call=place.call, why=str(trouble))
        return None


def another_number(voice: VoiceBoard, place: Place, asking: Asking) -> bool:
    """They are called at the number they keyed in and confirmed. False where it cannot be written down."""
    try:
        with writing(voice.database) as session:
            return calls_elsewhere(session, asking.callback, asking.number, who=CALLER, now=voice.clock())
    except RecordsUnavailable as trouble:
        log.warning("callback_number_not_changed", call=place.call, why=str(trouble))
        return False


def waits_after_all(voice: VoiceBoard, asking: Asking) -> bool:
    """What was promised a moment ago is released, with the message about it. False where it cannot be, or too late."""
    try:
        with writing(voice.database) as session:
            return takes_it_back(session, asking.callback, who=CALLER, now=voice.clock())
    except RecordsUnavailable as trouble:
        log.warning("callback_not_released", callback=asking.callback, why=str(trouble))
        return False


def wanted_in_line(
    voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, asking: Asking
) -> CallbackWanted:
    """What they asked for, at the place and with the plan they have. Twice in one stay in line it is one call."""
    caller, phone = identified(voice, incoming), asking.number or number_calling(incoming)
    plan = None if asking.owner else plan_of(voice, place, caller)
    return CallbackWanted(
        once=hashlib.sha256(f"{place.call}:{place.round}:callback".encode()).hexdigest(),
        kind="owner" if asking.owner else "line",
        phone=phone,
        queue=voice.policy.queue(place.queue).name,
        what=_what(voice, place, asking),
        who=CALLER,
        case_number=place.case or _case_of(caller, asking.owner),
        customer_id=place.customer,
        language=place.language,
        agent_id=asking.owner or None,
        owner=False,
        within=timedelta(hours=asking.hours),
        asked_at=asking.at,
        place_at=place.since,
        lines=_lines_left(plan, call, (asking.at - place.since).total_seconds()) if plan else (),
        call=place.call,
        calling=number_calling(incoming) or None,
        tell=text_to(number_calling(incoming), phone),
    )


def _case_of(caller: Caller, owner: str) -> str | None:
    """The caller's case whose owner calls them."""
    return next((case.number for case in caller.open_cases if owner and case.owner_id == owner), None)


def number_calling(incoming: Incoming) -> str:
    """The number they call from; empty where it is withheld, or is none."""
    caller = parse_caller_id(incoming.party)
    return caller.value if caller.kind == "e164" else ""


def _what(voice: VoiceBoard, place: Place, asking: Asking) -> str:
    name = agent_name(voice, asking.owner) if asking.owner else None
    if name is None:
        return voice.phrases.text("callback_in_line", place.language)
    return voice.phrases.text("agent_calls_back", place.language, agent=name)


def _lines_left(plan: Plan, call: CallOnFloor, waited: float) -> tuple[tuple[float, str], ...]:
    """The lines opened so far stay open; the others open as much sooner as the caller has waited."""
    opened = [(0.0, line) for line in call.lines]
    later = [(max(0.0, step.after_seconds - waited), step.line) for step in plan.steps if step.line not in call.lines]
    return (*opened, *later)
