"""Scripted callers: place a call, see how far it got, hang it up, and forget what was long ago."""

from typing import Any

from flask import Blueprint

from simulator.control.given import given, given_seconds
from simulator.lines.calls import leg_ends
from simulator.people.caller import Caller
from simulator.simulator import Simulator


def register_calls(api: Blueprint, sim: Simulator) -> None:
    @api.post("/calls")
    def calls() -> dict[str, Any]:
        told = given("from", "to", texts=("from", "to", "name", "forwarded_from"))
        _check(told)
        return caller_json(sim.place_call(told.pop("from"), told.pop("to"), **told))

    @api.get("/calls/<sid>")
    def call(sid: str) -> tuple[dict[str, Any], int]:
        with sim.exchange.kernel.lock:
            for caller in sim.exchange.callers:
                if sid in [leg.sid for leg in caller.legs]:
                    return caller_json(caller), 200
        return {"error": f"no caller has made a call {sid}"}, 404

    @api.post("/calls/<sid>/hang_up")
    def hang_up(sid: str) -> dict[str, Any]:
        """The caller ends it, whatever their script says; one that is over stays as it is."""
        given(known=())
        x = sim.exchange
        with x.kernel.lock:
            for leg in [leg for caller in x.callers for leg in caller.legs if leg.sid == sid]:
                leg_ends(x, leg, status="no-answer", by="person")
        return {}

    @api.post("/forgetting")
    def forgetting() -> dict[str, Any]:
        told = given("seconds", known=("seconds",))
        if (seconds := given_seconds(told, "seconds")) < 0:
            raise ValueError("seconds must not be less than nothing")
        sim.forget_what_is_over(seconds)
        return {}


def _check(told: dict[str, Any]) -> None:
    """Raises ValueError."""
    if not given_seconds(told, "start_after") >= 0:
        raise ValueError("start_after must not be less than nothing")
    if not isinstance(told.get("steps", []), list):
        raise ValueError("steps must be a list of steps")


def caller_json(caller: Caller) -> dict[str, Any]:
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
