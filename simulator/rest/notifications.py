"""/Notifications: what Twilio's Debugger would show, of the account or of one call."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, request

from simulator.exchange import Exchange
from simulator.rest.calls import find_leg
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.simulator import Simulator
from simulator.telling.notification import Notification
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

ERROR, WARNING = "0", "1"
COMPARED: dict[str, Callable[[date, date], bool]] = {
    "MessageDate": lambda day, wanted: day == wanted,
    "MessageDate<": lambda day, wanted: day <= wanted,
    "MessageDate>": lambda day, wanted: day >= wanted,
}


def notifications_api(sim: Simulator) -> Blueprint:
    api = Blueprint("notifications", __name__)

    @api.get("/Notifications.json")
    def index(account: str) -> dict[str, Any]:
        return _page(sim.exchange, sim.exchange.notifications, "")

    @api.get("/Notifications/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        return _whole(sim.exchange, _find(sim.exchange, sid, ""), "")

    @api.get("/Calls/<call>/Notifications.json")
    def index_of_call(account: str, call: str) -> dict[str, Any]:
        find_leg(sim.exchange, call)
        found = [one for one in sim.exchange.notifications if one.call == call]
        return _page(sim.exchange, found, f"/Calls/{call}")

    @api.get("/Calls/<call>/Notifications/<sid>.json")
    def show_of_call(account: str, call: str, sid: str) -> dict[str, Any]:
        return _whole(sim.exchange, _find(sim.exchange, sid, call), f"/Calls/{call}")

    return api


def _find(x: Exchange, sid: str, call: str) -> Notification:
    for one in x.notifications:
        if one.sid == sid and call in ("", one.call):
            return one
    raise not_found(f"/Notifications/{sid}.json")


def _page(x: Exchange, notifications: list[Notification], under: str) -> dict[str, Any]:
    """Newest first, filtered by log level and day."""
    found = [one for one in reversed(notifications) if _is_wanted(one)]
    return page_of("notifications", found, lambda one: notification_json(x, one, under))


def _is_wanted(one: Notification) -> bool:
    level = request.args.get("Log")
    if level is not None and level != _level(one):
        return False
    day = one.at.date()
    return all(fits(day, _day(name)) for name, fits in COMPARED.items() if name in request.args)


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.args[name])
    except ValueError as error:
        raise bad_request(20001, f"Invalid Parameter: {name}={request.args[name]}") from error


def _level(one: Notification) -> str:
    return WARNING if one.warning else ERROR


def notification_json(x: Exchange, one: Notification, under: str = "") -> dict[str, Any]:
    """A notification as lists show it; `under` is the path of the call it is looked at from."""
    at = rfc2822(one.at)
    return {
        "account_sid": x.account.sid,
        "api_version": API_VERSION,
        "call_sid": one.call or None,
        "date_created": at,
        "date_updated": at,
        "error_code": str(one.code),
        "log": _level(one),
        "message_date": at,
        "message_text": urlencode(
            {"LogLevel": "WARN" if one.warning else "ERROR", "Msg": one.text, "ErrorCode": one.code}
        ),
        "more_info": one.more_info,
        "request_method": one.method or None,
        "request_url": one.url,
        "sid": one.sid,
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}{under}/Notifications/{one.sid}.json",
    }


def _whole(x: Exchange, one: Notification, under: str) -> dict[str, Any]:
    return {
        **notification_json(x, one, under),
        "request_variables": urlencode(one.asked),
        "response_body": one.answered,
        "response_headers": urlencode(one.headers),
    }
