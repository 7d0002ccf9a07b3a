"""A rating is kept, with whom the caller had talked to; so is the word left after it."""

from cases.survey import SurveyAnswer, keep_answer, put_word
from cases.voicemail import voicemail_of
from ivr.effects.consenting import keep_what_was_heard
from ivr.language.move import Outcome
from ivr.language.survey import KeepRating, KeepWord
from ivr.talking.conversation import ABOUT_CALL
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.call_record import call_record
from records.database import writing


def keep_rating(voice: VoiceBoard, talk: Talk, effect: KeepRating) -> Outcome:
    conversation = talk.conversation
    with writing(voice.database) as session:
        about = conversation.kept.get(ABOUT_CALL, conversation.call)
        record = call_record(session, about)
        answer = SurveyAnswer(
            once=talk.once,
            survey=effect.survey,
            call=conversation.call,
            customer_id=conversation.customer,
            case_number=conversation.case,
            agent_id=record.agent_id if record else None,
            rating=effect.rating,
            scale=effect.scale,
            language=conversation.language,
            at=talk.now,
        )
        keep_answer(session, answer)
    return Outcome(way="kept", progress=True)


def keep_word(voice: VoiceBoard, talk: Talk, effect: KeepWord) -> Outcome:
    """The recording is spoken for: nobody takes it for a message that waits to be answered."""
    call = talk.conversation.call
    with writing(voice.database) as session:
        row = voicemail_of(session, effect.recording, call=call, now=talk.now)
        keep_what_was_heard(voice, session, talk, recording=effect.recording, heard=effect.heard)
        row.left_at, row.seconds = row.left_at or talk.now, effect.seconds
        row.case_number, row.customer_id = talk.conversation.case, talk.conversation.customer
        put_word(session, call=call, survey=effect.survey, recording=effect.recording)
    return Outcome(way="kept")
