"""A receiver for trying things out: it verifies and tells what it is sent, and answers whose a caller is.

`sahip connect listen` runs it on this machine. Whoever writes a real one finds here all that it has to do.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from callbacks.events.signature import is_ours

MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Listener:
    """`secret` verifies events; without one they are told as they come. `owners` are numbers with whose they are."""

    tell: Callable[[str], None]
    clock: Callable[[], datetime]
    secret: str | None = None
    owners: Mapping[str, str] = field(default_factory=dict)

    def answer(self, headers: Mapping[str, str], body: bytes) -> tuple[int, dict[str, Any]]:
        """Status and answer to one POST. Header names are in small letters."""
        try:
            told = json.loads(body)
        except ValueError:
            return 400, {"error": "not JSON"}
        if isinstance(told, dict) and "phone" in told:
            return self._whose(str(told["phone"]))
        return self._event(headers, body, told)

    def _whose(self, phone: str) -> tuple[int, dict[str, Any]]:
        owner = self.owners.get(phone)
        self.tell(f"whose is {phone}? {owner or 'nobody here'}")
        return 200, {"owner": owner, "case": None}

    def _event(self, headers: Mapping[str, str], body: bytes, told: Any) -> tuple[int, dict[str, Any]]:
        signed = {name: headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature")}
        if self.secret is not None and not is_ours(
            self.secret,
            name=signed["id"],
            at=signed["timestamp"],
            signatures=signed["signature"],
            body=body,
            now=self.clock(),
        ):
            self.tell(f"{signed['id'] or 'something'}: not signed with this secret, or not of now")
            return 401, {"error": "signature"}
        verified = "verified" if self.secret is not None else "not verified: no --secret"
        self.tell(f"{signed['id']} ({verified}) {json.dumps(told, ensure_ascii=False)}")
        return 200, {}


def listening_on(port: int, listener: Listener) -> ThreadingHTTPServer:
    """A server of this machine alone."""

    class Request(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            body = self.rfile.read(min(int(length) if length.isdigit() else 0, MOST_BYTES))
            status, answer = listener.answer({name.lower(): value for name, value in self.headers.items()}, body)
            written = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *told: Any) -> None:
            return

    return ThreadingHTTPServer(("127.0.0.1", port), Request)
