"""Commands of ours as processes of their own, without the second it takes to start Python and read our sources.

One process has everything read; each command is a fork of it, with a folder, an environment and pipes of its own.
"""

import importlib
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import SOURCES

LONGEST = 60
"""Seconds a command may take."""


@dataclass
class Commands:
    """Hands commands to the process that forks."""

    forking: "subprocess.Popen[str]"

    def run(self, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str]
            ) -> "subprocess.CompletedProcess[str]":  # fmt: skip
        with tempfile.TemporaryDirectory() as told:
            wanted = {"arguments": list(arguments), "folder": str(folder), "environment": dict(environment),
                      "told": told}  # fmt: skip
            assert self.forking.stdin and self.forking.stdout
            self.forking.stdin.write(json.dumps(wanted) + "\n")
            self.forking.stdin.flush()
            status = int(self.forking.stdout.readline())
            out, err = ((Path(told) / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(list(arguments), status, out, err)


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "PYTHONPATH") if name in os.environ}
    with subprocess.Popen([sys.executable, "-m", "tests.commands_run"], cwd=SOURCES, text=True, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, env=inherited | {"NO_COLOR": "1"}) as forking:  # fmt: skip
        yield Commands(forking)
        assert forking.stdin
        forking.stdin.close()


def fork_commands() -> None:
    """Until nobody asks any more."""
    _read_everything()
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(wanted)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _read_everything() -> None:
    import engine
    import engine.centre
    import engine.commands
    import engine.shipped

    for package in (engine, engine.commands):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(found.name)
    engine.centre.read_centre(engine.shipped.shipped("centre"))  # the words of its files are kept


def _become(wanted: Mapping[str, object]) -> None:
    import signal

    from engine.cli import main

    signal.alarm(LONGEST)
    os.chdir(str(wanted["folder"]))
    os.environ.clear()
    os.environ.update(wanted["environment"])  # type: ignore[call-overload]
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(str(wanted["told"])) / name, os.O_WRONLY | os.O_CREAT, 0o600), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    sys.argv = ["sahip", *wanted["arguments"]]  # type: ignore[misc]
    try:
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else (0 if end.code is None else 1)
    except BaseException:  # noqa: BLE001  # told as Python itself would
        sys.excepthook(*sys.exc_info())
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    fork_commands()
