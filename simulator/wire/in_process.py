"""Meeting in one process: webhooks into a WSGI application, and REST requests into the simulator, without a network."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode, urlsplit
from wsgiref.types import WSGIApplication

import requests
from requests.adapters import BaseAdapter
from werkzeug.test import Client

from simulator.wire.transport import LARGEST_BODY, Answer, Pairs, ReadTimedOut, Timeouts, Transport

TIMED_OUT_HEADER = "X-Simulated-Timeout"


def wsgi_transport(app: WSGIApplication) -> Transport:
    """A transport that hands every webhook to this WSGI application. A `X-Simulated-Seconds` header makes it slow."""

    def carry(method: str, url: str, form: Pairs, headers: Pairs, timeout: Timeouts) -> Answer:
        parts = urlsplit(url)
        response = Client(app).open(
            path=parts.path,
            base_url=f"{parts.scheme}://{parts.netloc}",
            query_string=parts.query,
            method=method,
            data=urlencode(list(form)) if method == "POST" else None,
            headers=list(headers),
            content_type="application/x-www-form-urlencoded; charset=UTF-8" if method == "POST" else None,
            environ_overrides={"REQUEST_URI": _raw(url), "RAW_URI": _raw(url)},
        )
        seconds = float(response.headers.get("X-Simulated-Seconds", 0))
        if seconds > min(timeout.read, timeout.total):
            raise ReadTimedOut(url)
        body = response.get_data()
        return Answer(
            status=response.status_code,
            headers=tuple(response.headers.items()),
            body=body[:LARGEST_BODY],
            seconds=seconds,
            too_long=len(body) > LARGEST_BODY,
        )

    return carry


def _raw(url: str) -> str:
    """The request target as it stood in the URL, escapes and all: what a signature must be checked against."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


class WsgiAdapter(BaseAdapter):
    """Mount it on a requests.Session to reach a WSGI application as if over HTTP."""

    def __init__(self, app: WSGIApplication) -> None:
        super().__init__()
        self._client = Client(app)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        body = request.body or b""
        answer = self._client.open(
            path=parts.path,
            base_url=f"{parts.scheme!s}://{parts.netloc!s}",
            query_string=str(parts.query),
            method=request.method or "GET",
            data=body.encode() if isinstance(body, str) else body,
            headers=dict(request.headers),
        )
        if TIMED_OUT_HEADER in answer.headers:
            raise requests.exceptions.ReadTimeout("the simulated network never answered", request=request)
        return _response(request, answer.status_code, dict(answer.headers), answer.get_data())

    def close(self) -> None:
        """Nothing to close."""


def _response(
    request: requests.PreparedRequest, status: int, headers: dict[str, str], body: bytes
) -> requests.Response:
    response = requests.Response()
    response.status_code, response.request, response.url = status, request, request.url or ""
    response.headers.update(headers)
    response.raw = BytesIO(body)
    response.encoding = "utf-8"
    return response
