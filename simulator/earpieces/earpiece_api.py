"""Tabs with sound from outside, under `/_sim/earpieces`: lend one, ask what is new, write to another."""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, request

from simulator.control.door import keep_strangers_out
from simulator.control.given import given, patience
from simulator.control.handsets import heard_on
from simulator.devices.device import Device
from simulator.devices.device_api import device_json, device_of, event_json
from simulator.earpieces.closing import close_tab, look_after
from simulator.earpieces.company import peers_of
from simulator.earpieces.earpiece import Earpiece
from simulator.people.handset import Handset
from simulator.simulator import Simulator

LONGEST_WAIT_SECONDS = 10.0
LOOK_SECONDS = 0.15
"""How soon a tab that waits learns that somebody has come, or is on hold."""
MOST_SENTENCES = 20


def earpieces_api(sim: Simulator) -> Blueprint:
    api = Blueprint("earpieces", __name__)
    api.before_request(keep_strangers_out)
    for refused in (TypeError, ValueError):
        api.register_error_handler(refused, lambda error: ({"error": str(error)}, 400))
    api.register_error_handler(LookupError, lambda error: ({"error": str(error.args[0])}, 404))
    _register_tabs(api, sim)
    _register_news(api, sim)
    return api


def _register_tabs(api: Blueprint, sim: Simulator) -> None:
    @api.post("")
    def lend() -> tuple[dict[str, Any], int]:
        """A tab for `device`, the number of a browser client, or for `handset`, a telephone in hand."""
        told = given(texts=("handset",), known=("device", "handset"))
        x = sim.exchange
        with x.kernel.lock:
            one = x.earpieces.lend(_owner(sim, told))
            look_after(x, one)
            return {"id": one.id}, 201

    @api.post("/<earpiece>/letters")
    def write(earpiece: str) -> dict[str, Any]:
        told = given("to", "told", texts=("to",), known=("to", "told"))
        x = sim.exchange
        with x.kernel.lock:
            x.earpieces.send(x.earpieces.named(earpiece), told["to"], told["told"])
        return {}

    @api.delete("/<earpiece>")
    def close(earpiece: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            close_tab(x, x.earpieces.named(earpiece))
        return {}


def _register_news(api: Blueprint, sim: Simulator) -> None:
    @api.get("/<earpiece>")
    def news(earpiece: str) -> dict[str, Any]:
        """Letters after `letter`, events of the browser client after `event`, and how things are; at once when that is
        not as in `known`, or within `wait` real seconds."""
        x = sim.exchange
        with x.kernel.lock:
            one = x.earpieces.named(earpiece)
            with _waiting(sim, one):
                left = patience(LONGEST_WAIT_SECONDS)
                while not _has_news(told := _told(sim, one)) and left > 0 and one.id in x.earpieces.lent:
                    x.earpieces.news.wait(min(left, LOOK_SECONDS))
                    left -= LOOK_SECONDS
                return told


@contextmanager
def _waiting(sim: Simulator, one: Earpiece) -> Iterator[None]:
    one.seen_at = math.inf
    try:
        yield
    finally:
        one.seen_at = sim.exchange.earpieces.wall()


def _has_news(told: dict[str, Any]) -> bool:
    return bool(told["letters"] or told["events"]) or told["known"] != request.args.get("known")


def _told(sim: Simulator, one: Earpiece) -> dict[str, Any]:
    device = one.owner if isinstance(one.owner, Device) else None
    after = request.args.get("letter", 0, int)
    peers = peers_of(one, sim.exchange.earpieces.lent.values())
    heard = heard_on(one.leg, MOST_SENTENCES) if one.leg else []
    known = [[peer["id"], peer["hears_me"], peer["heard"]] for peer in peers] + [[s["id"], s["cut_at"]] for s in heard]
    return {
        "known": str(hash(repr(known))),
        "now": sim.exchange.kernel.now().isoformat(),
        "letters": [{"seq": it.seq, "from": it.sender, "told": it.told} for it in one.letters if it.seq > after],
        "peers": peers,
        "heard": heard,
        "device": device_json(device) if device else None,
        "events": [event_json(it) for it in device.events[request.args.get("event", 0, int) :]] if device else [],
    }


def _owner(sim: Simulator, told: dict[str, Any]) -> Device | Handset:
    """Raises LookupError and ValueError."""
    if "device" in told:
        return device_of(sim, told["device"])
    number = told.get("handset", "")
    if number not in sim.exchange.handsets:
        raise LookupError(f"nobody holds the telephone {number}; take it first")
    return sim.exchange.handsets[number]
