"""Who is on the network: numbers of the account, scripted people, and starting again from nothing."""

from typing import Any

from flask import Blueprint

from simulator.control.given import given
from simulator.simulator import Simulator


def register_people(api: Blueprint, sim: Simulator) -> None:
    @api.post("/reset")
    def reset() -> dict[str, Any]:
        sim.reset()
        return {}

    @api.post("/numbers")
    def numbers() -> dict[str, Any]:
        return {"sid": sim.own_number(**given("number")).sid}

    @api.post("/people")
    def people() -> dict[str, Any]:
        told = given("number")
        sim.person(**told)
        return {"number": told["number"]}
