"""Calling back is offered to numbers we call, and promised before the caller hears of it."""

from typing import Final

from sqlalchemy.orm import Session

from callbacks.callback import Callback, open_callback, promise_kept_in_mind
from callbacks.dialler.number_policy import numbers_we_call
from callbacks.noting import note
from cases.dialable import dialable
from ivr.effects.calling_back import Within, case_of, due_at, number_of, promised_callback, told
from ivr.effects.naming import named
from ivr.language.callback import NUMBER, OfferCallback, PromiseCallback
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.call_record import call_record
from records.database import writing

REASON: Final = "callback"
"""Why such a case was opened."""


def offer_callback(voice: VoiceBoard, talk: Talk, effect: OfferCallback) -> Outcome:
    phone = _called(voice, effect.keyed if effect.keyed is not None else number_of(talk))
    if phone is None:
        return Outcome(way="other")
    within = Within(calendar=effect.hours, hours=effect.within_hours)
    values = {"due": told(voice, within, due_at(voice, within, talk.now)), "phone": phone}
    return Outcome(way="offer", values=values, kept={NUMBER: phone} if effect.keyed is not None else {})


def promise_callback(voice: VoiceBoard, talk: Talk, effect: PromiseCallback) -> Outcome:
    """A number that is owed a callback already is not owed two: what was promised first stands."""
    phone = _called(voice, effect.phone or number_of(talk))
    if phone is None:
        return Outcome(way="other")
    with writing(voice.database) as session:
        callback = open_callback(session, phone, talk.conversation.case) or _promised(
            voice, session, talk, effect, phone
        )
        due, case, customer = callback.due_at, callback.case_number, callback.customer_id
    call = talk.conversation.call
    note(voice, "callback_promised", call, {"case": case, "due": due.isoformat()}, once=named(talk, "callback"))
    if talk.conversation.case is None:
        note(voice, "identified", call, {"case": case, "customer": customer}, once=named(talk, "callback"))
    within = Within(calendar=effect.hours, hours=effect.within_hours)
    return Outcome(way="promised", values={"due": told(voice, within, due), "phone": phone}, progress=True)


def _called(voice: VoiceBoard, written: str | None) -> str | None:
    """The number, if it is one we call."""
    return dialable(written, numbers_we_call(voice)) if written else None


def _promised(voice: VoiceBoard, session: Session, talk: Talk, effect: PromiseCallback, phone: str) -> Callback:
    case = case_of(voice, session, talk, reason=REASON)
    due = due_at(voice, Within(calendar=effect.hours, hours=effect.within_hours), talk.now)
    promise = promised_callback(
        voice,
        session,
        case,
        what=effect.promise,
        due=due,
        owner=effect.owner,
        now=talk.now,
        calendar=effect.hours,
    )
    record = call_record(session, talk.conversation.call)
    callback = Callback(
        id=named(talk, "callback"),
        phone=phone,
        queue=effect.queue,
        language=talk.conversation.language,
        customer_id=case.customer_id,
        case_number=case.number,
        call=talk.conversation.call,
        place_at=(record.arrived_at if record else None) or talk.now,
    )
    return promise_kept_in_mind(session, promise, callback)
