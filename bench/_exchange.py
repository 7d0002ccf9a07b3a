"""Callers and agents of a bench: requests over kept-alive connections, and the floor's stream to see what it did."""

import json
import selectors
import socket
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import hiredis

from bench._load import BREAK, connected, length_of

CONNECTIONS = 64
JOURNAL = "{main}:journal"

Done = Callable[[bytes, float], None]
"""What happens with an answer: its bytes, and when its request was sent."""


@dataclass(kw_only=True)
class Line:
    """A connection: idle, or waiting for the answer to one request."""

    socket: socket.socket
    done: Done | None = None
    sent_at: float = 0
    received: bytes = b""


class Exchange:
    """One thread plays everybody. `offered` is told of every offer in the stream: call, agent and reservation."""

    def __init__(self, port: int, redis_socket: str, offered: Callable[[str, str, str], None]) -> None:
        self.offered = offered
        self.refused = 0
        self._asked: deque[tuple[bytes, Done]] = deque()
        self._selector = selectors.EpollSelector()
        self._idle = [Line(socket=connected(port)) for _ in range(CONNECTIONS)]
        for line in self._idle:
            self._selector.register(line.socket, selectors.EVENT_READ, line)
        self._stream = socket.socket(socket.AF_UNIX)
        self._stream.connect(redis_socket)
        self._reader = hiredis.Reader(encoding="utf-8")
        self._selector.register(self._stream, selectors.EVENT_READ, None)
        self._listen("$")

    def ask(self, request: bytes, done: Done) -> None:
        """Send it as soon as a connection is free."""
        self._asked.append((request, done))

    def run(self, until: float) -> None:
        """Until the moment, by time.perf_counter."""
        while (left := until - time.perf_counter()) > 0:
            self._send()
            for key, _ in self._selector.select(left):
                if key.data is None:
                    self._hear()
                else:
                    self._receive(key.data)

    def close(self) -> None:
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()

    def _send(self) -> None:
        while self._asked and self._idle:
            line = self._idle.pop()
            request, line.done = self._asked.popleft()
            line.sent_at = time.perf_counter()
            line.socket.sendall(request)

    def _receive(self, line: Line) -> None:
        answer = line.received + line.socket.recv(65_536)
        head, found, body = answer.partition(BREAK)
        if not answer:
            raise ConnectionError("the server closed the connection")
        if not found or len(body) < length_of(head):
            line.received = answer
            return
        line.received = b""
        self.refused += not head.startswith(b"HTTP/1.1 2")
        done, line.done = line.done, None
        self._idle.append(line)
        if done is not None:
            done(body, line.sent_at)

    def _listen(self, after: str) -> None:
        """One question to Redis is answered when there is something new."""
        words: Any = ("XREAD", "COUNT", "500", "BLOCK", "0", "STREAMS", JOURNAL, after)
        self._stream.sendall(hiredis.pack_command(words))

    def _hear(self) -> None:
        self._reader.feed(self._stream.recv(1_048_576))
        while (told := self._reader.gets()) is not False:
            [[_, entries]] = told
            self._listen(entries[-1][0])
            for _, row in entries:
                self._entry(dict(zip(row[::2], row[1::2], strict=True)))

    def _entry(self, row: dict[str, Any]) -> None:
        for kind, call, agent, reservation, _ in json.loads(row["events"]):
            if kind == "offered":
                self.offered(call, agent, reservation)
