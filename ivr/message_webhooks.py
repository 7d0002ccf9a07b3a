"""Twilio's webhooks about text messages: how ours fare, and what people write to us."""

from typing import Final

import structlog
from flask import Blueprint, Response

from cases.caller_id import parse_caller_id
from cases.message import message_fares
from cases.opt_out import opt_in, opt_out, wish_in
from ivr.signed_request import signed_request
from ivr.voice_board import VoiceBoard
from records.database import writing
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

NO_ANSWER: Final = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def message_webhooks(voice: VoiceBoard) -> Blueprint:
    """Everything under `/messages`."""
    edge = Blueprint("messages", __name__, url_prefix="/messages")
    edge.add_url_rule("/status", "status", lambda: _status(voice), methods=["POST"])
    edge.add_url_rule("/inbound", "inbound", lambda: _inbound(voice), methods=["POST"])
    return edge


def _status(voice: VoiceBoard) -> Response:
    """How a message of ours fares. 503 where it cannot be written down: it may be told again."""
    incoming = signed_request(voice)
    fields, code = incoming.fields, incoming.fields.get("ErrorCode", "")
    try:
        with writing(voice.database) as session:
            message_fares(
                session,
                incoming.query.get("m", ""),
                sid=fields.get("MessageSid", ""),
                status=fields.get("MessageStatus", ""),
                code=int(code) if code.isascii() and code.isdigit() and len(code) < 9 else None,
                now=voice.clock(),
            )
    except RecordsUnavailable as trouble:
        log.warning("message_status_not_kept", why=str(trouble))
        return Response(status=503)
    return Response(status=204)


def _inbound(voice: VoiceBoard) -> Response:
    """Somebody writes to us. Whether they want messages is obeyed; the network itself answers such words."""
    fields = signed_request(voice).fields
    sender, wish = parse_caller_id(fields.get("From", "")), wish_in(fields.get("Body", ""))
    if sender.kind == "e164" and wish is not None:
        try:
            with writing(voice.database) as session:
                if wish == "stop":
                    opt_out(session, sender.value, how="message", now=voice.clock())
                else:
                    opt_in(session, sender.value)
        except RecordsUnavailable as trouble:
            log.warning("wish_not_kept", why=str(trouble))
            return Response(status=503)
    return Response(NO_ANSWER, content_type="text/xml; charset=utf-8")
