"""The systems a flow may ask: by exact name and port, from the centre's own list."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal
from urllib.parse import urlsplit

from callbacks.dips.errors import HostRefused

PORTS: Final = {"https": 443, "http": 80}
LONGEST_URL: Final = 2048
NAME: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


@dataclass(frozen=True, kw_only=True)
class Host:
    """A system that may be asked. `header` and `secret` are the credentials it gets, and nobody else.

    `private` lets it stand in a private network and speak plain HTTP: only with a port of its own in the list.
    """

    header: str = "Authorization"
    secret: str = field(default="", repr=False)
    private: bool = False


Hosts = Mapping[str, Host]
"""By `name` or `name:port`, in small letters; without a port 443 is meant."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where one question goes: everything the socket and the request need, read from the URL once."""

    scheme: Literal["https", "http"]
    host: str
    port: int
    path: str
    rules: Host

    @property
    def named(self) -> str:
        """As it stands in the Host header."""
        return self.host if self.port == PORTS[self.scheme] else f"{self.host}:{self.port}"


def target_of(url: str, hosts: Hosts) -> Target:
    """Where this URL leads. Raises HostRefused for whatever is not plainly an address of the list."""
    if len(url) > LONGEST_URL or not all("!" <= sign <= "~" for sign in url) or "\\" in url:
        raise HostRefused("an address is short, and of plain characters")
    try:
        parts = urlsplit(url)
        scheme, port = parts.scheme, parts.port
    except ValueError:
        raise HostRefused("not an address") from None
    name = parts.netloc.rpartition(":")[0] if port is not None else parts.netloc
    if scheme not in PORTS or not NAME.fullmatch(name) or parts.fragment or "#" in url:
        raise HostRefused("not an address we ask")
    number = port or PORTS[scheme]
    rules = hosts.get(f"{name}:{number}") or (hosts.get(name) if number == PORTS["https"] else None)
    if rules is None or (scheme != "https" and not rules.private):
        raise HostRefused(f"{scheme}://{name}:{number}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(scheme="https" if scheme == "https" else "http", host=name, port=number, path=path, rules=rules)
