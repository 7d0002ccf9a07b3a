"""One request and its answer: one address, one connection, no redirect, so many bytes, so much time."""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from callbacks.dips.address import Resolve, addresses_of, judged_address
from callbacks.dips.errors import NotReached, TooSlow
from callbacks.dips.host import Hosts, Target, target_of
from callbacks.outside.line import line_to, public_authorities, seconds_left

MOST_BYTES: Final = 262_144
"""Of an answer; what comes after them is not read."""
NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, kw_only=True)
class Request:
    method: Literal["GET", "POST"] = "GET"
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, kw_only=True)
class Reply:
    """`headers` by name in small letters."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """How requests leave this process: to `hosts` alone, with nothing taken from the environment."""

    hosts: Hosts
    resolve: Resolve = addresses_of
    tls: ssl.SSLContext = field(default_factory=public_authorities)

    def send(self, request: Request, *, within_seconds: float) -> Reply:
        """Whatever was answered, be it a refusal. Raises DipFailed where nothing whole was."""
        target = target_of(request.url, self.hosts)
        until = time.monotonic() + within_seconds
        private = target.rules.private
        address = judged_address(self.resolve, target.host, target.port, private=private, seconds=within_seconds)
        try:
            with line_to(address, target, tls=self.tls, until=until) as line:
                return _exchanged(line, target, request, until)
        except (OSError, http.client.HTTPException, ValueError) as broken:
            if time.monotonic() >= until:
                raise TooSlow(target.host) from None
            raise NotReached(f"{target.host}: {type(broken).__name__}") from None


def _exchanged(line: socket.socket, target: Target, request: Request, until: float) -> Reply:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0
    connection.sock = line
    connection.putrequest(request.method, target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in _headers(target, request).items():
        connection.putheader(name, value)
    connection.endheaders(request.body or None)
    with connection.getresponse() as response:
        seconds_left(until)
        body = response.read(MOST_BYTES)
        seconds_left(until)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Reply(status=response.status, headers=headers, body=body)


def _headers(target: Target, request: Request) -> dict[str, str]:
    own = {"Host": target.named, "Accept-Encoding": "identity", "Connection": "close"}
    if request.method == "POST":
        own["Content-Length"] = str(len(request.body))
    credentials = {target.rules.header: target.rules.secret} if target.rules.secret else NOTHING
    return {**own, **credentials, **request.headers}
