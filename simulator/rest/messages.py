"""/Messages: send, look up, schedule, cancel, empty and delete text messages."""

from typing import Any

from flask import Blueprint, Response, request

from simulator.exchange import Exchange
from simulator.messages.message import UNDER_WAY, Message
from simulator.messages.post import send_message
from simulator.rest import form
from simulator.rest.creating import create
from simulator.rest.days import in_days
from simulator.rest.errors import RestError, bad_request, not_found
from simulator.rest.message_order import read_message
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION


def messages_api(sim: Simulator) -> Blueprint:
    api = Blueprint("messages", __name__)

    @api.post("/Messages.json")
    def make(account: str) -> Response:
        return create(sim, lambda: _send(sim.exchange))

    @api.get("/Messages.json")
    def index(account: str) -> dict[str, Any]:
        return page_of("messages", _listed(sim.exchange), lambda one: message_json(sim.exchange, one))

    @api.get("/Messages/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        return message_json(sim.exchange, find_message(sim.exchange, sid))

    @api.post("/Messages/<sid>.json")
    def change(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        return message_json(x, _change(x, find_message(x, sid)))

    @api.delete("/Messages/<sid>.json")
    def delete(account: str, sid: str) -> tuple[str, int]:
        _check_over(found := find_message(sim.exchange, sid))
        del sim.exchange.messages[found.sid]
        return "", 204

    @api.post("/Messages/<sid>/Feedback.json")
    def feedback(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        return _feedback_json(x, find_message(x, sid), form.choice("Outcome", "confirmed", "confirmed", "unconfirmed"))

    return api


def find_message(x: Exchange, sid: str) -> Message:
    if sid not in x.messages:
        raise not_found(f"/Messages/{sid}.json")
    return x.messages[sid]


def _send(x: Exchange) -> dict[str, Any]:
    """The answer shows the message as it was accepted, whatever becomes of it in the same moment."""
    message = read_message(x)
    send_message(x, message)
    return message_json(x, message)


def _listed(x: Exchange) -> list[Message]:
    wanted = {"to": request.args.get("To"), "from_": request.args.get("From")}
    return [
        one
        for one in reversed(x.messages.values())
        if all(value in (None, getattr(one, name)) for name, value in wanted.items())
        and in_days("DateSent", one.sent_at)
    ]


def _change(x: Exchange, message: Message) -> Message:
    """Cancel what is scheduled, or take the text out of what is over and done with."""
    if form.given("Status"):
        form.choice("Status", "", "canceled")
        if message.status != "scheduled":
            raise bad_request(30409, "Only a scheduled message can be canceled")
        message.status, message.updated_at = "canceled", x.kernel.now()
    elif form.text("Body"):
        raise bad_request(20001, "Body can only be emptied")
    elif form.given("Body"):
        _check_over(message)
        message.body, message.updated_at = "", x.kernel.now()
    return message


def _check_over(message: Message) -> None:
    if message.status in UNDER_WAY:
        raise RestError(409, 20009, "The message is still under way; only a finished one can be changed or deleted")


def _feedback_json(x: Exchange, message: Message, outcome: str) -> dict[str, Any]:
    now = rfc2822(x.kernel.now())
    return {
        "account_sid": x.account.sid,
        "message_sid": message.sid,
        "outcome": outcome,
        "date_created": now,
        "date_updated": now,
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}/Messages/{message.sid}/Feedback.json",
    }


def message_json(x: Exchange, one: Message) -> dict[str, Any]:
    """A message as REST shows it."""
    uri = f"/{API_VERSION}/Accounts/{x.account.sid}/Messages/{one.sid}"
    return {
        "sid": one.sid,
        "account_sid": x.account.sid,
        "api_version": API_VERSION,
        "from": one.from_ or None,
        "to": one.to,
        "body": one.body,
        "status": one.status,
        "direction": one.direction,
        "num_segments": str(one.segments),
        "num_media": str(len(one.media)),
        "messaging_service_sid": one.service or None,
        "error_code": one.error_code or None,
        "error_message": one.error_text or None,
        "price": None,
        "price_unit": "USD",
        "date_created": rfc2822(one.created_at),
        "date_sent": rfc2822(one.sent_at),
        "date_updated": rfc2822(one.updated_at or one.created_at),
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }
