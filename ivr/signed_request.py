"""The request at hand, if it is really Twilio's and about this account."""

import structlog
from flask import abort, request

from ivr.incoming import LONGEST_BODY, Incoming, read_request
from ivr.voice_board import VoiceBoard

log = structlog.get_logger(__name__)


def signed_request(voice: VoiceBoard) -> Incoming:
    """The request, or 403 with nothing written: unsigned, wrongly signed, or for another account."""
    if (request.content_length or 0) > LONGEST_BODY:
        abort(413)
    incoming = read_request(request)
    if not voice.signatures.accepts(
        incoming.target, incoming.pairs, incoming.signature, incoming.body, incoming.content_type
    ):
        log.warning(
            "webhook_refused", path=request.path, why="signature", hint="is SAHIP_PUBLIC_URL what Twilio calls?"
        )
        abort(403)
    if incoming.fields.get("AccountSid") != voice.account_sid:
        log.warning("webhook_refused", path=request.path, why="another account")
        abort(403)
    return incoming
