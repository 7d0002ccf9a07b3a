"""A connection to one address, cut off at one moment, whatever it is busy with then."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from callbacks.dips.errors import TooSlow
from callbacks.dips.host import Target


@cache
def public_authorities() -> ssl.SSLContext:
    """Whom this machine believes, read once for a process: it takes 20 ms."""
    return ssl.create_default_context()


@contextmanager
def line_to(address: str, target: Target, *, tls: ssl.SSLContext, until: float) -> Iterator[socket.socket]:
    """`until` is a moment of the monotonic clock. Raises OSError, TooSlow."""
    line = socket.create_connection((address, target.port), timeout=seconds_left(until))
    if target.scheme == "https":
        line = tls.wrap_socket(line, server_hostname=target.host, do_handshake_on_connect=False)
    cut = threading.Timer(seconds_left(until), _cut, [line])
    cut.daemon = True
    cut.start()
    with line:
        try:
            if isinstance(line, ssl.SSLSocket):
                line.do_handshake()
            yield line
        finally:
            cut.cancel()


def seconds_left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TooSlow()
    return left


def _cut(line: socket.socket) -> None:
    try:
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # below TLS, which another thread is busy with
    except OSError:
        return
