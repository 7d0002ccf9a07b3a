"""The Valkey that comes with Sahip, for a laptop, a small office and the tests: nothing to install, nothing to stop.

Every process that needs it is a *user*: it holds a shared lock on a file for as long as it lives. One *keeper*
(`engine.valkey_keeper`) runs the server and waits for an exclusive lock on the same file, which the kernel grants
when the last user is gone, however it went. The server holds the lock on the data folder, so that two servers never
write one append-only file. Nobody polls, and no pid is written down.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from engine.errors import EmbeddedValkeyDoesNotStart

if TYPE_CHECKING:
    from engine.settings import Settings

SOURCES = Path(__file__).parents[1]
"""Where the keeper finds this package, whatever folder we were started in."""
START_SECONDS = 15.0
"""Longest we wait for the server; loading an append-only file of 1 GB takes about 10 s."""
KEEPER_FAILED = 1
"""Its exit status when the server refuses its folder; 0 when another keeper was there first."""
LONGEST_SOCKET_PATH = 100
"""Bytes. The kernel allows 107 for a unix socket."""


@dataclass(frozen=True, kw_only=True)
class EmbeddedValkey:
    """Where the server of one data folder lives."""

    folder: Path

    @property
    def socket(self) -> Path:
        """In the folder itself, or in a short private folder when the path is too long for a unix socket."""
        here = self.folder / "valkey.sock"
        if len(os.fsencode(here)) <= LONGEST_SOCKET_PATH:
            return here
        name = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"sahip-{os.getuid()}-{name}" / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    @property
    def users_lock(self) -> Path:
        return self.folder / "users.lock"

    @property
    def data_lock(self) -> Path:
        return self.folder / "data.lock"

    @property
    def log(self) -> Path:
        return self.folder / "valkey.log"


@dataclass(frozen=True, kw_only=True)
class Use:
    """Our use of a server; it ends with `end`, or with this process."""

    server: EmbeddedValkey
    lock: int
    ending: threading.Event

    def end(self) -> None:
        self.ending.set()
        os.close(self.lock)


@contextmanager
def using_embedded_valkey(folder: Path) -> Iterator[EmbeddedValkey]:
    """Use the server of this folder for a while."""
    use = use_embedded_valkey(folder)
    try:
        yield use.server
    finally:
        use.end()


def redis_url_in_use(settings: "Settings") -> str:
    """The address of the Redis in force: the one set, else the embedded Valkey, for as long as this process lives."""
    return settings.redis_url or use_embedded_valkey(settings.valkey_folder).server.url


def use_embedded_valkey(folder: Path) -> Use:
    """Use the server of this folder: started when it does not run, and again should it die meanwhile."""
    server = EmbeddedValkey(folder=folder.resolve())
    server.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(server.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
    use = Use(server=server, lock=lock, ending=threading.Event())
    fcntl.flock(lock, fcntl.LOCK_SH)
    try:
        start_unless_running(server)
    except EmbeddedValkeyDoesNotStart:
        use.end()
        raise
    threading.Thread(target=_start_again_when_it_dies, args=(use,), daemon=True).start()
    return use


def start_unless_running(server: EmbeddedValkey) -> None:
    """Return once the server answers. Raises EmbeddedValkeyDoesNotStart."""
    give_up_at = time.monotonic() + START_SECONDS
    keeper: subprocess.Popen[bytes] | None = None
    while not answers(server):
        ended = keeper and keeper.poll()
        if ended == KEEPER_FAILED or time.monotonic() > give_up_at:
            raise EmbeddedValkeyDoesNotStart(server.log)
        if keeper is None or ended is not None:
            keeper = _start_keeper(server)
        time.sleep(0.02)


def answers(server: EmbeddedValkey) -> bool:
    client = Redis(unix_socket_path=str(server.socket), socket_timeout=1.0, retry=Retry(NoBackoff(), 0))
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()


def _start_keeper(server: EmbeddedValkey) -> subprocess.Popen[bytes]:
    """In a session of its own: Ctrl-C is for us, the keeper leaves after its last user."""
    return subprocess.Popen(
        [sys.executable, "-m", "engine.valkey_keeper", str(server.folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=SOURCES,
    )


def _start_again_when_it_dies(use: Use) -> None:
    """The data lock is free only when the server is dead; waiting for it costs nothing."""
    while not use.ending.is_set():
        with use.server.data_lock.open("a") as data:
            fcntl.flock(data, fcntl.LOCK_SH)
        if not use.ending.is_set():
            start_unless_running(use.server)
