"""Meeting in one process: webhooks into a WSGI application, and REST requests into the simulator, without a network."""

import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlencode, urlsplit
from wsgiref.types import WSGIApplication

import requests
from requests.adapters import BaseAdapter

from simulator.wire.transport import LARGEST_BODY, Answer, Pairs, ReadTimedOut, Timeouts, Transport

TIMED_OUT_HEADER = "X-Simulated-Timeout"
REFUSED_HEADER = "X-Simulated-Refusal"
RESET_HEADER = "X-Simulated-Reset"
SECONDS_HEADER = "X-Simulated-Seconds"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
FIXED = {
    "SCRIPT_NAME": "",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "127.0.0.1",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": False,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}
PORTS = {"http": "80", "https": "443"}


def wsgi_transport(app: WSGIApplication) -> Transport:
    """A transport that hands every webhook to this WSGI application. A `X-Simulated-Seconds` header makes it slow."""

    def carry(method: str, url: str, form: Pairs, headers: Pairs, timeout: Timeouts) -> Answer:
        body = urlencode(list(form)).encode() if method == "POST" else b""
        told = [*headers, ("Content-Type", FORM)] if method == "POST" else headers
        status, came, content = _asked(app, method, url, told, body)
        seconds = next((float(value) for name, value in came if name == SECONDS_HEADER), 0.0)
        if seconds > min(timeout.read, timeout.total):
            raise ReadTimedOut(url)
        long = len(content) > LARGEST_BODY
        return Answer(status=status, headers=came, body=content[:LARGEST_BODY], seconds=seconds, too_long=long)

    return carry


class WsgiAdapter(BaseAdapter):
    """Mount it on a requests.Session to reach a WSGI application as if over HTTP."""

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__()
        self._app = app

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        body = request.body or b""
        content = body.encode() if isinstance(body, str) else body
        headers = [(_text(name), _text(value)) for name, value in request.headers.items()]
        status, came, answered = _asked(self._app, request.method or "GET", request.url or "", headers, content)
        _raise_simulated(request, dict(came), kwargs.get("timeout"))
        return _response(request, status, came, answered)

    def close(self) -> None:
        """Nothing to close."""


def _text(value: str | bytes) -> str:
    return value if isinstance(value, str) else value.decode("latin-1")


def _asked(
    app: WSGIApplication, method: str, url: str, headers: Pairs, body: bytes
) -> tuple[int, tuple[tuple[str, str], ...], bytes]:
    """One request through a WSGI application: status, headers and body of its answer."""
    told: list[Any] = []

    def start(status: str, came: list[tuple[str, str]], trouble: Any = None) -> Callable[[bytes], object]:
        told[:] = [int(status[:3]), tuple(came)]
        return lambda data: None

    content = _joined(app(_environ(method, url, headers, body), start))
    return told[0], told[1], content


def _joined(parts: Iterable[bytes]) -> bytes:
    try:
        return b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()


def _environ(method: str, url: str, headers: Pairs, body: bytes) -> dict[str, Any]:
    """What a WSGI server would make of the request. RAW_URI is the target as it stood in the URL, escapes and all:
    what a signature must be checked against."""
    parts = urlsplit(url)
    raw = parts.path + (f"?{parts.query}" if parts.query else "")
    environ: dict[str, Any] = FIXED | {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "REQUEST_URI": raw,
        "RAW_URI": raw,
        "SERVER_NAME": parts.hostname or "",
        "SERVER_PORT": str(parts.port or PORTS.get(parts.scheme, "80")),
        "HTTP_HOST": parts.netloc.rpartition("@")[2],
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": BytesIO(body),
    }
    for name, value in headers:
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ


def _raise_simulated(request: requests.PreparedRequest, headers: dict[str, str], timeout: Any) -> None:
    """A simulated network that failed: as requests would say it."""
    patience = timeout[1] if isinstance(timeout, tuple) else timeout
    late = patience is not None and float(headers.get(SECONDS_HEADER, 0)) > patience
    if TIMED_OUT_HEADER in headers or late:
        raise requests.exceptions.ReadTimeout("the simulated network never answered", request=request)
    if REFUSED_HEADER in headers:
        raise requests.exceptions.ConnectionError("the simulated network refused the connection", request=request)
    if RESET_HEADER in headers:
        raise requests.exceptions.ConnectionError("the simulated network lost the connection", request=request)


def _response(request: requests.PreparedRequest, status: int, headers: Pairs, body: bytes) -> requests.Response:
    response = requests.Response()
    response.status_code, response.request, response.url = status, request, request.url or ""
    response.headers.update(dict(headers))
    response.raw = BytesIO(body)
    response.encoding = "utf-8"
    return response
