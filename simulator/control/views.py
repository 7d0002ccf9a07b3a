"""Looking at the network: the trace, a transcript of it, and what is."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, request

from simulator.control.calls import caller_json
from simulator.lines.leg import Leg
from simulator.rooms.alone import longest_silence
from simulator.rooms.conference import Room
from simulator.simulator import Simulator
from simulator.telling.transcript import transcript
from simulator.telling.transcript_page import transcript_page


def register_views(api: Blueprint, sim: Simulator) -> None:
    @api.get("/trace")
    def trace() -> dict[str, Any]:
        entries = sim.trace.since(request.args.get("since", 0, int))
        return {"entries": [entry.as_json() for entry in entries], "next": entries[-1].seq if entries else None}

    @api.get("/transcript")
    def told() -> Response:
        entries = sim.trace.since(request.args.get("since", 0, int))
        if request.args.get("format") == "html":
            return Response(transcript_page(entries), content_type="text/html; charset=utf-8")
        page = transcript(entries, colour=request.args.get("colour", 0, int) == 1)
        return Response(page, content_type="text/plain; charset=utf-8")

    @api.get("/state")
    def state() -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return _state(sim)


def _state(sim: Simulator) -> dict[str, Any]:
    x = sim.exchange
    return {
        "now": x.kernel.now().isoformat(),
        "trace": len(x.trace),
        "numbers": {own.number: own.voice_url for own in x.numbers.values()},
        "people": {one.number: {"name": one.name, "rung": one.rung} for one in x.people.values()},
        "callers": [caller_json(one) for one in x.callers],
        "legs": [_leg_json(leg, x.kernel.now()) for leg in x.legs.values()],
        "queues": {line.name: [place.leg.sid for place in line.places] for line in x.lines.values()},
        "conferences": [_room_json(room) for room in x.rooms.values()],
        "failures": [failure for one in x.callers for failure in one.failures],
    }


def _leg_json(leg: Leg, now: datetime) -> dict[str, Any]:
    """`silence`: the longest time, in seconds, for which they heard nothing and nobody since they first met anybody."""
    return {
        "sid": leg.sid,
        "name": leg.name,
        "direction": leg.direction,
        "from": leg.from_,
        "to": leg.to,
        "status": leg.status,
        "created_at": leg.created_at.isoformat(),
        "silence": longest_silence(leg, now),
    }


def _room_json(room: Room) -> dict[str, Any]:
    calls = [one.leg.sid for one in room.participants]
    return {"sid": room.sid, "name": room.name, "status": room.status, "calls": calls}
