"""A text message is put in the outbox; the worker sends it."""

from sqlalchemy.orm import Session

from cases.message import Draft, write_message
from cases.number_on_record import number_on_record, takes_messages
from cases.opt_out import is_opted_out
from ivr.effects.naming import named
from ivr.language.message import WriteMessage
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import writing


def put_in_outbox(voice: VoiceBoard, talk: Talk, effect: WriteMessage) -> Outcome:
    name, conversation = named(talk, "message"), talk.conversation
    with writing(voice.database) as session:
        phone = _reader(session, talk, effect)
        if phone is None:
            return Outcome(way="not_sent")
        draft = Draft(
            id=name,
            to_number=phone,
            body=effect.text,
            customer_id=conversation.customer,
            case_number=conversation.case,
            call=conversation.call,
        )
        write_message(session, draft, now=voice.clock())
    voice.jobs.send(name)
    return Outcome(way="next")


def _reader(session: Session, talk: Talk, effect: WriteMessage) -> str | None:
    calling = talk.caller.caller_id
    if effect.to == "customer":
        customer = talk.conversation.customer
        return number_on_record(session, customer, calling=calling.value) if customer else None
    readable = calling.kind == "e164" and takes_messages(calling.value)
    return calling.value if readable and not is_opted_out(session, calling.value) else None
