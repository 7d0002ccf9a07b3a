"""The simulator as a server: the REST and control APIs on a port of this machine, the network running in real time."""

import logging
import secrets
import sys
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, make_server

from simulator.account import Account
from simulator.clockwork.clock import RealClock
from simulator.rest.app import rest_app
from simulator.simulator import Simulator
from simulator.switches import Switches
from simulator.wire.http_transport import HttpTransport, is_loopback

HOST = "127.0.0.1"
SWITCH_SECONDS = 0.0005
"""Dozens of threads wait for answers here: one that has its own is not to wait the usual 5 ms for its turn."""


@dataclass(kw_only=True)
class Server:
    """A running simulator. `port` is the one it listens on, also when it was asked for port 0."""

    simulator: Simulator
    http: BaseWSGIServer
    stopped: threading.Event

    @property
    def port(self) -> int:
        return self.http.port

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def stop(self) -> None:
        self.stopped.set()
        self.http.shutdown()
        self.http.server_close()

    def wait(self) -> None:
        """Until stopped, or interrupted from the keyboard."""
        with suppress(KeyboardInterrupt):
            self.stopped.wait()


def start_server(
    port: int,
    account: Account,
    *,
    speed: float = 1.0,
    switches: Switches | None = None,
    leaps: Path | None = None,
    seed: int | None = None,
    guests: Collection[str] = (),
) -> Server:
    """Serve on 127.0.0.1 in threads of their own, and run the network in another. `leaps` as in RealClock,
    `guests` as in rest_app.

    Without a seed every start has ids of its own, as the applications it meets may remember those of an earlier one.
    """
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    sys.setswitchinterval(SWITCH_SECONDS)
    simulator = Simulator(
        RealClock(speed, leaps),
        HttpTransport(),
        seed=secrets.randbits(64) if seed is None else seed,
        account=account,
        switches=switches or Switches(),
        host_allowed=is_loopback,
    )
    http = _http(simulator, port, guests)
    server = Server(simulator=simulator, http=http, stopped=threading.Event())
    _in_a_thread("simulator-http", http.serve_forever)
    _in_a_thread("simulator-network", lambda: simulator.run_until(server.stopped))
    return server


def _http(simulator: Simulator, port: int, guests: Collection[str]) -> BaseWSGIServer:
    http = make_server(HOST, port, rest_app(simulator, guests), threaded=True)
    simulator.lives_at(f"http://{HOST}:{http.port}")
    return http


def _in_a_thread(name: str, runs: Callable[[], object]) -> None:
    threading.Thread(target=runs, name=name, daemon=True).start()
