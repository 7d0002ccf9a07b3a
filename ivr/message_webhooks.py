"""Twilio's webhooks about text messages: how ours fare, and what people write to us by SMS and WhatsApp."""

from typing import Final

import structlog
from flask import Blueprint, Response

from callbacks.dialler.by_message import called_by_message
from callbacks.dialler.withdrawn_by_message import withdrawn_by_message
from callbacks.receiving import receive
from callbacks.undelivered import owner_learns
from cases.arrived import Arrived, readable
from cases.caller_id import parse_caller_id
from cases.channel import Channel
from cases.message import message_fares
from ivr.incoming import Incoming, is_sid
from ivr.signed_request import signed_request
from ivr.voice_board import VoiceBoard
from records.database import writing
from records.errors import RecordsUnavailable
from telephony.text_message import WHATSAPP

log = structlog.get_logger(__name__)

NO_ANSWER: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
MOST_MEDIA: Final = 10
LONGEST_URL: Final = 400


def message_webhooks(voice: VoiceBoard) -> Blueprint:
    """Everything under `/messages`."""
    edge = Blueprint("messages", __name__, url_prefix="/messages")
    edge.add_url_rule("/status", "status", lambda: _status(voice.at_present()), methods=["POST"])
    edge.add_url_rule("/inbound", "inbound", lambda: _inbound(voice.at_present()), methods=["POST"])
    return edge


def _status(voice: VoiceBoard) -> Response:
    """How a message of ours fares. 503 where it cannot be written down: it may be told again."""
    incoming = signed_request(voice)
    fields, code = incoming.fields, incoming.fields.get("ErrorCode", "")
    message = incoming.query.get("m", "")
    try:
        with writing(voice.database) as session:
            message_fares(
                session,
                message,
                sid=fields.get("MessageSid", ""),
                status=fields.get("MessageStatus", ""),
                code=int(code) if code.isascii() and code.isdigit() and len(code) < 9 else None,
                now=voice.clock(),
            )
            owner_learns(session, message, voice.clock())
    except RecordsUnavailable as trouble:
        log.warning("message_status_not_kept", why=str(trouble))
        return Response(status=503)
    return Response(status=204)


def _inbound(voice: VoiceBoard) -> Response:
    """Somebody writes to us. 503 where it cannot be kept: Twilio's fallback URL, if there is one, asks again."""
    arrived = _arrived(voice, signed_request(voice))
    if arrived is None:
        return _no_answer()
    try:
        if not called_by_message(voice, arrived) and not withdrawn_by_message(voice, arrived):
            receive(voice, arrived)
    except RecordsUnavailable as trouble:
        log.warning("message_not_kept", message=arrived.id, why=str(trouble))
        return Response(status=503)
    return _no_answer()


def _arrived(voice: VoiceBoard, incoming: Incoming) -> Arrived | None:
    """What a person wrote; None where nobody did who could be answered: a bank's letters, a short number."""
    fields = incoming.fields
    sender, name = fields.get("From", ""), fields.get("MessageSid", "")
    channel: Channel = "whatsapp" if sender.startswith(WHATSAPP) else "sms"
    caller = parse_caller_id(sender.removeprefix(WHATSAPP))
    if caller.kind != "e164" or not is_sid(name) or caller.value in voice.our_numbers:
        log.warning("message_from_nobody", message=name[:64], kind=caller.kind)
        return None
    return Arrived(
        id=name,
        channel=channel,
        sender=caller.value,
        to_address=readable(fields.get("To", "").removeprefix(WHATSAPP))[:254] or None,
        body=readable(fields.get("Body", "")),
        media=_media(fields),
        received_at=voice.clock(),
    )


def _media(fields: dict[str, str]) -> tuple[str, ...]:
    """Links to what came with it; they lead to Twilio, who asks for our credentials before it shows anything."""
    urls = (fields.get(f"MediaUrl{number}", "") for number in range(MOST_MEDIA))
    return tuple(url for url in urls if url.startswith("https://") and len(url) <= LONGEST_URL)


def _no_answer() -> Response:
    return Response(NO_ANSWER, content_type="text/xml; charset=utf-8")
