"""Who is on the network: numbers of the account, scripted people, and starting again from nothing."""

from dataclasses import fields
from typing import Any

from flask import Blueprint

from simulator.account import OwnNumber
from simulator.control.given import given
from simulator.simulator import Simulator

OF_A_NUMBER = tuple(each.name for each in fields(OwnNumber) if each.type in (str, "str") and each.name != "sid")
OF_AN_APPLICATION = ("friendly_name", "sid", "voice_url", "status_callback")
METHODS = ("GET", "POST")


def register_people(api: Blueprint, sim: Simulator) -> None:
    @api.post("/reset")
    def reset() -> dict[str, Any]:
        sim.reset()
        return {}

    @api.post("/numbers")
    def numbers() -> dict[str, Any]:
        told = given("number", texts=OF_A_NUMBER, known=OF_A_NUMBER)
        for key, value in told.items():
            if key.endswith("_method") and value not in METHODS:
                raise ValueError(f"{key} must be GET or POST")
        return {"sid": sim.own_number(**told).sid}

    @api.post("/applications")
    def applications() -> dict[str, Any]:
        told = given("friendly_name", texts=OF_AN_APPLICATION, known=OF_AN_APPLICATION)
        return {"sid": sim.application(**told).sid}

    @api.post("/people")
    def people() -> dict[str, Any]:
        told = given("number", texts=("number", "name", "texts"))
        sim.person(**told)
        return {"number": told["number"]}
