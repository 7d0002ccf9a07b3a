"""/Accounts and /Balance: the one account there is. Subaccounts are not modelled."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, request

from simulator.exchange import Exchange
from simulator.rest import form
from simulator.rest.errors import bad_request
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

SUBRESOURCES = {
    "applications": "Applications",
    "available_phone_numbers": "AvailablePhoneNumbers",
    "balance": "Balance",
    "calls": "Calls",
    "conferences": "Conferences",
    "incoming_phone_numbers": "IncomingPhoneNumbers",
    "keys": "Keys",
    "messages": "Messages",
    "notifications": "Notifications",
    "outgoing_caller_ids": "OutgoingCallerIds",
    "queues": "Queues",
    "recordings": "Recordings",
    "signing_keys": "SigningKeys",
    "transcriptions": "Transcriptions",
}


def accounts_api(sim: Simulator) -> Blueprint:
    """Registered at the version, not under an account."""
    api = Blueprint("accounts", __name__)

    @api.get("/Accounts.json")
    def index() -> dict[str, Any]:
        x = sim.exchange
        wanted = {"friendly_name": request.args.get("FriendlyName"), "status": request.args.get("Status")}
        shown = all(value in (None, getattr(x.account, name)) for name, value in wanted.items())
        return page_of("accounts", [x.account] if shown else [], lambda _: _account_json(x))

    @api.post("/Accounts.json")
    def make() -> dict[str, Any]:
        raise bad_request(20001, "The simulator has one account and makes no subaccounts")

    @api.get("/Accounts/<account>.json")
    def show(account: str) -> dict[str, Any]:
        return _account_json(sim.exchange)

    @api.post("/Accounts/<account>.json")
    def change(account: str) -> dict[str, Any]:
        x = sim.exchange
        if form.text("Status", "active") != "active":
            raise bad_request(20001, "The simulator's only account cannot be suspended or closed")
        x.account = replace(x.account, friendly_name=form.text("FriendlyName", x.account.friendly_name))
        return _account_json(x)

    @api.get("/Accounts/<account>/Balance.json")
    def balance(account: str) -> dict[str, Any]:
        x = sim.exchange
        return {"account_sid": x.account.sid, "balance": x.account.balance, "currency": "USD"}

    return api


def _account_json(x: Exchange) -> dict[str, Any]:
    account = x.account
    base = f"/{API_VERSION}/Accounts/{account.sid}"
    return {
        "sid": account.sid,
        "owner_account_sid": account.sid,
        "friendly_name": account.friendly_name,
        "auth_token": account.auth_token,
        "status": account.status,
        "type": "Full",
        "date_created": rfc2822(account.created_at),
        "date_updated": rfc2822(account.created_at),
        "uri": f"{base}.json",
        "subresource_uris": {name: f"{base}/{path}.json" for name, path in SUBRESOURCES.items()},
    }
