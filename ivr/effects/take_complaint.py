"""A complaint becomes a case, and what is promised about it is written down before anybody says so."""

from datetime import timedelta

from sqlalchemy.orm import Session

from callbacks.noting import note
from cases.case import Case
from cases.complaint import promise_answer, take_complaint
from ivr.language.complaint import TakeComplaint
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import writing


def put_complaint_on_record(voice: VoiceBoard, talk: Talk, effect: TakeComplaint) -> Outcome:
    conversation = talk.conversation
    with writing(voice.database) as session:
        case = take_complaint(
            session,
            call=conversation.call,
            customer_id=conversation.customer,
            phone=talk.caller.caller_id.value or None,
            now=talk.now,
            new_id=voice.new_id,
        )
        values = {"complaint": case.number, **_promised(session, talk, effect, case)}
        customer = case.customer_id
    note(voice, "complained", conversation.call, {"case": values["complaint"]}, once=conversation.call)
    about = conversation.about(values["complaint"], customer)
    return Outcome(way="taken", values=values, progress=True, changed=about)


def _promised(session: Session, talk: Talk, effect: TakeComplaint, case: Case) -> dict[str, str]:
    if effect.promise is None:
        return {}
    within = timedelta(hours=effect.within_hours)
    promise = promise_answer(session, case, what=effect.promise, within=within, now=talk.now)
    return {"due": promise.due_at.isoformat()}
