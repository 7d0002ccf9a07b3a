"""Sending a webhook once more, to see what the customer's server answers now.

Same URL, same parameters, freshly signed. It is marked in the trace, its answer is shown and not followed: the call
goes on as if nothing had been asked. Faults do not strike it.
"""

from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint

from simulator.control.given import given
from simulator.exchange import Exchange
from simulator.simulator import Simulator
from simulator.telling.trace import Entry
from simulator.wire.request import Request, sealed
from simulator.wire.transport import Timeouts, TransportFailed

MARK = "X-Simulator-Replay"
"""A header of ours on the request, so that the server's own log can tell the two apart."""


def register_replay(api: Blueprint, sim: Simulator) -> None:
    @api.post("/replay")
    def replay() -> dict[str, Any]:
        """`{"request": "12"}`, the number of a webhook or callback in the trace."""
        x = sim.exchange
        number = str(given("request", known=("request",))["request"])
        entry = _asked(x, number)
        method, url = str(entry.data["method"]), str(entry.data["url"])
        if not x.host_allowed(urlsplit(url).hostname or ""):
            raise ValueError(f"{url} is not on this machine")
        request = sealed(x.account.auth_token, method, url, tuple(entry.data["params"].items()), ((MARK, number),))
        told = _send(x, request)
        with x.kernel.lock:
            x.tell("note", f"replayed {method} {urlsplit(url).path}", x.legs.get(entry.leg), replay=number, **told)
        return told


def _asked(x: Exchange, number: str) -> Entry:
    for entry in x.trace.of("webhook", "callback"):
        if entry.data.get("request") == number:
            return entry
    raise ValueError(f"there is no request {number} in the trace")


def _send(x: Exchange, request: Request) -> dict[str, Any]:
    """Without the network's lock, because the server may ask us something while it answers."""
    began = monotonic()
    try:
        answer = x.transport(request.method, request.url, request.form, request.headers, Timeouts())
    except TransportFailed as error:
        told: dict[str, Any] = {"code": error.code, "reason": f"{error.words} {error}".strip()}
    else:
        told = {"status": answer.status, "headers": answer.headers, "body": answer.body.decode("utf8", "replace")}
    seconds = round(monotonic() - began, 6) if not x.kernel.virtual else 0.0
    return {"method": request.method, "url": request.url, "signature": request.signature} | (
        told | {"seconds": seconds}
    )
