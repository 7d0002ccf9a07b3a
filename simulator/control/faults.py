"""What will go wrong."""

from typing import Any

from flask import Blueprint

from simulator.control.given import given
from simulator.faults import read_fault
from simulator.simulator import Simulator


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
