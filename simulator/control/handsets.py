"""Telephones taken in hand: what each one hears, and everything a human can do with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint

from simulator.control.given import given, given_text
from simulator.exchange import Exchange
from simulator.lines.ear import Utterance
from simulator.lines.leg import Leg
from simulator.people.handset import Handset
from simulator.rooms.company import company
from simulator.simulator import Simulator

MOST_HEARD = 200
MOST_HANDSETS = 24
LONGEST_NAME = 80


def register_handsets(api: Blueprint, sim: Simulator) -> None:
    @api.get("/handsets")
    def handsets() -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            return {"handsets": [handset_json(x, one) for one in x.handsets.values()]}

    @api.post("/handsets")
    def take() -> dict[str, Any]:
        told = given("number", texts=("number", "name"), known=("number", "name"))
        number, name = told["number"].strip(), told.get("name", "").strip()
        if not number or "/" in number or len(number) > LONGEST_NAME or len(name) > LONGEST_NAME:
            raise ValueError(f"a telephone needs a number, of at most {LONGEST_NAME} letters and without a slash")
        x = sim.exchange
        with x.kernel.lock:
            if number not in x.handsets and len(x.handsets) >= MOST_HANDSETS:
                raise ValueError(f"{MOST_HANDSETS} telephones are in hand already; put one back")
            return handset_json(x, sim.take(number, name))

    @api.get("/handsets/<number>")
    def handset(number: str) -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return handset_json(sim.exchange, _held(sim, number))

    @api.delete("/handsets/<number>")
    def put_back(number: str) -> dict[str, Any]:
        _held(sim, number).put_back()
        return {}

    _register_deeds(api, sim)


def _register_deeds(api: Blueprint, sim: Simulator) -> None:
    deeds: dict[str, Callable[[Handset], object]] = {
        "dial": lambda one: one.dial(given_text("to")),
        "answer": Handset.answer,
        "reject": Handset.reject,
        "busy": Handset.busy,
        "ignore": Handset.ignore,
        "voicemail": lambda one: one.voicemail(given_text("greeting")),
        "hang_up": Handset.hang_up,
        "drop": Handset.drop,
        "keys": lambda one: one.press(given_text("keys")),
        "speech": lambda one: one.say(given_text("text")),
    }

    @api.post(f"/handsets/<number>/<any({', '.join(deeds)}):deed>")
    def act(number: str, deed: str) -> dict[str, Any]:
        one = _held(sim, number)
        with sim.exchange.kernel.lock:
            deeds[deed](one)
            return handset_json(sim.exchange, one)


def _held(sim: Simulator, number: str) -> Handset:
    """The handset with this number. Raises ValueError."""
    try:
        return sim.exchange.handsets[number]
    except KeyError:
        raise ValueError(f"nobody holds the telephone {number}; take it first") from None


def handset_json(x: Exchange, one: Handset) -> dict[str, Any]:
    """Hold the lock. `listens` says what is expected of the human: `keys`, `speech`."""
    leg = one.leg
    pad = leg.keypad.listener if leg and one.state == "talking" else None
    return {
        "number": one.number,
        "name": one.name,
        "state": one.state,
        "ignored": one.ignored,
        "dropped": one.dropped,
        "listens": [what for what, on in (("keys", pad.takes_keys), ("speech", pad.takes_speech)) if on] if pad else [],
        "leg": _leg_json(leg) if leg else None,
        "heard": heard_on(leg) if leg and not one.dropped else [],
        "own": [{"at": did.at.isoformat(), "kind": did.kind, "text": did.text} for did in one.own],
    }


def _leg_json(leg: Leg) -> dict[str, Any]:
    return {
        "sid": leg.sid,
        "direction": leg.direction,
        "from": leg.from_,
        "to": leg.to,
        "status": leg.status,
        "started_at": _moment(leg.started_at or leg.created_at),
        "answered_at": _moment(leg.answered_at),
        "ended_at": _moment(leg.ended_at),
        "ended_by": leg.ended_by,
        "company": [other.name or other.from_ for other in company(leg)],
        "queue": leg.place.line.name if leg.place else "",
        "on_hold": leg.participant is not None and leg.participant.hold,
    }


def heard_on(leg: Leg, most: int = MOST_HEARD) -> list[dict[str, Any]]:
    """What was heard on this leg, newest last; ids are the places in the list of all. Wordless talk is left out."""
    all_of_it = leg.ear.utterances
    first = max(0, len(all_of_it) - most)
    return [_utterance_json(index, all_of_it[index]) for index in range(first, len(all_of_it)) if all_of_it[index].text]


def _utterance_json(index: int, heard: Utterance) -> dict[str, Any]:
    return {
        "id": index,
        "text": heard.text,
        "kind": heard.kind,
        "language": heard.language,
        "who": heard.who,
        "started_at": _moment(heard.started_at),
        "seconds": heard.seconds,
        "cut_at": _moment(heard.cut_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
