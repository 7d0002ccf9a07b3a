"""A load generator: prepared requests over kept-alive connections, each sent when its connection's last is answered."""

import selectors
import socket
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

CONNECTIONS = 32
BREAK = b"\r\n\r\n"
LENGTH = b"content-length: "


@dataclass(kw_only=True)
class Run:
    """What came of it: how long it took, and for each answer its milliseconds and whether it was 2xx."""

    seconds: float = 0
    milliseconds: list[float] = field(default_factory=list)
    refused: int = 0

    @property
    def per_second(self) -> float:
        return len(self.milliseconds) / self.seconds

    def percentile(self, share: float) -> float:
        ranked = sorted(self.milliseconds)
        return ranked[min(int(len(ranked) * share), len(ranked) - 1)]


@dataclass(kw_only=True)
class Connection:
    socket: socket.socket
    sent_at: float = 0
    received: bytes = b""


def drive(port: int, requests: Iterable[bytes], connections: int = CONNECTIONS) -> Run:
    """Send them all, so many at once."""
    run, waiting = Run(), iter(requests)
    selector = selectors.EpollSelector()
    open_now = 0
    begun = time.perf_counter()
    for _ in range(connections):
        connection = Connection(socket=connected(port))
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        open_now += send_next(connection, waiting)
    while open_now:
        for key, _ in selector.select():
            if answered(key.data, run) and not send_next(key.data, waiting):
                open_now -= 1
    run.seconds = time.perf_counter() - begun
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return run


def connected(port: int) -> socket.socket:
    one = socket.create_connection(("127.0.0.1", port))
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return one


def send_next(connection: Connection, waiting: Iterator[bytes]) -> bool:
    request = next(waiting, None)
    if request is None:
        return False
    connection.sent_at = time.perf_counter()
    connection.socket.sendall(request)
    return True


def answered(connection: Connection, run: Run) -> bool:
    """Whether the whole answer is here; then it is counted."""
    answer = connection.received + connection.socket.recv(65_536)
    head, found, body = answer.partition(BREAK)
    if not answer:
        raise ConnectionError("the server closed the connection")
    if not found or len(body) < length_of(head):
        connection.received = answer
        return False
    connection.received = b""
    run.milliseconds.append((time.perf_counter() - connection.sent_at) * 1000)
    run.refused += not head.startswith(b"HTTP/1.1 2")
    return True


def length_of(head: bytes) -> int:
    lowered = head.lower()
    at = lowered.find(LENGTH)
    if at < 0:
        return 0
    return int(lowered[at + len(LENGTH) :].partition(b"\r")[0])
