"""/Keys and /SigningKeys (two names for the same API keys) and /Tokens."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response

from simulator.account import ApiKey
from simulator.exchange import Exchange
from simulator.rest import form
from simulator.rest.creating import create
from simulator.rest.errors import not_found
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822

LONGEST_TTL_SECONDS = 86_400


def keys_api(sim: Simulator) -> Blueprint:
    api = Blueprint("keys", __name__)
    for path, name in (("Keys", "keys"), ("SigningKeys", "signing_keys")):
        _register(api, sim, path, name)

    @api.post("/Tokens.json")
    def token(account: str) -> Response:
        return create(sim, lambda: _token(sim.exchange))

    return api


def _register(api: Blueprint, sim: Simulator, path: str, name: str) -> None:
    def make(account: str) -> Response:
        return create(sim, lambda: _make(sim.exchange))

    def index(account: str) -> dict[str, Any]:
        return page_of(name, list(_keys(sim.exchange).values())[::-1], key_json)

    def show(account: str, sid: str) -> dict[str, Any]:
        return key_json(_find(sim.exchange, path, sid))

    def change(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        known = _find(x, path, sid)
        named = form.text("FriendlyName", known.friendly_name)
        x.keys[sid] = replace(known, friendly_name=named, updated_at=x.kernel.now())
        return key_json(x.keys[sid])

    def delete(account: str, sid: str) -> tuple[str, int]:
        _forget(sim.exchange, _find(sim.exchange, path, sid))
        return "", 204

    api.add_url_rule(f"/{path}.json", f"{name}_make", make, methods=["POST"])
    api.add_url_rule(f"/{path}.json", f"{name}_index", index)
    api.add_url_rule(f"/{path}/<sid>.json", f"{name}_show", show)
    api.add_url_rule(f"/{path}/<sid>.json", f"{name}_change", change, methods=["POST"])
    api.add_url_rule(f"/{path}/<sid>.json", f"{name}_delete", delete, methods=["DELETE"])


def key_json(key: ApiKey) -> dict[str, Any]:
    """A key as it is shown ever after: without its secret."""
    return {
        "sid": key.sid,
        "friendly_name": key.friendly_name,
        "date_created": rfc2822(key.created_at),
        "date_updated": rfc2822(key.updated_at),
    }


def _make(x: Exchange) -> dict[str, Any]:
    """A new key; its secret is shown this once."""
    now, secret = x.kernel.now(), x.ids.new("")
    key = ApiKey(sid=x.ids.new("SK"), friendly_name=form.text("FriendlyName"), created_at=now, updated_at=now)
    x.keys[key.sid] = key
    x.account = replace(x.account, api_keys=(*x.account.api_keys, (key.sid, secret)))
    return {**key_json(key), "secret": secret}


def _keys(x: Exchange) -> dict[str, ApiKey]:
    """All keys of the account, those it came with first."""
    return {sid: x.keys.get(sid, ApiKey(sid=sid)) for sid, _ in x.account.api_keys}


def _find(x: Exchange, path: str, sid: str) -> ApiKey:
    found = _keys(x).get(sid)
    if found is None:
        raise not_found(f"/{path}/{sid}.json")
    return found


def _forget(x: Exchange, key: ApiKey) -> None:
    x.keys.pop(key.sid, None)
    x.account = replace(x.account, api_keys=tuple(pair for pair in x.account.api_keys if pair[0] != key.sid))


def _token(x: Exchange) -> dict[str, Any]:
    """Credentials for a network traversal service that there is none of here: no server is named."""
    now = rfc2822(x.kernel.now())
    return {
        "account_sid": x.account.sid,
        "username": x.ids.new(""),
        "password": x.ids.new(""),
        "ttl": str(form.integer("Ttl", LONGEST_TTL_SECONDS, 1, LONGEST_TTL_SECONDS)),
        "ice_servers": [],
        "date_created": now,
        "date_updated": now,
    }
