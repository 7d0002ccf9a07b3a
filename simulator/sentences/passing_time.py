"""How time passes in a test: as far as needed, or up to so many seconds."""

import threading
from collections.abc import Callable
from datetime import timedelta

from simulator.clockwork.clock import VirtualClock
from simulator.simulator import Simulator

Advance = Callable[[float, Callable[[], bool]], None]
"""Let at most so many seconds pass, and stop as soon as this is true."""
GLANCE_SECONDS = 0.05


def passing_time(sim: Simulator) -> Advance:
    """Virtual time moves from event to event; real time is waited for."""
    clock = sim.clock
    if isinstance(clock, VirtualClock):
        return lambda seconds, until: _leap(sim, clock, seconds, until)
    return lambda seconds, until: _wait(sim, seconds, until)


def _leap(sim: Simulator, clock: VirtualClock, seconds: float, until: Callable[[], bool]) -> None:
    end = clock() + timedelta(seconds=seconds)
    sim.run_due()
    while not until() and (due := sim.next_due()) is not None and due <= end:
        clock.advance_to(due)
        sim.run_due()
    if not until():
        clock.advance_to(end)
        sim.run_due()


def _wait(sim: Simulator, seconds: float, until: Callable[[], bool]) -> None:
    """The network runs in a thread of its own; look at it now and then."""
    end, nobody = sim.clock() + timedelta(seconds=seconds), threading.Event()
    while not until() and sim.clock() < end:
        nobody.wait(GLANCE_SECONDS)
