"""/Queues and their members."""

from typing import Any

from flask import Blueprint, Response

from simulator.exchange import Exchange
from simulator.lines.leg import Ask
from simulator.rest import form
from simulator.rest.calls import redirect
from simulator.rest.creating import create
from simulator.rest.errors import RestError, bad_request, not_found
from simulator.rest.paging import page_of
from simulator.rooms.waiting_line import DEFAULT_MAX_SIZE, Place, WaitingLine
from simulator.simulator import Simulator
from simulator.verbs.queueing import waiting_line
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

LONGEST_NAME = 64
LARGEST = 5000


def queues_api(sim: Simulator) -> Blueprint:
    api = Blueprint("queues", __name__)

    @api.get("/Queues.json")
    def index(account: str) -> dict[str, Any]:
        x = sim.exchange
        return page_of("queues", list(x.lines.values()), lambda line: _queue_json(x, line))

    @api.post("/Queues.json")
    def make(account: str) -> Response:
        return create(sim, lambda: _make(sim.exchange))

    @api.get("/Queues/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        return _queue_json(sim.exchange, _find(sim.exchange, sid))

    @api.post("/Queues/<sid>.json")
    def change(account: str, sid: str) -> dict[str, Any]:
        return _queue_json(sim.exchange, _change(sim.exchange, _find(sim.exchange, sid)))

    @api.delete("/Queues/<sid>.json")
    def delete(account: str, sid: str) -> tuple[str, int]:
        line = _find(sim.exchange, sid)
        if line.places:
            raise bad_request(22001, f"Queue {line.name} is not empty")
        del sim.exchange.lines[line.name]
        return "", 204

    _register_members(api, sim)
    return api


def _register_members(api: Blueprint, sim: Simulator) -> None:
    @api.get("/Queues/<sid>/Members.json")
    def members(account: str, sid: str) -> dict[str, Any]:
        x = sim.exchange
        return page_of("queue_members", _find(x, sid).places, lambda one: _member_json(x, one), lambda one: one.leg.sid)

    @api.get("/Queues/<sid>/Members/<call>.json")
    def member(account: str, sid: str, call: str) -> dict[str, Any]:
        return _member_json(sim.exchange, _member(sim.exchange, sid, call))

    @api.post("/Queues/<sid>/Members/<call>.json")
    def claim(account: str, sid: str, call: str) -> dict[str, Any]:
        return _claim(sim.exchange, sid, call)


def _find(x: Exchange, sid: str) -> WaitingLine:
    found = next((line for line in x.lines.values() if line.sid == sid), None)
    if found is None:
        raise not_found(f"/Queues/{sid}.json")
    return found


def _member(x: Exchange, sid: str, call: str) -> Place:
    found = _find(x, sid).member(call)
    if found is None and x.switches.missing_member_error == 20404:
        raise not_found(f"/Queues/{sid}/Members/{call}.json")
    if found is None:
        raise RestError(400, x.switches.missing_member_error, f"Call {call} could not be dequeued")
    return found


def _claim(x: Exchange, sid: str, call: str) -> dict[str, Any]:
    """Take exactly this member out of the queue and run a URL on them; nobody who is not waiting can be taken."""
    place = _member(x, sid, call)
    url = form.url(x, "Url")
    if not url:
        raise bad_request(21205, "Url parameter is required")
    shown = _member_json(x, place)
    redirect(x, place.leg, Ask(url=url, method=form.method("Method")))
    return shown


def _make(x: Exchange) -> dict[str, Any]:
    line = waiting_line(x, _free_name(x))
    line.max_size = form.integer("MaxSize", DEFAULT_MAX_SIZE, 1, LARGEST)
    return _queue_json(x, line)


def _change(x: Exchange, line: WaitingLine) -> WaitingLine:
    """A queue is known by its name, so a new name also counts for the callers still to come."""
    size = form.integer("MaxSize", line.max_size, 1, LARGEST)
    if form.text("FriendlyName", line.name) != line.name:
        name = _free_name(x)
        del x.lines[line.name]
        x.lines[name], line.name = line, name
    line.max_size, line.updated_at = size, x.kernel.now()
    return line


def _free_name(x: Exchange) -> str:
    name = form.text("FriendlyName")
    if not name or len(name) > LONGEST_NAME:
        raise bad_request(20001, f"FriendlyName must have 1 to {LONGEST_NAME} characters")
    if name in x.lines:
        raise bad_request(22003, f"Queue {name} exists already")
    return name


def _queue_json(x: Exchange, line: WaitingLine) -> dict[str, Any]:
    uri = f"/{API_VERSION}/Accounts/{x.account.sid}/Queues/{line.sid}"
    return {
        "sid": line.sid,
        "account_sid": x.account.sid,
        "friendly_name": line.name,
        "current_size": len(line.places),
        "max_size": line.max_size,
        "average_wait_time": line.average_wait,
        "date_created": rfc2822(line.created_at),
        "date_updated": rfc2822(line.updated_at or line.created_at),
        "uri": f"{uri}.json",
    }


def _member_json(x: Exchange, place: Place) -> dict[str, Any]:
    queue = place.line.sid
    return {
        "call_sid": place.leg.sid,
        "queue_sid": queue,
        "position": place.position,
        "wait_time": place.seconds(x.kernel.now()),
        "date_enqueued": rfc2822(place.since),
        "uri": f"/{API_VERSION}/Accounts/{x.account.sid}/Queues/{queue}/Members/{place.leg.sid}.json",
    }
