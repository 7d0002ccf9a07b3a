"""Control over the network from outside, under `/_sim/`: people, calls, faults, numbers, and what happened."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request

from simulator.conference import Room
from simulator.faults import read_fault
from simulator.leg import Leg
from simulator.people.caller import Caller
from simulator.people.steps import StepError
from simulator.simulator import Simulator
from simulator.transcript import transcript


def control_api(sim: Simulator) -> Blueprint:
    api = Blueprint("control", __name__)
    api.register_error_handler(StepError, lambda error: ({"error": str(error)}, 400))
    api.register_error_handler(TypeError, lambda error: ({"error": str(error)}, 400))
    api.register_error_handler(ValueError, lambda error: ({"error": str(error)}, 400))
    _register_changes(api, sim)
    _register_views(api, sim)
    return api


def _register_changes(api: Blueprint, sim: Simulator) -> None:
    @api.post("/reset")
    def reset() -> dict[str, Any]:
        sim.reset()
        return {}

    @api.post("/numbers")
    def numbers() -> dict[str, Any]:
        return {"sid": sim.own_number(**_given("number")).sid}

    @api.post("/people")
    def people() -> dict[str, Any]:
        given = _given("number")
        sim.person(**given)
        return {"number": given["number"]}

    @api.post("/calls")
    def calls() -> dict[str, Any]:
        given = _given("from", "to")
        caller = sim.place_call(given.pop("from"), given.pop("to"), **given)
        return _caller_json(caller)

    @api.post("/faults/none")
    def no_faults() -> dict[str, Any]:
        sim.no_faults()
        return {}

    @api.post("/faults")
    def faults() -> dict[str, Any]:
        fault = read_fault(_given("kind"))
        sim.fault(**vars(fault))
        return {"kind": fault.kind}


def _register_views(api: Blueprint, sim: Simulator) -> None:
    @api.get("/trace")
    def trace() -> dict[str, Any]:
        entries = sim.trace.since(request.args.get("since", 0, int))
        return {"entries": [entry.as_json() for entry in entries], "next": entries[-1].seq if entries else None}

    @api.get("/transcript")
    def told() -> Response:
        entries = sim.trace.since(request.args.get("since", 0, int))
        page = transcript(entries, colour=request.args.get("colour", 0, int) == 1)
        return Response(page, content_type="text/plain; charset=utf-8")

    @api.get("/calls/<sid>")
    def call(sid: str) -> tuple[dict[str, Any], int]:
        with sim.exchange.kernel.lock:
            for caller in sim.exchange.callers:
                if sid in [leg.sid for leg in caller.legs]:
                    return _caller_json(caller), 200
        return {"error": f"no caller has made a call {sid}"}, 404

    @api.get("/state")
    def state() -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return _state(sim)


def _given(*required: str) -> dict[str, Any]:
    """The JSON body, with the keys that must be there. Raises ValueError."""
    body = request.get_json(silent=True)
    if not isinstance(body, Mapping):
        raise ValueError("send a JSON object")
    missing = [key for key in required if key not in body]
    if missing:
        raise ValueError(f"missing: {', '.join(missing)}")
    return {str(key): value for key, value in body.items()}


def _caller_json(caller: Caller) -> dict[str, Any]:
    return {
        "id": caller.id,
        "sid": caller.sid,
        "sids": [leg.sid for leg in caller.legs],
        "name": caller.name,
        "done": caller.done,
        "over": caller.is_over,
        "step": caller.performance.next_step,
        "steps": len(caller.performance.steps),
        "failures": caller.failures,
        "status": caller.leg.status if caller.leg else None,
    }


def _state(sim: Simulator) -> dict[str, Any]:
    x = sim.exchange
    return {
        "now": x.kernel.now().isoformat(),
        "trace": len(x.trace),
        "numbers": {own.number: own.voice_url for own in x.numbers.values()},
        "people": {one.number: {"name": one.name, "rung": one.rung} for one in x.people.values()},
        "callers": [_caller_json(one) for one in x.callers],
        "legs": [_leg_json(leg) for leg in x.legs.values()],
        "queues": {line.name: [place.leg.sid for place in line.places] for line in x.lines.values()},
        "conferences": [_room_json(room) for room in x.rooms.values()],
        "failures": [failure for one in x.callers for failure in one.failures],
    }


def _leg_json(leg: Leg) -> dict[str, str]:
    return {
        "sid": leg.sid,
        "name": leg.name,
        "direction": leg.direction,
        "from": leg.from_,
        "to": leg.to,
        "status": leg.status,
    }


def _room_json(room: Room) -> dict[str, Any]:
    calls = [one.leg.sid for one in room.participants]
    return {"sid": room.sid, "name": room.name, "status": room.status, "calls": calls}
