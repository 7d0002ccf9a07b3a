"""A system to ask, of every temper: a real server on this machine, behaving by the path it is asked for."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ANSWER = {"state": "yolda", "delivery": {"date": "2026-11-25"}, "items": [{"name": "Bulaşık makinesi"}], "paid": True}


class Crm:
    """`asked` are the requests that came, as (path, headers)."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.gate = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._requests())
        self.server.daemon_threads = True

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def _requests(self) -> type[BaseHTTPRequestHandler]:
        crm = self

        class Request(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                crm.asked.append((self.path, dict(self.headers)))
                getattr(crm, "_" + self.path.partition("?")[0].strip("/").replace("-", "_"), crm._ok)(self)

            def log_message(self, *told: Any) -> None:
                return

        return Request

    def _answer(self, request: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
        request.send_response(status)
        for name, value in ({"Content_Type": "application/json"} | headers).items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _ok(self, request: BaseHTTPRequestHandler) -> None:
        self._answer(request, json.dumps(ANSWER).encode())

    def _missing(self, request: BaseHTTPRequestHandler) -> None:
        self._answer(request, b"{}", 404)

    def _broken(self, request: BaseHTTPRequestHandler) -> None:
        self._answer(request, b"{}", 500)

    def _moved(self, request: BaseHTTPRequestHandler) -> None:
        self._answer(request, b"{}", 302, Location=self.url("/ok"))

    def _page(self, request: BaseHTTPRequestHandler) -> None:
        self._answer(request, b"<html>", Content_Type="text/html")

    def _packed(self, request: BaseHTTPRequestHandler) -> None:
        self._answer(request, b"{}", Content_Encoding="gzip")

    def _huge(self, request: BaseHTTPRequestHandler) -> None:
        self._answer(request, b'"' + b"x" * 70_000 + b'"')

    def _silent(self, request: BaseHTTPRequestHandler) -> None:
        self.gate.wait(10)

    def _dripping_head(self, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        self._drip(request, b"X-Slow: 1\r\n")

    def _dripping_body(self, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        self._drip(request, b" ")

    def _drip(self, request: BaseHTTPRequestHandler, drop: bytes) -> None:
        try:
            while not self.gate.wait(0.02):
                request.wfile.write(drop)
        except OSError:
            return

    def _cut_off(self, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{")
        request.connection.shutdown(socket.SHUT_RDWR)

    def _nonsense(self, request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(bytes(range(256)) * 10)


@contextmanager
def crm_running() -> Iterator[Crm]:
    crm = Crm()
    serving = threading.Thread(target=crm.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    serving.start()
    try:
        yield crm
    finally:
        crm.gate.set()
        crm.server.shutdown()
        crm.server.server_close()
        serving.join()
