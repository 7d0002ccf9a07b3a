"""Creates go wrong in their own ways: these are the faults that tell a careful client from a careless one."""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify

from simulator.rest.errors import RestError
from simulator.rest.trouble import struck
from simulator.simulator import Simulator
from simulator.wire.in_process import TIMED_OUT_HEADER

HANG_SECONDS = 30.0


def create(sim: Simulator, make: Callable[[], dict[str, Any]]) -> Response:
    """Make a thing and answer 201, unless a fault strikes."""
    x = sim.exchange
    fault = struck(x, "create_then_500", "refuse_with_500", "create_then_hang")
    if fault and fault.kind == "refuse_with_500":
        raise RestError(500, 20500, "An internal server error has occurred")
    made = make()
    if fault and fault.kind == "create_then_500":
        raise RestError(500, 20500, "An internal server error has occurred")
    answer = jsonify(made)
    answer.status_code = 201
    if fault and fault.kind == "create_then_hang":
        answer.headers[TIMED_OUT_HEADER] = str(fault.seconds or HANG_SECONDS)
    return answer
