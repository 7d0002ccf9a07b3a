"""The people of a script who are rung: at telephones, at browsers, by machines."""

from collections.abc import Mapping
from typing import Any

from simulator.people.behaviour import read_behaviour
from simulator.people.person import Ring
from simulator.people.steps import StepError
from simulator.script.mistakes import Mistakes
from simulator.script.parts import ScriptedPerson

KINDS_OF_PEOPLE = {"people": "", "supervisors": "supervisor", "voicemails": "voicemail", "devices": ""}
"""The groups of a script, and the kind of person everybody in one is."""


def read_person(group: str, name: str, data: Any, mistakes: Mistakes) -> ScriptedPerson | None:
    if not isinstance(data, Mapping):
        mistakes.add(data, None, f"{name} must be a mapping of keys to values")
        return None
    at_browser = group == "devices"
    address = "identity" if at_browser else "phone"
    if not data.get(address):
        mistakes.add(data, None, f"{name} has no {address}")
    behaviour = {key: value for key, value in data.items() if key not in (address, "rings")}
    if "rings" in data and behaviour:
        mistakes.add(data, next(iter(behaviour)), "give either `rings` or one behaviour, not both")
    rings = _rings(data, behaviour, KINDS_OF_PEOPLE[group], mistakes)
    number = f"client:{data.get(address)}" if at_browser else str(data.get(address))
    return ScriptedPerson(name=name, phone=number, rings=rings, at_browser=at_browser)


def _rings(data: Any, behaviour: Mapping[str, Any], kind: str, mistakes: Mistakes) -> tuple[Ring, ...]:
    usual = {"kind": kind} if kind else {}
    if "rings" not in data:
        ring = _ring(data, None, {**usual, **behaviour}, mistakes)
        return (ring,) if ring else ()
    given = data["rings"]
    if not isinstance(given, list) or not given:
        mistakes.add(data, "rings", "`rings` must be a list of behaviours")
        return ()
    told = [
        _ring(given, index, {**usual, **each} if isinstance(each, Mapping) else each, mistakes)
        for index, each in enumerate(given)
    ]
    return tuple(ring for ring in told if ring)


def _ring(node: Any, key: Any, behaviour: Any, mistakes: Mistakes) -> Ring | None:
    try:
        return read_behaviour(behaviour)
    except (StepError, ValueError, AttributeError, TypeError) as error:
        mistakes.add(node, key, str(error))
        return None
