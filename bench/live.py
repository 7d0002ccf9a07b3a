"""What the simulator adds to a webhook, live over HTTP, with many calls at once.

    python -m bench.live [--quick]

Every call pauses for a second and asks again. From the moment that is due until the answer is in the simulator's hands,
less the time the (trivial) application itself took, is what the simulator has added: its own lateness, the connection,
the signature, the reading. The application is a process of its own; one call alone stands beside fifty for comparison.
"""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

from simulator import Account
from simulator.server import Server, start_server
from simulator.telling.trace import Entry

GOAL_MS = 2.0
PAUSE_SECONDS = 1.0
NUMBER = "+908502220000"
DOCUMENT = b'<Response><Pause length="1"/><Redirect>/voice</Redirect></Response>'
TOOK = "X-Took"


def main() -> None:
    seconds = 5 if "--quick" in sys.argv else 15
    columns = {calls: added(calls, seconds) for calls in (1, 50)}
    print(f"{'ms added to a webhook; calls at once':<40}" + "".join(f"{calls:>12}" for calls in columns))
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99)):
        figures = [percentile(each, share) for each in columns.values()]
        print(f"{name:<40}" + "".join(f"{figure:>12.2f}" for figure in figures))
    print(f"{'webhooks':<40}" + "".join(f"{len(each):>12}" for each in columns.values()))
    print(f"{f'p95 at 50 calls against {GOAL_MS:g} ms':<40}{percentile(columns[50], 0.95) / GOAL_MS:>24.2f}")


def added(calls: int, seconds: float) -> list[float]:
    """Milliseconds the simulator added to each webhook, with so many calls going on for so long."""
    with application() as url:
        server = start_server(0, Account())
        try:
            place_calls(server, url, calls)
            threading.Event().wait(seconds)
            entries = server.simulator.trace.since(0)
        finally:
            server.stop()
    legs = dict.fromkeys(entry.leg for entry in entries if entry.kind == "webhook")
    return [late for leg in legs for late in added_on([entry for entry in entries if entry.leg == leg])]


def place_calls(server: Server, url: str, calls: int) -> None:
    """They begin spread over a pause, as calls do."""
    server.simulator.own_number(NUMBER, f"{url}/voice")
    for index in range(calls):
        start = PAUSE_SECONDS * index / calls
        server.simulator.place_call(f"+9055{index:08}", NUMBER, ["hears_end"], start_after=start)


def added_on(entries: list[Entry]) -> list[float]:
    """Of one call; its first webhook had no moment at which it was due."""
    asked = [entry for entry in entries if entry.kind == "webhook"]
    answered = {entry.data["request"]: entry for entry in entries if entry.kind == "answer"}
    figures = []
    for before, now in pairwise(asked):
        first, second = answered.get(before.data["request"]), answered.get(now.data["request"])
        if first is not None and second is not None:
            whole = since(first.at, second.at) - PAUSE_SECONDS
            figures.append((whole - float(dict(second.data["headers"])[TOOK])) * 1000)
    return figures


def since(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds()


def percentile(figures: list[float], share: float) -> float:
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]


@contextmanager
def application() -> Iterator[str]:
    """The trivial application in a process of its own; its address."""
    command = [sys.executable, "-m", "bench.live", "--application"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        finally:
            process.terminate()


class Application(ThreadingHTTPServer):
    def get_request(self) -> tuple[socket.socket, object]:
        """The application's own time begins when it has the connection."""
        connection, address = super().get_request()
        return connection, (*address, time.perf_counter())


class Answering(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        begun = float(self.client_address[-1])
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/xml")
        self.send_header("Content-Length", str(len(DOCUMENT)))
        self.send_header(TOOK, f"{time.perf_counter() - begun:.6f}")
        self.end_headers()
        self.wfile.write(DOCUMENT)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal is for the figures."""


def answer() -> None:
    with Application(("127.0.0.1", 0), Answering) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    answer() if "--application" in sys.argv else main()
