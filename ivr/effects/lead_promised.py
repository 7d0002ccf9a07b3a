"""Who asked a flow for a manager is promised a call by one: an escalation, granted by this very call."""

import structlog

from escalations.asked import Request
from escalations.deciding import decide
from ivr.effects.naming import named
from ivr.promising import Promised
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)


def lead_is_promised(voice: VoiceBoard, talk: Talk, promised: Promised) -> None:
    """What was promised stands whatever becomes of the record."""
    conversation = talk.conversation
    request = Request(
        once=f"flow:{named(talk, 'lead')}",
        trigger="caller_asked",
        by="caller",
        call=conversation.call,
        case_number=promised.case,
        customer_id=conversation.customer,
        wants="callback",
        promised=promised.id,
    )
    try:
        decide(voice, request)
    except RecordsUnavailable as trouble:
        log.warning("escalation_not_on_record", call=conversation.call, why=str(trouble))
