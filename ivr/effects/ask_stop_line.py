"""A field worker proves who they are, and the register answers; each answer is kept before it is spoken."""

from callbacks.noting import note
from cases.stop_line import answer_stop_line
from ivr.language.field_worker import CheckFieldWorker
from ivr.language.move import Outcome
from ivr.language.stop_line import AskRegister
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from records.guess import count_guess, is_locked
from staff.field_worker import PIN_GUESSES, is_field_worker


def check_field_worker(voice: VoiceBoard, talk: Talk, effect: CheckFieldWorker) -> Outcome:
    """Right or wrong is found out before the pen is taken: a PIN takes its time."""
    with reading(voice.database) as session:
        right = is_field_worker(session, effect.worker, effect.pin, secret=voice.secret)
    subject = f"field:{effect.worker}"
    with writing(voice.database) as session:
        if is_locked(session, subject, PIN_GUESSES, talk.now):
            return Outcome(way="locked")
        count_guess(session, subject, once=f"field:{talk.once}", right=right, now=talk.now)
    return Outcome(way="right" if right else "wrong", progress=right)


def ask_register(voice: VoiceBoard, talk: Talk, effect: AskRegister) -> Outcome:
    conversation = talk.conversation
    with writing(voice.database) as session:
        given = answer_stop_line(
            session,
            once=talk.once,
            call=conversation.call,
            worker_id=effect.worker,
            subscriber=effect.subscriber,
            now=talk.now,
        )
        said = given.answer
    told = {"worker": effect.worker, "answer": said}
    note(voice, "stop_line_answered", conversation.call, told, once=f"{conversation.call}:{conversation.step}")
    return Outcome(way=said, progress=True)
