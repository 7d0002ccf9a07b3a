"""Which address a name stands for, asked once: what is connected to is what was judged."""

import socket
import threading
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

from callbacks.dips.errors import AddressRefused, NotReached, TooSlow

Resolve = Callable[[str, int], list[str]]
"""Every address of a name. Raises OSError."""

NAT64: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
"""IPv6 addresses that a gateway turns into the IPv4 address at their end."""


def addresses_of(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def judged_address(resolve: Resolve, host: str, port: int, *, private: bool, seconds: float) -> str:
    """The address to connect to. A name with one inner address among its addresses is refused whole."""
    addresses = _in_time(lambda: resolve(host, port), host, seconds)
    if not addresses:
        raise NotReached(host)
    if not private and not all(is_public(address) for address in addresses):
        raise AddressRefused(host)
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether it is an ordinary address of the internet, however it is wrapped."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return all(_ordinary(each) for each in (ip, *_wrapped(ip)))


def _ordinary(ip: IPv4Address | IPv6Address) -> bool:
    strange = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback or ip.is_link_local
    site_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not strange and not site_local


def _wrapped(ip: IPv4Address | IPv6Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses an IPv6 address is another way to write."""
    if isinstance(ip, IPv4Address):
        return ()
    found = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if any(ip in network for network in NAT64):
        found.append(IPv4Address(int(ip) & 0xFFFF_FFFF))
    return tuple(each for each in found if each is not None)


def _in_time(resolve: Callable[[], list[str]], host: str, seconds: float) -> list[str]:
    """Resolving cannot be told to hurry, so it is left behind in a thread of its own when it does not."""
    answers: list[list[str]] = []
    failures: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            answers.append(resolve())
        except (OSError, UnicodeError) as failed:
            failures.append(failed)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, seconds))
    if failures:
        raise NotReached(f"{host}: {failures[0]}")
    if not answers:
        raise TooSlow(host)
    return answers[0]
