"""Webhooks over real HTTP, to this machine only."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Sequence
from contextlib import suppress
from urllib.parse import SplitResult, urlencode, urlsplit

from simulator.wire.deadline import DeadlineSocket
from simulator.wire.transport import (
    LARGEST_BODY,
    Answer,
    ConnectFailed,
    ConnectionLost,
    ConnectTimedOut,
    NoSuchHost,
    NotHttp,
    Pairs,
    ReadTimedOut,
    Timeouts,
    TlsFailed,
    TotalTimedOut,
    TransportFailed,
)

FORM = ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
ADDRESSES = {"localhost": ("127.0.0.1", "::1")}
"""What the one name means, whatever a resolver would say."""
TLS = ssl.create_default_context()


def is_loopback(host: str) -> bool:
    """Is this this machine itself? Names other than `localhost` are not looked up, and do not count.

    Nor does an address with a zone (`::1%eth0`): what a resolver makes of that is not known.
    """
    if host == "localhost":
        return True
    try:
        return "%" not in host and ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class HttpTransport:
    """Carries webhooks over HTTP. Refuses, whatever it is told, to leave this machine.

    Every request has a connection of its own: one kept open may have been closed by the other side meanwhile, and then
    nobody knows whether the request was handled. Connecting to one's own machine costs a fraction of a millisecond.
    """

    def __call__(self, method: str, url: str, form: Pairs, headers: Pairs, timeout: Timeouts) -> Answer:
        parts = urlsplit(url)
        if not is_loopback(parts.hostname or ""):
            raise NoSuchHost(f"{url} is not on this machine")
        deadline = time.monotonic() + timeout.total
        connection = _connected(parts, min(timeout.connect, timeout.total))
        stream = DeadlineSocket(connection, deadline, timeout.read)
        try:
            connection.settimeout(max(deadline - time.monotonic(), 0.001))
            connection.sendall(_written(method, parts, form, headers))
            return _read(stream, method)
        except TimeoutError:
            raise _too_late(stream, deadline) from None
        except (http.client.RemoteDisconnected, ConnectionError) as error:
            raise ConnectionLost(str(error)) from error
        except (http.client.HTTPException, ValueError) as error:
            raise NotHttp(repr(error)) from error
        finally:
            connection.close()


def _too_late(stream: DeadlineSocket, deadline: float) -> TransportFailed:
    """A server that was silent has timed out; one that sent something, but not all in time, took too long in total."""
    return TotalTimedOut() if stream.has_come and time.monotonic() >= deadline else ReadTimedOut()


def _connected(parts: SplitResult, seconds: float) -> socket.socket:
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        connection = _dialled(ADDRESSES.get(host, (host,)), port, max(seconds, 0.001))
    except TimeoutError as error:
        raise ConnectTimedOut(str(error)) from error
    except OSError as error:
        raise ConnectFailed(str(error)) from error
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if parts.scheme != "https":
        return connection
    try:
        return TLS.wrap_socket(connection, server_hostname=host)
    except OSError as error:
        connection.close()
        raise TlsFailed(str(error)) from error


def _dialled(addresses: Sequence[str], port: int, seconds: float) -> socket.socket:
    """A connection to the first of these addresses that takes one."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), timeout=seconds)
    return socket.create_connection((addresses[-1], port), timeout=seconds)


def _written(method: str, parts: SplitResult, form: Pairs, headers: Pairs) -> bytes:
    """The request as it goes over the wire."""
    body = urlencode(list(form)).encode() if method == "POST" else b""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    about = [FORM, ("Content-Length", str(len(body)))] if method == "POST" else []
    lines = [("Host", parts.netloc), *headers, *about, ("Connection", "close")]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body


def _read(connection: DeadlineSocket, method: str) -> Answer:
    """The answer, and no more of its body than may be."""
    response = http.client.HTTPResponse(connection, method=method)  # type: ignore[arg-type]  # all it asks is makefile
    try:
        response.begin()
        body = response.read(LARGEST_BODY + 1)
        if len(body) <= LARGEST_BODY and response.length:
            raise ConnectionLost(f"the answer is cut off: {response.length} bytes are missing")
        return Answer(
            status=response.status,
            headers=tuple(response.headers.items()),
            body=body[:LARGEST_BODY],
            too_long=len(body) > LARGEST_BODY,
        )
    finally:
        response.close()
