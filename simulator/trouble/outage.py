"""The network between the account and the rest of the world goes down, and comes back."""

from datetime import datetime, timedelta

from simulator.exchange import Exchange
from simulator.lines.calls import leg_ends
from simulator.lines.leg import Leg
from simulator.trouble.faults import Fault


def network_goes_down(x: Exchange, fault: Fault) -> None:
    """For so many seconds no webhook gets through and no REST request gets in; legs of the side lose their sound."""
    until = x.kernel.now() + timedelta(seconds=fault.seconds)
    x.down_until = max(x.down_until or until, until)
    x.tell("fault", f"network_down for {fault.seconds:g} s" + (f": {fault.only}" if fault.only else ""))
    for leg in list(x.live.values()):
        if fault.only in ("", "callers" if leg.is_inbound else "called"):
            _goes_dead(x, leg, until)


def _goes_dead(x: Exchange, leg: Leg, until: datetime) -> None:
    leg.dead_until = max(leg.dead_until or until, until)
    leg.ear.dead = leg.keypad.dead = True
    leg.changed.fire()
    patience = timedelta(seconds=x.switches.dead_line_seconds)
    if x.switches.dead_line_ends_as == "survives" or x.kernel.now() + patience >= until:
        x.kernel.at(until, lambda: _comes_back(x, leg))
    else:
        x.kernel.after(x.switches.dead_line_seconds, lambda: _falls(x, leg))


def _comes_back(x: Exchange, leg: Leg) -> None:
    if not leg.is_over and leg.dead_until is not None and leg.dead_until <= x.kernel.now():
        leg.dead_until = None
        leg.ear.dead = leg.keypad.dead = False
        x.tell("note", "the line is alive again", leg)
        leg.changed.fire()


def _falls(x: Exchange, leg: Leg) -> None:
    if leg.dead_until is not None:
        leg_ends(x, leg, status="failed", by="network", anyway=x.switches.dead_line_ends_as == "failed")
