"""REST in trouble: connections refused or broken, answers that come late, and the points at which a tester steps in."""

import socket
import time

from flask import Response, g, request

from simulator.exchange import Exchange
from simulator.trouble.faults import Fault, FaultKind
from simulator.wire.in_process import REFUSED_HEADER, RESET_HEADER, SECONDS_HEADER, TIMED_OUT_HEADER


def struck(x: Exchange, *kinds: FaultKind) -> Fault | None:
    """The fault that strikes the present request, if one does; it stands in the trace."""
    if not x.faults.pending:
        return None
    parts = request.path.removesuffix(".json").split("/")
    fault = x.faults.strikes(*kinds, subject=request.path, about=[*parts, *request.form.values()])
    if fault:
        x.tell("fault", f"{fault.kind}: {request.path}")
    return fault


def come_to(x: Exchange, when: str) -> None:
    """A tester may step in here. Not to be called while the network's lock is held."""
    if x.points.watched:
        path = request.path.partition(f"/Accounts/{x.account.sid}")[2].removesuffix(".json")
        x.points.reach(f"{when} rest {request.method} {path or '/'}")


def refused(x: Exchange) -> Response | None:
    """What a request gets that does not get in: nothing, on a connection that is closed."""
    if not x.is_down and not struck(x, "rest_refused"):
        return None
    _hang_up()
    return Response(status=503, headers={REFUSED_HEADER: "1"})


def spoil(x: Exchange, response: Response) -> None:
    """The answer is on its way: late, or never."""
    fault: Fault | None = g.pop("spoilt", None)
    if fault is not None and fault.kind == "rest_reset":
        response.headers[RESET_HEADER] = "1"
        _hang_up()
    if fault is not None and fault.kind == "rest_slow":
        response.headers[SECONDS_HEADER] = str(fault.seconds)
        x.rest_seconds += fault.seconds
    late = response.headers.get(TIMED_OUT_HEADER) or response.headers.get(SECONDS_HEADER)
    if late and not x.kernel.virtual:
        time.sleep(float(late))


def list_lag(x: Exchange) -> float:
    """How many seconds a list is behind."""
    fault = struck(x, "list_lag")
    return max(x.switches.call_list_lag_seconds, fault.seconds if fault else 0.0)


def _hang_up() -> None:
    """Close the connection the request came on, if it came on one."""
    connection = request.environ.get("werkzeug.socket")
    if isinstance(connection, socket.socket):
        connection.shutdown(socket.SHUT_RDWR)
