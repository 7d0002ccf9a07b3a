"""How a webhook reaches the customer's server: one function, handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server said. `seconds` is how long it took in virtual time, for tests of slow servers."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0

    def header(self, name: str) -> str:
        """A header's value whatever its letters' case; "" when absent."""
        return next((value for key, value in self.headers.items() if key.lower() == name.lower()), "")


@dataclass(frozen=True, kw_only=True)
class Timeouts:
    """Seconds a request may take to connect, between packets, and in all."""

    connect: float = 5.0
    read: float = 15.0
    total: float = 15.0


class ConnectFailed(Exception):
    """The customer's server could not be reached."""


class ReadTimedOut(Exception):
    """The customer's server did not answer in time."""


class Transport(Protocol):
    """Carries one request. Follows no redirects and retries nothing. Raises ConnectFailed or ReadTimedOut."""

    def __call__(
        self, method: str, url: str, form: Sequence[tuple[str, str]], headers: Mapping[str, str], timeout: Timeouts
    ) -> Answer: ...
