"""The life of a call leg: answered, redirected, ended. The only place a leg's status changes."""

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec

from simulator.clockwork.task import Promise, Task
from simulator.exchange import Exchange
from simulator.lines.leg import Leg
from simulator.wire.progress import report_progress

P = ParamSpec("P")
BROKEN = 0
"""No code of Twilio's: the fault is ours."""


def start_program(
    x: Exchange, leg: Leg, program: Callable[P, Coroutine[Promise[Any], None, None]], *args: P.args, **kwargs: P.kwargs
) -> None:
    """Put the leg under a new program; what it was doing before is cut short as redirected."""
    if leg.program is not None:
        leg.program.interrupt("redirected")
    task = leg.program = x.kernel.spawn(program, *args, **kwargs)
    task.done.then(lambda _: x.kernel.soon(lambda: _nobody_is_left_behind(x, leg, task)))


def _nobody_is_left_behind(x: Exchange, leg: Leg, program: Task[None]) -> None:
    """A program ends its leg itself, or another one takes over; if it broke instead, it was our fault."""
    if leg.program is program and not leg.is_over:
        x.notify(BROKEN, "the simulator stumbled over this call and ends it", leg)
        leg_ends(x, leg, status="failed", by="a fault of the simulator")


def leg_rings(x: Exchange, leg: Leg) -> None:
    leg.status = "ringing"
    x.tell("leg", "rings", leg, status="ringing")
    report_progress(x, leg, "ringing")
    if not leg.is_inbound:
        x.moment("agent_ringing", leg)
    leg.changed.fire()


def leg_answers(x: Exchange, leg: Leg) -> None:
    """The call is picked up (by the callee, or on an inbound call by us). Once only."""
    if leg.answered_at is not None or leg.is_over:
        return
    leg.status = "in-progress"
    leg.answered_at = x.kernel.now()
    x.tell("leg", "answered", leg, status="in-progress")
    if not leg.is_inbound:
        report_progress(x, leg, "answered")
    limit_call(x, leg, leg.time_limit or x.switches.longest_call_seconds)
    leg.answered.resolve(None)
    x.moment("answered", leg)
    leg.changed.fire()


def limit_call(x: Exchange, leg: Leg, seconds: float) -> None:
    """The call ends so many seconds after it was answered (a limit set before waits for that)."""
    leg.time_limit = seconds
    if leg.limit is not None:
        leg.limit.cancel()
    if leg.answered_at is not None:
        left = seconds - (x.kernel.now() - leg.answered_at).total_seconds()
        timer = leg.limit = x.kernel.after(max(left, 0), lambda: leg_ends(x, leg, by="time limit"))
        leg.ended.then(lambda _: timer.cancel())


def leg_ends(x: Exchange, leg: Leg, *, status: str = "completed", by: str = "", anyway: bool = False) -> None:
    """The leg comes down, whatever it was doing. An answered leg is always `completed`, unless `anyway`."""
    if leg.is_over:
        return
    was_queued = leg.status == "queued"
    x.live.pop(leg.sid, None)
    leg.status = "completed" if leg.answered_at and not anyway else status
    leg.ended_at, leg.ended_by = x.kernel.now(), by
    x.tell("leg", _ending(leg), leg, status=leg.status, by=by)
    if leg.program is not None:
        leg.program.interrupt("hangup")
    for task in leg.sidelines:
        task.interrupt("hangup")
    if not was_queued:
        report_progress(x, leg, "completed")
    leg.ended.resolve(None)
    leg.changed.fire()


def _ending(leg: Leg) -> str:
    if leg.ended_by == "person":
        return "hangs up"
    return f"call over: {leg.status}" + (f" ({leg.ended_by})" if leg.ended_by else "")
