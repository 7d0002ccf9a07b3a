"""A request for a manager goes on record, with its reason."""

from callbacks.noting import note
from cases.manager_request import ask_for_manager
from ivr.language.escalate import AskForManager
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import writing


def put_manager_request_on_record(voice: VoiceBoard, talk: Talk, effect: AskForManager) -> Outcome:
    conversation = talk.conversation
    with writing(voice.database) as session:
        ask_for_manager(
            session,
            once=talk.once,
            call=conversation.call,
            customer_id=conversation.customer,
            case_number=conversation.case,
            reason=effect.reason,
            now=talk.now,
        )
    step = f"{conversation.call}:{conversation.step}"
    note(voice, "manager_asked", conversation.call, {"reason": effect.reason}, once=step)
    return Outcome(way="asked", progress=True)
