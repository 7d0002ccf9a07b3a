"""/Messages/{SM}/Media: what came or went with a message."""

from typing import Any

from flask import Blueprint

from simulator.exchange import Exchange
from simulator.messages.message import Media, Message
from simulator.rest.days import in_days
from simulator.rest.errors import not_found
from simulator.rest.messages import find_message
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION


def media_api(sim: Simulator) -> Blueprint:
    api = Blueprint("media", __name__)

    @api.get("/Messages/<message>/Media.json")
    def index(account: str, message: str) -> dict[str, Any]:
        x = sim.exchange
        found = find_message(x, message)
        media = [one for one in found.media if in_days("DateCreated", one.created_at)]
        return page_of("media_list", media, lambda one: _json(x, found, one))

    @api.get("/Messages/<message>/Media/<sid>.json")
    def show(account: str, message: str, sid: str) -> dict[str, Any]:
        found = find_message(sim.exchange, message)
        return _json(sim.exchange, found, _find(found, sid))

    @api.delete("/Messages/<message>/Media/<sid>.json")
    def delete(account: str, message: str, sid: str) -> tuple[str, int]:
        found = find_message(sim.exchange, message)
        found.media.remove(_find(found, sid))
        return "", 204

    return api


def _find(message: Message, sid: str) -> Media:
    found = next((one for one in message.media if one.sid == sid), None)
    if found is None:
        raise not_found(f"/Messages/{message.sid}/Media/{sid}.json")
    return found


def _json(x: Exchange, message: Message, one: Media) -> dict[str, Any]:
    uri = f"/{API_VERSION}/Accounts/{x.account.sid}/Messages/{message.sid}/Media/{one.sid}.json"
    return {
        "sid": one.sid,
        "account_sid": x.account.sid,
        "parent_sid": message.sid,
        "content_type": one.content_type,
        "date_created": rfc2822(one.created_at),
        "date_updated": rfc2822(one.created_at),
        "uri": uri,
    }
