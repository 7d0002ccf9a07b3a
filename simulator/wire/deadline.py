"""Reading from a connection with two limits: how long it may be silent, and when all must have come."""

import io
import socket
import time
from typing import Any


class DeadlineSocket:
    """Looks like a socket to a reader of HTTP. Every byte must come before `deadline` (of the monotonic clock)."""

    def __init__(self, connection: socket.socket, deadline: float, silence: float) -> None:
        self._stream = _Stream(connection, deadline, silence)

    @property
    def has_come(self) -> bool:
        """Has any byte come?"""
        return self._stream.has_come

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._stream)


class _Stream(io.RawIOBase):
    def __init__(self, connection: socket.socket, deadline: float, silence: float) -> None:
        super().__init__()
        self.has_come = False
        self._connection, self._deadline, self._silence = connection, deadline, silence

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the deadline has passed")
        self._connection.settimeout(min(left, self._silence))
        count = self._connection.recv_into(buffer)
        self.has_come = self.has_come or count > 0
        return count
