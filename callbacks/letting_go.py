"""What was still open with somebody who is to be forgotten ends: nobody is called, written to or owed anything then."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.life import ends
from callbacks.flow_call import FlowCall, is_over
from callbacks.mail.letter import letter_name
from cases.case import Case
from cases.conversation_recording import ConversationRecording
from cases.message import MessageRow
from cases.promise import Promise, end_promise
from cases.survey import SurveyAnswer
from cases.voicemail import Voicemail
from records.journal import EventRow
from records.person import Person

OUTCOME: Final = "forgotten"
RECORDED: Final = ("recording", "voicemail_left", "room_recording")


def let_go(session: Session, person: Person, now: datetime) -> None:
    """Their cases are closed, promises released, callbacks and flow calls given up, messages not sent."""
    for promise in session.scalars(select(Promise.id).where(Promise.case_number.in_(person.cases))).all():
        end_promise(session, promise, "released", now)
    for call in session.scalars(select(FlowCall).where(_theirs(FlowCall, person), FlowCall.state != "over")):
        is_over(call, OUTCOME, now)
    for callback in session.scalars(select(Callback).where(_theirs(Callback, person), NOT_OVER)):
        ends(session, callback, "released", why=OUTCOME, now=now)
    for message in session.scalars(select(MessageRow).where(_written_to(person), MessageRow.state == "written")):
        message.state, message.settled_at = "refused", now
    session.flush()
    closed = {"status": "closed", "closed_at": now, "wrap_up_missing": False}
    session.execute(update(Case).where(Case.number.in_(person.cases), Case.status == "open").values(closed))


def recordings_of(session: Session, person: Person) -> set[str]:
    """By the network's names: messages they left, conversations, words after a survey, what the journal heard of."""
    left = or_(Voicemail.customer_id.in_(person.customers), Voicemail.call.in_(person.calls))
    found = set(session.scalars(select(Voicemail.recording).where(left)))
    recorded = select(ConversationRecording.recording).where(ConversationRecording.call.in_(person.calls))
    found |= set(session.scalars(recorded))
    answers = select(SurveyAnswer.recording).where(SurveyAnswer.call.in_(person.calls))
    found |= {recording for recording in session.scalars(answers) if recording}
    told = select(EventRow.data).where(EventRow.call.in_(person.calls), EventRow.kind.in_(RECORDED))
    return found | {str(data["recording"]) for data in session.scalars(told) if data.get("recording")}


def letters_to(session: Session, person: Person) -> set[str]:
    """Names of the letters we wrote to them."""
    written = select(MessageRow.id).where(_written_to(person), MessageRow.channel == "email")
    return {letter_name(message) for message in session.scalars(written)}


def _theirs(table: type[FlowCall] | type[Callback], person: Person) -> ColumnElement[bool]:
    return or_(
        table.customer_id.in_(person.customers),
        table.case_number.in_(person.cases),
        and_(table.customer_id.is_(None), table.phone.in_(person.addresses)),
    )


def _written_to(person: Person) -> ColumnElement[bool]:
    return or_(
        MessageRow.customer_id.in_(person.customers),
        MessageRow.case_number.in_(person.cases),
        MessageRow.call.in_(person.calls),
        MessageRow.to_number.in_(person.addresses),
        MessageRow.to_email.in_(person.addresses),
    )
