"""A number that does not call us itself proves that it is the caller's: by a code in a text message, if policy says."""

import hashlib
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cases.message import CODE_PLACE, Draft, MessageRow, write_message
from cases.number_on_record import takes_messages
from cases.one_time_code import is_the_code
from cases.opt_out import is_opted_out
from cases.verification import CODE_LIVES
from ivr.voice_board import VoiceBoard
from records.database import reading, writing

CODE: Final = "callback_code"
"""Marks such messages in the outbox, beside the templates."""
MOST_CODES: Final = 3
CODES_IN: Final = timedelta(hours=1)
"""So many codes to one number: nobody's telephone is filled with messages by somebody else's calls."""


def needs_a_code(voice: VoiceBoard, *, calling: str, phone: str) -> bool:
    return voice.dialler.making.code_for_other_number and phone != calling


def sends_a_code(voice: VoiceBoard, *, call: str, phone: str, language: str) -> bool:
    """It stands in the outbox before the caller hears of it; once for a call and number. False where no message may
    arrive there, or too many have. Raises RecordsUnavailable.
    """
    name = _named(call, phone)
    with writing(voice.database) as session:
        if session.get(MessageRow, name) is None and not _may_send(session, voice, phone):
            return False
        body = voice.phrases.text("callback_code_message", language, code=CODE_PLACE)
        draft = Draft(id=name, to_number=phone, body=body, challenge=name, template=CODE, call=call)
        write_message(session, draft, now=voice.clock(), lives_for=CODE_LIVES)
    voice.jobs.send(name)
    return True


def is_their_code(voice: VoiceBoard, *, call: str, phone: str, keyed: str) -> bool:
    """Whether they keyed in what was sent to that number in this call, some minutes ago at most. Raises
    RecordsUnavailable.
    """
    name = _named(call, phone)
    with reading(voice.database) as session:
        sent = session.get(MessageRow, name)
    alive = sent is not None and voice.clock() < sent.written_at + CODE_LIVES
    return is_the_code(voice.secret, name, keyed) and alive


def _may_send(session: Session, voice: VoiceBoard, phone: str) -> bool:
    lately = MessageRow.written_at > voice.clock() - CODES_IN
    sent = select(func.count()).where(MessageRow.to_number == phone, MessageRow.template == CODE, lately)
    few = (session.scalar(sent) or 0) < MOST_CODES
    return few and takes_messages(phone) and not is_opted_out(session, phone)


def _named(call: str, phone: str) -> str:
    return hashlib.sha256(f"{call}:{phone}:{CODE}".encode()).hexdigest()
