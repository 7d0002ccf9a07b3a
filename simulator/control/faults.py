"""What will go wrong, and where a tester steps in."""

from typing import Any

from flask import Blueprint

from simulator.control.given import given, patience
from simulator.simulator import Simulator
from simulator.trouble.faults import read_fault
from simulator.trouble.points import LONGEST_WATCH_SECONDS


def register_faults(api: Blueprint, sim: Simulator) -> None:
    @api.post("/faults/none")
    def no_faults() -> dict[str, Any]:
        sim.no_faults()
        return {}

    @api.post("/faults")
    def faults() -> dict[str, Any]:
        fault = read_fault(given("kind"))
        sim.fault(**vars(fault))
        return {"kind": fault.kind}

    @api.get("/faults")
    def pending() -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return {"faults": [{**vars(fault), "times": left} for fault, left in sim.exchange.faults.pending]}


def register_holds(api: Blueprint, sim: Simulator) -> None:
    """Freeze an exchange at a point, wait until it is there, let it go."""

    @api.post("/holds")
    def hold() -> dict[str, Any]:
        asked = given("point", texts=("point",), known=("point", "nth"))
        return sim.exchange.points.hold(asked["point"], asked.get("nth", 1)).as_json()

    @api.get("/holds")
    def holds() -> dict[str, Any]:
        return {"holds": [each.as_json() for each in sim.exchange.points.holds()]}

    @api.get("/holds/<id_>")
    def held(id_: str) -> tuple[dict[str, Any], int]:
        found = sim.exchange.points.find(id_)
        if found is None:
            return {"error": f"there is no hold {id_}"}, 404
        found.reached.wait(patience(LONGEST_WATCH_SECONDS))
        return found.as_json(), 200

    @api.delete("/holds/<id_>")
    def let_go(id_: str) -> tuple[dict[str, Any], int]:
        found = sim.exchange.points.find(id_)
        if found is None:
            return {"error": f"there is no hold {id_}"}, 404
        sim.exchange.points.let_go(found)
        return found.as_json(), 200
