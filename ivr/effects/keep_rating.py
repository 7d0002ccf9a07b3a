"""A rating is kept, with whom the caller had talked to."""

from cases.survey import SurveyAnswer, keep_answer
from ivr.language.move import Outcome
from ivr.language.survey import WORD, KeepRating
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.call_record import call_record
from records.database import writing


def keep_rating(voice: VoiceBoard, talk: Talk, effect: KeepRating) -> Outcome:
    conversation = talk.conversation
    with writing(voice.database) as session:
        record = call_record(session, conversation.call)
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
    return Outcome(way="kept", progress=True, changed=talk.at(phase=WORD) if effect.word else None)
