"""No data lost, nothing left running, whoever is killed."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from redis import Redis

from engine.embedded_valkey import EmbeddedValkey, start_unless_running, using_embedded_valkey
from engine.errors import EmbeddedValkeyDoesNotStart
from engine.valkey_keeper import PATIENCE_SECONDS
from tests.processes import has_ended, kill, python

A_USER = """
import sys
from pathlib import Path
from engine.embedded_valkey import using_embedded_valkey
with using_embedded_valkey(Path(sys.argv[1])) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "valkey"


@pytest.fixture
def user(folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that uses the server."""
    process = python(A_USER, str(folder))
    assert process.stdout and process.stdout.readline().startswith("unix://")
    with process:
        yield process
        process.kill()


def client(folder: Path) -> Redis:
    return Redis.from_url(EmbeddedValkey(folder=folder).url, decode_responses=True)


def server_pid(folder: Path) -> int:
    return int(client(folder).info("server")["process_id"])


def keeper_pid(folder: Path) -> int:
    keeper = psutil.Process(server_pid(folder)).parent()
    assert keeper and "engine.valkey_keeper" in keeper.cmdline()
    return keeper.pid


def test_it_writes_everything_down_and_never_evicts(folder: Path) -> None:
    with using_embedded_valkey(folder):
        in_force = client(folder).config_get("appendonly", "appendfsync", "maxmemory-policy")
    assert in_force == {"appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}


def test_a_second_user_reuses_the_running_server(folder: Path, user: "subprocess.Popen[str]") -> None:
    running = server_pid(folder)
    with using_embedded_valkey(folder):
        assert server_pid(folder) == running


def test_it_stays_while_anybody_uses_it_and_goes_after_the_last(folder: Path, user: "subprocess.Popen[str]") -> None:
    server = server_pid(folder)
    with using_embedded_valkey(folder):
        user.kill()
        assert not has_ended(server, within=0.5)
    assert has_ended(server)


def test_a_server_that_hangs_does_not_outlive_its_last_user(folder: Path) -> None:
    """Stopped, it hears no more than one that hangs in a script, and keeps no processor busy meanwhile."""
    with using_embedded_valkey(folder):
        server = server_pid(folder)
        os.kill(server, signal.SIGSTOP)
    assert has_ended(server, within=PATIENCE_SECONDS + 5)


def test_what_it_knows_survives_a_restart(folder: Path) -> None:
    with using_embedded_valkey(folder):
        client(folder).set("place", "first in line")
        server = server_pid(folder)
    assert has_ended(server)
    with using_embedded_valkey(folder):
        assert client(folder).get("place") == "first in line"


def test_a_killed_user_leaves_nothing_running(folder: Path, user: "subprocess.Popen[str]") -> None:
    server, keeper = server_pid(folder), keeper_pid(folder)
    kill(user.pid)
    assert has_ended(server)
    assert has_ended(keeper)


def test_when_everything_is_killed_nothing_is_left_and_nothing_is_lost(
    folder: Path, user: "subprocess.Popen[str]"
) -> None:
    client(folder).set("place", "first in line")
    server = server_pid(folder)
    kill(keeper_pid(folder))
    kill(user.pid)
    assert has_ended(server)
    with using_embedded_valkey(folder):
        assert client(folder).get("place") == "first in line"


@pytest.mark.parametrize("victim", [server_pid, keeper_pid])
def test_its_users_get_it_back_when_it_is_killed(folder: Path, victim) -> None:
    with using_embedded_valkey(folder) as server:
        client(folder).set("place", "first in line")
        killed = server_pid(folder)
        kill(victim(folder))
        assert has_ended(killed)
        start_unless_running(server)
        assert client(folder).get("place") == "first in line"


def test_many_users_at_once_start_one_server(folder: Path) -> None:
    users = [python(A_USER, str(folder)) for _ in range(4)]
    for user in users:
        assert user.stdout and user.stdout.readline()
    running = {process.pid: process.info for process in psutil.process_iter(["name", "cmdline"])}
    servers = [
        pid
        for pid, process in running.items()
        if process["name"] == "valkey-server" and str(folder) in " ".join(process["cmdline"] or [])
    ]
    assert servers == [server_pid(folder)]
    for user in users:
        with user:
            user.kill()
    assert has_ended(servers[0])


def test_a_folder_too_deep_for_a_socket_works_too(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 60) / ("b" * 60)
    with using_embedded_valkey(deep) as server:
        assert len(str(server.socket)) < 108
        assert client(deep).ping()


def test_a_server_that_cannot_read_its_folder_is_reported_with_its_own_words(folder: Path) -> None:
    (folder / "appendonlydir").mkdir(parents=True)
    (folder / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense\n")
    with pytest.raises(EmbeddedValkeyDoesNotStart, match="REDIS_URL"), using_embedded_valkey(folder):
        pass
