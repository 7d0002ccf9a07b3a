"""/Messages: send and look up text messages."""

from typing import Any

from flask import Blueprint, Response, request

from simulator.exchange import Exchange
from simulator.message import Message, send_message
from simulator.rest import form
from simulator.rest.creating import create
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

LONGEST_BODY = 1600


def messages_api(sim: Simulator) -> Blueprint:
    api = Blueprint("messages", __name__)

    @api.post("/Messages.json")
    def make(account: str) -> Response:
        with sim.exchange.kernel.lock:
            return create(sim, lambda: _send(sim.exchange))

    @api.get("/Messages.json")
    def index(account: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            found = [one for one in x.messages.values() if request.args.get("To", one.to) == one.to]
            return page_of("messages", found[::-1], lambda one: _message_json(x, one))

    @api.get("/Messages/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            if sid not in x.messages:
                raise not_found(f"/Messages/{sid}.json")
            return _message_json(x, x.messages[sid])

    return api


def _send(x: Exchange) -> dict[str, Any]:
    to, body = form.text("To"), form.text("Body")
    if not to:
        raise bad_request(21604, "A 'To' phone number is required")
    if not form.E164.fullmatch(to.removeprefix("whatsapp:")):
        raise bad_request(21211, f"Invalid 'To' Phone Number: {to}")
    if not body or len(body) > LONGEST_BODY:
        raise bad_request(21602 if not body else 21617, f"Body must have 1 to {LONGEST_BODY} characters")
    service = form.text("MessagingServiceSid")
    if not form.text("From") and not service:
        raise bad_request(21603, "A 'From' phone number is required")
    message = Message(
        sid=x.ids.new("SM"),
        from_=form.text("From"),
        to=to,
        body=body,
        created_at=x.kernel.now(),
        callback=form.url(x, "StatusCallback"),
        service=service,
        status="accepted" if service else "queued",
    )
    send_message(x, message)
    return _message_json(x, message)


def _message_json(x: Exchange, one: Message) -> dict[str, Any]:
    uri = f"/{API_VERSION}/Accounts/{x.account.sid}/Messages/{one.sid}"
    return {
        "sid": one.sid,
        "account_sid": x.account.sid,
        "api_version": API_VERSION,
        "from": one.from_ or None,
        "to": one.to,
        "body": one.body,
        "status": one.status,
        "direction": "outbound-api",
        "num_segments": str(one.segments),
        "num_media": "0",
        "messaging_service_sid": one.service or None,
        "error_code": None,
        "error_message": None,
        "price": None,
        "price_unit": "USD",
        "date_created": rfc2822(one.created_at),
        "date_sent": rfc2822(one.sent_at),
        "date_updated": rfc2822(one.sent_at or one.created_at),
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }
