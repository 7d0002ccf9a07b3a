"""/Applications: TwiML applications, sets of URLs under one SID."""

from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, Response, request

from simulator.account import Application
from simulator.exchange import Exchange
from simulator.rest import form
from simulator.rest.creating import create
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

URLS = {
    "VoiceUrl": "voice_url",
    "VoiceFallbackUrl": "voice_fallback_url",
    "StatusCallback": "status_callback",
    "SmsUrl": "sms_url",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsStatusCallback": "sms_status_callback",
    "MessageStatusCallback": "message_status_callback",
}
METHODS = {
    "VoiceMethod": "voice_method",
    "VoiceFallbackMethod": "voice_fallback_method",
    "StatusCallbackMethod": "status_callback_method",
    "SmsMethod": "sms_method",
    "SmsFallbackMethod": "sms_fallback_method",
}
FLAGS = {
    "VoiceCallerIdLookup": "voice_caller_id_lookup",
    "PublicApplicationConnectEnabled": "public_application_connect_enabled",
}
LONGEST_NAME = 64


def applications_api(sim: Simulator) -> Blueprint:
    api = Blueprint("applications", __name__)

    @api.post("/Applications.json")
    def make(account: str) -> Response:
        return create(sim, lambda: _make(sim.exchange))

    @api.get("/Applications.json")
    def index(account: str) -> dict[str, Any]:
        x = sim.exchange
        wanted = request.args.get("FriendlyName")
        found = [one for one in x.applications.values() if wanted in (None, one.friendly_name)]
        return page_of("applications", found[::-1], lambda one: _json(x, one))

    @api.get("/Applications/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        return _json(sim.exchange, find_application(sim.exchange, sid))

    @api.post("/Applications/<sid>.json")
    def change(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        return _json(x, _keep(x, find_application(x, sid)))

    @api.delete("/Applications/<sid>.json")
    def delete(account: str, sid: str) -> tuple[str, int]:
        del sim.exchange.applications[find_application(sim.exchange, sid).sid]
        return "", 204

    return api


def find_application(x: Exchange, sid: str) -> Application:
    if sid not in x.applications:
        raise not_found(f"/Applications/{sid}.json")
    return x.applications[sid]


def _make(x: Exchange) -> dict[str, Any]:
    now = x.kernel.now()
    return _json(x, _keep(x, Application(sid=x.ids.new("AP"), created_at=now)))


def _keep(x: Exchange, known: Application) -> Application:
    """The application with what the request says, and all else as it was."""
    changes: dict[str, Any] = {field: form.url(x, name) for name, field in URLS.items() if form.given(name)}
    changes |= {field: form.method(name) for name, field in METHODS.items() if form.given(name)}
    changes |= {field: form.flag(name, False) for name, field in FLAGS.items() if form.given(name)}
    if form.given("FriendlyName"):
        changes["friendly_name"] = form.text("FriendlyName")
    if len(changes.get("friendly_name", "")) > LONGEST_NAME:
        raise bad_request(20001, f"FriendlyName must have at most {LONGEST_NAME} characters")
    x.applications[known.sid] = replace(known, updated_at=x.kernel.now(), **changes)
    return x.applications[known.sid]


def _json(x: Exchange, one: Application) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(one).items() if name not in ("created_at", "updated_at")}
    return {
        **fields,
        "friendly_name": one.friendly_name or one.sid,
        "account_sid": x.account.sid,
        "api_version": API_VERSION,
        "date_created": rfc2822(one.created_at),
        "date_updated": rfc2822(one.updated_at),
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}/Applications/{one.sid}.json",
    }
