"""/IncomingPhoneNumbers: the account's numbers, buying and releasing them, and the URLs they ask."""

from typing import Any

from flask import Blueprint, Response, request

from simulator.account import OwnNumber
from simulator.exchange import Exchange
from simulator.lines.numbering import KINDS, kind_of
from simulator.rest import form
from simulator.rest.creating import create
from simulator.rest.errors import not_found
from simulator.rest.number_form import bought, changed
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

CONSTANT: dict[str, Any] = {
    "voice_receive_mode": "voice",
    "beta": False,
    "origin": "twilio",
    "status": "in-use",
    "address_requirements": "none",
    "emergency_status": "Inactive",
    "emergency_address_status": "unregistered",
    "trunk_sid": None,
    "address_sid": None,
    "identity_sid": None,
    "bundle_sid": None,
    "emergency_address_sid": None,
}
KEPT = ("voice_method", "status_callback", "status_callback_method", "voice_url", "voice_caller_id_lookup")
KEPT_SMS = ("sms_url", "sms_method", "sms_fallback_url", "sms_fallback_method")


def numbers_api(sim: Simulator) -> Blueprint:
    api = Blueprint("numbers", __name__)
    for path, kind in (("", ""), *((f"/{path}", kind) for path, kind in KINDS.items())):
        _register_list(api, sim, path, kind)

    @api.get("/IncomingPhoneNumbers/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        return number_json(sim.exchange, find_number(sim.exchange, sid))

    @api.post("/IncomingPhoneNumbers/<sid>.json")
    def change(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        known = find_number(x, sid)
        x.numbers[known.number] = changed(x, known)
        return number_json(x, x.numbers[known.number])

    @api.delete("/IncomingPhoneNumbers/<sid>.json")
    def release(account: str, sid: str) -> tuple[str, int]:
        del sim.exchange.numbers[find_number(sim.exchange, sid).number]
        return "", 204

    return api


def _register_list(api: Blueprint, sim: Simulator, path: str, kind: str) -> None:
    """The list of all numbers, and the lists of one kind: these show the same fields but `type`."""
    hidden = ("type",) if kind else ()

    def render(own: OwnNumber) -> dict[str, Any]:
        return {name: value for name, value in number_json(sim.exchange, own).items() if name not in hidden}

    def index(account: str) -> dict[str, Any]:
        return page_of("incoming_phone_numbers", _listed(sim.exchange, kind), render)

    def buy(account: str) -> Response:
        return create(sim, lambda: render(_buy(sim.exchange, kind)))

    api.add_url_rule(f"/IncomingPhoneNumbers{path}.json", f"index_{kind}", index)
    api.add_url_rule(f"/IncomingPhoneNumbers{path}.json", f"buy_{kind}", buy, methods=["POST"])


def find_number(x: Exchange, sid: str) -> OwnNumber:
    found = next((own for own in x.numbers.values() if own.sid == sid), None)
    if found is None:
        raise not_found(f"/IncomingPhoneNumbers/{sid}.json")
    return found


def _buy(x: Exchange, kind: str) -> OwnNumber:
    number = bought(x, kind)
    known = OwnNumber(sid=x.ids.new("PN"), number=number, kind=kind or kind_of(number), created_at=x.kernel.now())
    own = x.numbers[number] = changed(x, known)
    x.tell("note", f"the account has the number {number}")
    return own


def _listed(x: Exchange, kind: str) -> list[OwnNumber]:
    """`PhoneNumber` may be a part of the number, with * for any digits."""
    part, name = request.args.get("PhoneNumber", "").strip("*"), request.args.get("FriendlyName")
    shown = request.args.get("Origin", "twilio") == "twilio" and request.args.get("Beta", "false").lower() != "true"
    return [
        own
        for own in reversed(x.numbers.values())
        if shown
        and kind in ("", own.kind)
        and all(piece in own.number for piece in part.split("*"))
        and name in (None, own.friendly_name or own.number)
    ]


def number_json(x: Exchange, own: OwnNumber) -> dict[str, Any]:
    """A number as REST shows it."""
    return {
        **CONSTANT,
        "sid": own.sid,
        "account_sid": x.account.sid,
        "phone_number": own.number,
        "friendly_name": own.friendly_name or own.number,
        **{name: getattr(own, name) for name in (*KEPT, *KEPT_SMS)},
        "voice_fallback_url": own.fallback_url,
        "voice_fallback_method": own.fallback_method,
        "voice_application_sid": own.voice_application_sid or None,
        "sms_application_sid": own.sms_application_sid or None,
        "api_version": API_VERSION,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "type": own.kind,
        "date_created": rfc2822(own.created_at),
        "date_updated": rfc2822(own.updated_at or own.created_at),
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}/IncomingPhoneNumbers/{own.sid}.json",
        **{form.snake(name): value or None for name, value in own.noted},
    }
