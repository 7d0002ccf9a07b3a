"""A voicemail is put on a case, and calling back is promised before the caller hears of it."""

from datetime import timedelta
from typing import Final

from sqlalchemy.orm import Session

from callbacks.dialler.returning import Announced, promise_a_return, return_voicemail
from callbacks.noting import note
from cases.case import Case
from cases.promise import Promise
from cases.voicemail import Voicemail, voicemail_of
from ivr.effects.calling_back import Within, case_of, number_of, told
from ivr.effects.consenting import keep_what_was_heard
from ivr.language.move import Outcome
from ivr.language.voicemail import KeepVoicemail
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import writing

REASON: Final = "voicemail"
"""Why such a case was opened."""


def keep_voicemail(voice: VoiceBoard, talk: Talk, effect: KeepVoicemail) -> Outcome:
    call = talk.conversation.call
    with writing(voice.database) as session:
        row = voicemail_of(session, effect.recording, call=call, now=talk.now)
        case = case_of(voice, session, talk, reason=REASON)
        keep_what_was_heard(voice, session, talk, recording=effect.recording, heard=effect.heard)
        if row.left_at is None:
            _leave(voice, session, talk, effect, row, case)
        promise = session.get(Promise, row.promise_id) if row.promise_id else None
        number, customer = row.case_number or case.number, case.customer_id
    values = {"due": told(voice, _within(effect), promise.due_at)} if promise is not None else {}
    happened = {"recording": effect.recording, "seconds": effect.seconds, "case": number}
    note(voice, "voicemail_left", call, happened, once=effect.recording)
    note(voice, "identified", call, {"customer": customer, "case": number}, once=effect.recording)
    return Outcome(way="left", values=values, progress=True, changed=talk.conversation.about(number, customer))


def _leave(voice: VoiceBoard, session: Session, talk: Talk, effect: KeepVoicemail, row: Voicemail, case: Case) -> None:
    row.left_at, row.seconds = talk.now, effect.seconds
    row.phone, row.queue = number_of(talk), effect.queue
    row.case_number, row.customer_id = case.number, case.customer_id
    if row.phone is not None:
        row.promise_id = _called_back(voice, session, talk, effect, row)


def _called_back(voice: VoiceBoard, session: Session, talk: Talk, effect: KeepVoicemail, row: Voicemail) -> int:
    """The call they are promised, to be made by us; where the centre wants none, or does not call their number, the
    promise alone: whoever has the case sees to it."""
    announced = Announced(what=effect.promise, who="caller", language=talk.conversation.language, owner=effect.owner,
                within=timedelta(hours=effect.within_hours), calendar=effect.hours)  # fmt: skip
    made = return_voicemail(session, voice, row, place_at=talk.now, announced=announced)
    if made is not None:
        return made.callback.promise_id
    return promise_a_return(session, voice, row, announced=announced, now=talk.now).id


def _within(effect: KeepVoicemail) -> Within:
    return Within(calendar=effect.hours, hours=effect.within_hours)
