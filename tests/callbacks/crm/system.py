"""A system that is asked: a real server on this machine that answers what the test says."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class System:
    """Answers `body` with `status`; with `bodies`, by the path it is asked for."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._requests())
        self.server.daemon_threads = True

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_address[1]}"

    def _requests(self) -> type[BaseHTTPRequestHandler]:
        system = self

        class Request(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                named = {name.lower(): value for name, value in self.headers.items()}
                system.asked.append(Asked(self.command, self.path, named, body))
                answer = system.bodies.get(self.path.partition("?")[0], system.body)
                self.send_response(system.status)
                for name, value in system.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            do_POST = do_GET

            def log_message(self, *told: Any) -> None:
                return

        return Request


@contextmanager
def answering() -> Iterator[System]:
    system = System()
    serving = threading.Thread(target=system.server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02})
    serving.start()
    try:
        yield system
    finally:
        system.server.shutdown()
        system.server.server_close()
