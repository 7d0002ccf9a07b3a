"""One GET, bounded on every side: one address, one connection, no redirect, so many bytes, so much time."""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import Final

from callbacks.dips.address import Resolve, addresses_of, judged_address
from callbacks.dips.errors import AnswerRefused, NotFound, NotReached, TooSlow
from callbacks.dips.host import Hosts, Target, target_of
from callbacks.outside.line import line_to, public_authorities, seconds_left

MOST_BYTES: Final = 65_536
USER_AGENT: Final = "sahip-dip/1"


@dataclass(frozen=True, kw_only=True)
class Fetching:
    """How questions leave this process: to `hosts` alone, with nothing taken from the environment."""

    hosts: Hosts
    resolve: Resolve = addresses_of
    tls: ssl.SSLContext = field(default_factory=public_authorities)

    def fetch(self, url: str, *, within_seconds: float) -> bytes:
        """The JSON that stands there, as bytes. Raises DipFailed."""
        target = target_of(url, self.hosts)
        until = time.monotonic() + within_seconds
        address = judged_address(
            self.resolve, target.host, target.port, private=target.rules.private, seconds=within_seconds
        )
        try:
            with line_to(address, target, tls=self.tls, until=until) as line:
                return _asked(line, target, until)
        except (OSError, http.client.HTTPException, ValueError) as broken:
            if time.monotonic() >= until:
                raise TooSlow(target.host) from None
            raise NotReached(f"{target.host}: {type(broken).__name__}") from None


def _asked(line: socket.socket, target: Target, until: float) -> bytes:
    """The answer, whole. What was cut off at the end of the time may look like the end of something."""
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.auto_open = 0
    connection.sock = line
    connection.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
    for name, value in _headers(target).items():
        connection.putheader(name, value)
    connection.endheaders()
    with connection.getresponse() as response:
        seconds_left(until)
        _judge(response)
        body = response.read(MOST_BYTES + 1)
        seconds_left(until)
    if len(body) > MOST_BYTES:
        raise AnswerRefused(f"more than {MOST_BYTES} bytes")
    if response.length:
        raise NotReached(f"{target.host}: broke off")
    return body


def _headers(target: Target) -> dict[str, str]:
    common = {
        "Host": target.named,
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": USER_AGENT,
        "Connection": "close",
    }
    return {**common, target.rules.header: target.rules.secret} if target.rules.secret else common


def _judge(response: http.client.HTTPResponse) -> None:
    if response.status in (404, 410):
        raise NotFound()
    if response.status != 200:
        raise AnswerRefused(f"status {response.status}")
    if not _is_json(response.headers.get_content_type()):
        raise AnswerRefused("not JSON")
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise AnswerRefused("packed")


def _is_json(kind: str) -> bool:
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))
