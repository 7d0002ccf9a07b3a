"""/IncomingPhoneNumbers: the account's numbers and the URLs they ask."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request

from simulator.account import OwnNumber
from simulator.exchange import Exchange
from simulator.rest import form
from simulator.rest.errors import not_found
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.parameters import API_VERSION

URLS = {
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "fallback_url",
    "StatusCallback": "status_callback",
    "SmsUrl": "sms_url",
}
METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "fallback_method",
    "StatusCallbackMethod": "status_callback_method",
}
CONSTANT: dict[str, Any] = {
    "voice_caller_id_lookup": False,
    "voice_receive_mode": "voice",
    "sms_method": "POST",
    "sms_fallback_url": "",
    "sms_fallback_method": "POST",
    "beta": False,
    "origin": "twilio",
    "status": "in-use",
    "address_requirements": "none",
    "emergency_status": "Inactive",
    "emergency_address_status": "unregistered",
}
NEVER_SET = (
    *("voice_application_sid", "sms_application_sid", "trunk_sid", "type", "address_sid", "identity_sid", "bundle_sid"),
    *("emergency_address_sid", "date_created", "date_updated"),
)


def numbers_api(sim: Simulator) -> Blueprint:
    api = Blueprint("numbers", __name__)

    @api.get("/IncomingPhoneNumbers.json")
    def index(account: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            wanted = request.args.get("PhoneNumber", "")
            found = [own for own in x.numbers.values() if wanted in own.number]
            return page_of("incoming_phone_numbers", found, lambda own: _number_json(x, own))

    @api.get("/IncomingPhoneNumbers/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return _number_json(sim.exchange, _find(sim.exchange, sid))

    @api.post("/IncomingPhoneNumbers/<sid>.json")
    def change(account: str, sid: str) -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return _number_json(sim.exchange, _update(sim.exchange, _find(sim.exchange, sid)))

    return api


def _find(x: Exchange, sid: str) -> OwnNumber:
    found = next((own for own in x.numbers.values() if own.sid == sid), None)
    if found is None:
        raise not_found(f"/IncomingPhoneNumbers/{sid}.json")
    return found


def _update(x: Exchange, own: OwnNumber) -> OwnNumber:
    changes = {field: form.url(x, name) for name, field in URLS.items() if form.given(name)}
    changes |= {field: form.method(name) for name, field in METHODS.items() if form.given(name)}
    if form.given("FriendlyName"):
        changes["friendly_name"] = form.text("FriendlyName")
    x.numbers[own.number] = replace(own, **changes)
    return x.numbers[own.number]


def _number_json(x: Exchange, own: OwnNumber) -> dict[str, Any]:
    return {
        "sid": own.sid,
        "account_sid": x.account.sid,
        "phone_number": own.number,
        "friendly_name": own.friendly_name or own.number,
        "voice_url": own.voice_url,
        "voice_method": own.voice_method,
        "voice_fallback_url": own.fallback_url,
        "voice_fallback_method": own.fallback_method,
        "status_callback": own.status_callback,
        "status_callback_method": own.status_callback_method,
        "sms_url": own.sms_url,
        "api_version": API_VERSION,
        "capabilities": {"voice": True, "sms": True, "mms": False, "fax": False},
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}/IncomingPhoneNumbers/{own.sid}.json",
        **CONSTANT,
        **dict.fromkeys(NEVER_SET),
    }
