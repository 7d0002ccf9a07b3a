"""How a webhook reaches the customer's server: one function, handed in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

Pairs = Sequence[tuple[str, str]]
"""Names and values in order; a name may come more than once."""
LARGEST_BODY = 64 * 1024
"""More of an answer than this many bytes is not read."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server said. `seconds` is how long it took: in virtual time, or by the wall clock when time is real.

    Headers are as they came: in their order, in their letters' case, repeated ones repeated. `too_long` says that
    there was more than LARGEST_BODY of a body; `body` is its beginning.
    """

    status: int
    headers: Pairs = ()
    body: bytes = b""
    seconds: float = 0.0
    too_long: bool = False

    def header(self, name: str) -> str:
        """A header's (first) value whatever its letters' case; "" when absent."""
        return next(iter(self.headers_named(name)), "")

    def headers_named(self, name: str) -> list[str]:
        """Every value of a header that may come more than once."""
        return [value for key, value in self.headers if key.lower() == name.lower()]


@dataclass(frozen=True, kw_only=True)
class Timeouts:
    """Seconds a request may take to connect, between packets, and in all."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0


class TransportFailed(Exception):
    """There is no answer. `code` is Twilio's error, `retried_as` the name its retry policy has for it ("" for none)."""

    code = 11205
    retried_as = ""
    words = "HTTP connection failure"


class ConnectFailed(TransportFailed):
    """The customer's server refused the connection."""

    code, retried_as, words = 11202, "ct", "TCP connection refused"


class ConnectTimedOut(TransportFailed):
    """Nobody answered the attempt to connect."""

    code, retried_as, words = 11201, "ct", "TCP connection timed out"


class NoSuchHost(TransportFailed):
    """The name of the host is nobody's."""

    code, words = 11210, "HTTP bad host name"


class TlsFailed(TransportFailed):
    """The encrypted connection could not be agreed upon: as with a certificate the server signed itself."""

    code, retried_as, words = 11220, "ct", "SSL/TLS handshake error"


class ConnectionLost(TransportFailed):
    """The server took the request and hung up on it."""

    code, retried_as = 11205, "rt"


class NotHttp(TransportFailed):
    """What came back is not HTTP."""

    code, words = 11206, "HTTP protocol violation"


class ReadTimedOut(TransportFailed):
    """The customer's server was silent for too long."""

    code, retried_as, words = 11200, "rt", "no answer in time"


class TotalTimedOut(TransportFailed):
    """The server was not silent, but slow: the whole took too long."""

    code, words = 11203, "communication total time exceeded"


class Transport(Protocol):
    """Carries one request. Follows no redirects and retries nothing. Raises TransportFailed."""

    def __call__(self, method: str, url: str, form: Pairs, headers: Pairs, timeout: Timeouts) -> Answer: ...
