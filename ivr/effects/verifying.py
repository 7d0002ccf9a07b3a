"""A caller is verified: a code goes to the number on record, or their PIN is asked; answers are counted."""

from sqlalchemy.orm import Session

from cases.message import Draft, write_message
from cases.number_on_record import number_on_record
from cases.one_time_code import is_the_code
from cases.pin import has_pin, is_the_pin
from cases.verification import (
    CODE_LIVES,
    Asker,
    Challenge,
    answer_challenge,
    begin_challenge,
    has_had_many_codes,
    is_locked,
    present_challenge,
)
from ivr.effects.naming import named
from ivr.language.move import Outcome
from ivr.language.verify import BeginVerification, CheckAnswer
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import reading, serialise, writing


def begin_verification(voice: VoiceBoard, talk: Talk, effect: BeginVerification) -> Outcome:
    """The code stands in the outbox before the caller hears of it."""
    name = named(talk, "challenge")
    with writing(voice.database) as session:
        serialise(session, f"verification:{effect.customer}")
        begun = session.get(Challenge, name)
        way = begun.by if begun else _begun(voice, session, talk, effect)
    if way == "code":
        voice.jobs.send(name)
    return Outcome(way=way, progress=way in ("code", "pin"))


def _begun(voice: VoiceBoard, session: Session, talk: Talk, effect: BeginVerification) -> str:
    now, name = voice.clock(), named(talk, "challenge")
    asker = Asker(customer_id=effect.customer, call=talk.conversation.call)
    if is_locked(session, effect.customer, now):
        return "locked"
    if effect.pin and has_pin(session, effect.customer):
        begin_challenge(session, asker, name=name, by="pin", phone=None, now=now)
        return "pin"
    phone = number_on_record(session, effect.customer, calling=talk.caller.caller_id.value)
    if effect.code_message is None or phone is None:
        return "no_way"
    if has_had_many_codes(session, effect.customer, now):
        return "locked"
    begin_challenge(session, asker, name=name, by="code", phone=phone, now=now)
    draft = Draft(id=name, to_number=phone, body=effect.code_message, challenge=name, customer_id=effect.customer,
                  call=asker.call)  # fmt: skip
    write_message(session, draft, now=now, lives_for=CODE_LIVES)
    return "code"


def check_answer(voice: VoiceBoard, talk: Talk, effect: CheckAnswer) -> Outcome:
    """Right or wrong is found out before the pen is taken: a PIN takes its time."""
    asker = Asker(customer_id=effect.customer, call=talk.conversation.call)
    right = _is_right(voice, asker, effect)
    with writing(voice.database) as session:
        result = answer_challenge(session, asker, name=named(talk, "answer"), right=right, now=voice.clock())
    return Outcome(way=result, progress=result == "right")


def _is_right(voice: VoiceBoard, asker: Asker, effect: CheckAnswer) -> bool:
    with reading(voice.database) as session:
        if effect.by == "pin":
            return is_the_pin(session, customer_id=effect.customer, digits=effect.answer, secret=voice.secret)
        challenge = present_challenge(session, asker)
    same = is_the_code(voice.secret, challenge.id if challenge else "", effect.answer)
    alive = challenge is not None and challenge.by == "code" and voice.clock() < challenge.expires_at
    return same and alive
