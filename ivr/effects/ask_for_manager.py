"""A request for a manager goes on record, with its reason, and is an escalation: whoever answers it says so there."""

import structlog

from callbacks.noting import note
from cases.manager_request import UNSTATED, ask_for_manager
from escalations.asked import Request
from escalations.deciding import decide
from ivr.language.escalate import AskForManager
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import writing
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)


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
    _is_escalated(voice, talk, effect)
    step = f"{conversation.call}:{conversation.step}"
    note(voice, "manager_asked", conversation.call, {"reason": effect.reason}, once=step)
    return Outcome(way="asked", progress=True)


def _is_escalated(voice: VoiceBoard, talk: Talk, effect: AskForManager) -> None:
    """They are put in line for a manager whatever becomes of this."""
    conversation = talk.conversation
    request = Request(
        once=f"flow:{talk.once}",
        trigger="caller_asked",
        by="caller",
        call=conversation.call,
        case_number=conversation.case,
        customer_id=conversation.customer,
        reason=None if effect.reason == UNSTATED else effect.reason,
        wants="lead",
        waits=True,
    )
    try:
        decide(voice, request)
    except RecordsUnavailable as trouble:
        log.warning("escalation_not_on_record", call=conversation.call, why=str(trouble))
