"""What happens, as it happens: a long poll on the trace."""

import threading
from typing import Any

from flask import Blueprint, request

from simulator.control.given import patience
from simulator.control.handsets import handset_json
from simulator.simulator import Simulator
from simulator.telling.trace import Entry

LONGEST_WAIT_SECONDS = 25.0
MOST_WAITING = 64
"""Each one who waits keeps a thread; whoever comes when so many wait is answered at once."""
MOST_ENTRIES = 500
MOST_LAST = 5000


def register_events(api: Blueprint, sim: Simulator) -> None:
    places = threading.BoundedSemaphore(MOST_WAITING)

    @api.get("/events")
    def events() -> dict[str, Any]:
        """Entries after `since`, at once or when there are any within `wait` seconds; without `since` the `last` ones.

        `run` changes when the trace has begun again: whoever sees that starts anew. `handsets=1` adds their states.
        """
        trace, run = sim.trace, sim.began_at.isoformat()
        since = request.args.get("since", None, int)
        if since is None or request.args.get("run", run) != run:
            last = min(max(request.args.get("last", MOST_ENTRIES, int), 0), MOST_LAST)
            entries = trace.since(max(0, len(trace) - last))
            after = entries[-1].seq if entries else len(trace)
            return _told(sim, entries, after, run)
        wait = patience(LONGEST_WAIT_SECONDS)
        if wait and places.acquire(blocking=False):
            try:
                trace.wait(since, wait)
            finally:
                places.release()
        entries = trace.since(since)[:MOST_ENTRIES]
        return _told(sim, entries, entries[-1].seq if entries else min(since, len(trace)), run)


def _told(sim: Simulator, entries: list[Entry], after: int, run: str) -> dict[str, Any]:
    told: dict[str, Any] = {"run": run, "next": after, "entries": [entry.as_json() for entry in entries]}
    x = sim.exchange
    with x.kernel.lock:
        told["now"] = x.kernel.now().isoformat()
        if request.args.get("handsets") == "1":
            told["handsets"] = [handset_json(x, one) for one in x.handsets.values()]
    return told
