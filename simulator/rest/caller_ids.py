"""/OutgoingCallerIds: numbers of others that were verified, so that calls may come from them."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request

from simulator.account import CallerId
from simulator.exchange import Exchange
from simulator.lines.validation_call import Validation, call_to_validate
from simulator.rest import form
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION


def caller_ids_api(sim: Simulator) -> Blueprint:
    api = Blueprint("caller_ids", __name__)

    @api.post("/OutgoingCallerIds.json")
    def validate(account: str) -> dict[str, Any]:
        return _validate(sim.exchange)

    @api.get("/OutgoingCallerIds.json")
    def index(account: str) -> dict[str, Any]:
        return page_of("outgoing_caller_ids", _listed(sim.exchange), lambda one: _json(sim.exchange, one))

    @api.get("/OutgoingCallerIds/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        return _json(sim.exchange, _find(sim.exchange, sid))

    @api.post("/OutgoingCallerIds/<sid>.json")
    def change(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        known = _find(x, sid)
        named = form.text("FriendlyName", known.friendly_name)
        x.caller_ids[sid] = replace(known, friendly_name=named, updated_at=x.kernel.now())
        return _json(x, x.caller_ids[sid])

    @api.delete("/OutgoingCallerIds/<sid>.json")
    def delete(account: str, sid: str) -> tuple[str, int]:
        del sim.exchange.caller_ids[_find(sim.exchange, sid).sid]
        return "", 204

    return api


def _find(x: Exchange, sid: str) -> CallerId:
    if sid not in x.caller_ids:
        raise not_found(f"/OutgoingCallerIds/{sid}.json")
    return x.caller_ids[sid]


def _listed(x: Exchange) -> list[CallerId]:
    wanted = {"number": request.args.get("PhoneNumber"), "friendly_name": request.args.get("FriendlyName")}
    return [
        one
        for one in reversed(x.caller_ids.values())
        if all(value in (None, getattr(one, name)) for name, value in wanted.items())
    ]


def _validate(x: Exchange) -> dict[str, Any]:
    """Twilio calls the number; whoever answers is to key in the code shown here."""
    number = form.text("PhoneNumber")
    if not form.E164.fullmatch(number):
        raise bad_request(21401, f"Invalid phone number: {number}")
    if any(one.number == number for one in x.caller_ids.values()):
        raise bad_request(21450, f"{number} is already verified")
    form.integer("CallDelay", 0, 0, 60)
    validation = Validation(
        number=number,
        friendly_name=form.text("FriendlyName", number),
        code=str(int(x.ids.new(""), 16) % 900_000 + 100_000),
        callback=form.url(x, "StatusCallback"),
        method=form.method("StatusCallbackMethod"),
    )
    call = call_to_validate(x, validation)
    return {
        "account_sid": x.account.sid,
        "call_sid": call.sid,
        "friendly_name": validation.friendly_name,
        "phone_number": number,
        "validation_code": validation.code,
    }


def _json(x: Exchange, one: CallerId) -> dict[str, Any]:
    return {
        "sid": one.sid,
        "account_sid": x.account.sid,
        "friendly_name": one.friendly_name,
        "phone_number": one.number,
        "date_created": rfc2822(one.created_at),
        "date_updated": rfc2822(one.updated_at),
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}/OutgoingCallerIds/{one.sid}.json",
    }
