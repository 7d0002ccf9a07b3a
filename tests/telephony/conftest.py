"""A stand-in for Twilio's REST server: it answers what a test wrote down, and remembers what it was asked."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests

from telephony.twilio_api import TwilioApi

ACCOUNT = "AC" + "a" * 32


@dataclass(frozen=True, kw_only=True)
class Asked:
    method: str
    url: str
    body: str


@dataclass
class TwilioServer:
    """Answers in the order they were written down; an answer may be a callable that does something to the socket."""

    asked: list[Asked] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], str] | Callable[[socket.socket], None]] = field(default_factory=list)
    url: str = ""

    def will_answer(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        text = body if isinstance(body, str) else json.dumps(body)
        self.answers.append((status, headers or {}, text))

    def will(self, misbehave: Callable[[socket.socket], None]) -> None:
        self.answers.append(misbehave)


@pytest.fixture
def twilio() -> Iterator[TwilioServer]:
    server = TwilioServer()

    class Answering(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            server.asked.append(Asked(method=self.command, url=self.path, body=body))
            answer = server.answers.pop(0)
            if callable(answer):
                answer(self.connection)
                self.close_connection = True
                return
            status, headers, text = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text.encode())), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = do_DELETE = answer

        def log_message(self, format: str, *args: object) -> None:
            return

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.url = f"http://127.0.0.1:{listening.server_address[1]}"
    yield server
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture
def api(twilio: TwilioServer) -> Iterator[TwilioApi]:
    with requests.Session() as session:
        yield TwilioApi(
            account_sid=ACCOUNT,
            username=ACCOUNT,
            password="secret",
            caller_id="+902125550100",
            session=session,
            base_url=twilio.url,
            timeout=0.5,
            loopback_only=True,
        )
