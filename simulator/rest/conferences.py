"""/Conferences: look up rooms, end them, announce to everybody."""

from typing import Any

from flask import Blueprint, request

from simulator.exchange import Exchange
from simulator.rest import form
from simulator.rest.days import in_days
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.rooms.announcing import announce_to_all
from simulator.rooms.conference import Room, end_room
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION


def conferences_api(sim: Simulator) -> Blueprint:
    api = Blueprint("conferences", __name__)

    @api.get("/Conferences.json")
    def index(account: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return page_of("conferences", _listed(x), lambda room: conference_json(x, room))

    @api.get("/Conferences/<sid>.json")
    def show(account: str, sid: str) -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return conference_json(sim.exchange, _find(sim.exchange, sid))

    @api.post("/Conferences/<sid>.json")
    def change(account: str, sid: str) -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            room = _find(sim.exchange, sid)
            _update(sim.exchange, room)
            return conference_json(sim.exchange, room)

    return api


def conference_json(x: Exchange, room: Room) -> dict[str, Any]:
    base = f"/{API_VERSION}/Accounts/{x.account.sid}/Conferences/{room.sid}"
    return {
        "sid": room.sid,
        "account_sid": x.account.sid,
        "friendly_name": room.name,
        "status": _status(x, room),
        "region": "us1",
        "api_version": API_VERSION,
        "date_created": rfc2822(room.created_at),
        "date_updated": rfc2822(room.updated_at or room.created_at),
        "uri": f"{base}.json",
        "reason_conference_ended": room.reason_ended or None,
        "call_sid_ending_conference": room.ended_by or None,
        "subresource_uris": {"participants": f"{base}/Participants.json", "recordings": f"{base}/Recordings.json"},
    }


def _status(x: Exchange, room: Room) -> str:
    if room.status == "init" and room.participants and x.switches.lone_room_reads_in_progress:
        return "in-progress"
    return room.status


def _find(x: Exchange, sid: str) -> Room:
    if sid not in x.rooms:
        raise not_found(f"/Conferences/{sid}.json")
    return x.rooms[sid]


def _listed(x: Exchange) -> list[Room]:
    rooms = list(x.rooms.values())[::-1]
    if "FriendlyName" in request.args:
        rooms = [room for room in rooms if room.name == request.args["FriendlyName"]]
    if "Status" in request.args:
        rooms = [room for room in rooms if _status(x, room) == request.args["Status"]]
    return [room for room in rooms if _in_days(room)]


def _in_days(room: Room) -> bool:
    return in_days("DateCreated", room.created_at) and in_days("DateUpdated", room.updated_at or room.created_at)


def _update(x: Exchange, room: Room) -> None:
    status = form.text("Status")
    if status not in ("", "completed"):
        raise bad_request(20001, f"Invalid Parameter: Status={status}")
    if room.status == "completed":
        raise not_found(f"/Conferences/{room.sid}.json")
    if status == "completed":
        end_room(x, room, reason="conference-ended-via-api", leave_reason="conference_ended_via_api")
    elif url := form.url(x, "AnnounceUrl"):
        announce_to_all(x, room, url, form.method("AnnounceMethod"))
