"""A Redis client that gives each thread a connection of its own and asks nothing of it twice.

The driver's own way costs five times the processor time of the round trip itself: a pool with its locks, retries and
measurements around every command. A webhook makes several round trips, so they go out here directly. What the driver
knows of connecting, packing and reading stays the driver's.
"""

import os
import select
import threading
from typing import Any

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError, ResponseError


class _Own(threading.local):
    connection: Any = None
    watch: Any = None


class OwnConnections(Redis):
    """A command is tried once, on a connection that was alive a moment before."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._own = _Own()

    def execute_command(self, *args: Any, **options: Any) -> Any:
        connection = living(self._own, self.connection_pool)
        connection.send_packed_command(connection.pack_command(*args), check_health=False)
        return self.parse_response(connection, args[0], **options)  # type: ignore[no-untyped-call]

    def pipeline(self, transaction: bool = True, shard_hint: str | None = None) -> Pipeline:
        if transaction:
            return super().pipeline(transaction, shard_hint)
        return OwnPipeline(self.connection_pool, self.response_callbacks, self._own)

    def close(self) -> None:
        """The connections of other threads end with these threads."""
        forget(self._own)
        super().close()


class OwnPipeline(Pipeline):
    """Commands sent together, without a transaction around them."""

    def __init__(self, pool: Any, response_callbacks: Any, own: _Own) -> None:
        super().__init__(pool, response_callbacks, False, None)
        self._own = own

    def execute(self, raise_on_error: bool = True) -> list[Any]:
        stack, scripts = self.command_stack, self.scripts
        if scripts or self.explicit_transaction or self.watching:
            return super().execute(raise_on_error)
        self.command_stack = []
        if not stack:
            return []
        connection = living(self._own, self.connection_pool)
        connection.send_packed_command(connection.pack_commands([args for args, _ in stack]), check_health=False)
        answers = [self._answer(connection, args[0], options) for args, options in stack]
        if raise_on_error:
            self.raise_first_error(stack, answers)  # type: ignore[no-untyped-call]
        return answers

    def _answer(self, connection: Any, command: Any, options: dict[str, Any]) -> Any:
        """A refusal is an answer too: the others have to be read behind it."""
        try:
            return self.parse_response(connection, command, **options)  # type: ignore[no-untyped-call]
        except ResponseError as refusal:
            return refusal


def living(own: _Own, pool: Any) -> Any:
    """This thread's connection; a new one where there is none, the server closed it, or it is that of a parent process.

    What lies unread on it answers nothing we are about to ask, so such a connection is given up as well. One that broke
    under a command was closed by the driver then.
    """
    connection = own.connection
    if connection is None or connection.pid != os.getpid():
        own.connection = connection = pool.connection_class(**pool.connection_kwargs)
    if connection._sock is None:
        connect(own, connection)
    elif own.watch.poll(0):
        connection.disconnect()
        connect(own, connection)
    return connection


def connect(own: _Own, connection: Any) -> None:
    connection.connect()
    own.watch = select.poll()
    own.watch.register(connection._sock, select.POLLIN)


def forget(own: _Own) -> None:
    connection, own.connection = own.connection, None
    if connection is not None:
        try:
            connection.disconnect()
        except RedisError:
            return
