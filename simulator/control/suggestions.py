"""Telephones worth trying, for the page: who might call, and whose might ring. Whoever starts the simulator decides."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint

from simulator.control.given import given
from simulator.simulator import Simulator

LISTS = ("callers", "called")
FIELDS = ("number", "tr", "en")
MOST = 50
LONGEST = 80

STANDARD = {
    "callers": [
        {"number": "+905990000001", "tr": "Mehmet, sadık müşteri", "en": "Mehmet, a returning customer"},
        {"number": "+442079460123", "tr": "Emma, İngilizce konuşur", "en": "Emma, who speaks English"},
        {"number": "+905990000009", "tr": "İlk kez arayan", "en": "First-time caller"},
        {"number": "anonymous", "tr": "Gizli numara", "en": "Withheld number"},
    ],
    "called": [],
}
"""Numbers no person has: Turkish ones not given out, and Ofcom's for drama."""


def register_suggestions(api: Blueprint, sim: Simulator) -> None:
    suggested: dict[str, list[dict[str, str]]] = dict(STANDARD)

    @api.get("/suggestions")
    def suggestions() -> dict[str, Any]:
        """With `numbers`, those that can be called, and everybody scripted among `called`."""
        x = sim.exchange
        with x.kernel.lock:
            numbers = [{"number": own.number, "name": own.friendly_name} for own in x.numbers.values()]
            scripted = [{"number": one.number, "tr": one.name, "en": one.name} for one in x.people.values()]
        known = {each["number"] for each in (*suggested["callers"], *suggested["called"])}
        called = [*suggested["called"], *(one for one in scripted if one["number"] not in known)]
        return {**suggested, "called": called, "numbers": numbers}

    @api.post("/suggestions")
    def suggest() -> dict[str, Any]:
        """`{"callers": [{"number", "tr", "en"}, …], "called": […]}`; a list left out stays as it was."""
        told = given(known=LISTS)
        read = {name: _read(told[name]) for name in LISTS if name in told}
        suggested.update(read)
        return {}


def _read(told: object) -> list[dict[str, str]]:
    """Raises ValueError."""
    if not isinstance(told, list) or len(told) > MOST:
        raise ValueError(f"a list of at most {MOST} telephones is needed")
    return [_telephone(each) for each in told]


def _telephone(told: object) -> dict[str, str]:
    if not isinstance(told, Mapping) or not told.get("number"):
        raise ValueError("a suggested telephone has a `number`, and what to call it as `tr` and `en`")
    read = {field: str(told.get(field) or told["number"]) for field in FIELDS}
    if any(len(text) > LONGEST for text in read.values()):
        raise ValueError(f"at most {LONGEST} letters, please")
    return read
