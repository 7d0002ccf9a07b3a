"""The whole house on this machine: real processes, real HTTP, the real clock. One for all tests of this folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
import requests

from engine.demo import demo_running
from engine.demo_day import ZONE
from engine.http_stage import HttpStage
from engine.settings import Settings, read_settings
from tests.processes import free_port


@dataclass(frozen=True, kw_only=True)
class House:
    settings: Settings
    stage: HttpStage

    def leap_to(self, *, weekday: int, hour: int) -> None:
        """On to the next such day, Monday being 0, and hour in Turkey: for the engine and the network alike."""
        here = self.stage.now().astimezone(ZONE)
        moment = (here + timedelta(days=(weekday - here.weekday()) % 7 or 7)).replace(hour=hour, minute=0)
        address = f"http://127.0.0.1:{self.settings.simulator_port}/_sim/clock"
        requests.post(address, json={"to": moment.isoformat()}, timeout=5).raise_for_status()

    def processes(self, word: str) -> list[psutil.Process]:
        """Our children whose command line has this word."""
        children = psutil.Process().children(recursive=True)
        return [child for child in children if child.is_running() and word in _command_line(child)]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with a_house(tmp_path_factory.mktemp("house")) as one:
        yield one


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    """A demo of its own, which this process's commands mean for as long as the block lasts."""
    given = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(folder), "PORT": str(free_port())}
    given |= {"SAHIP_LIVE_PORT": str(free_port()), "SAHIP_SIMULATOR_PORT": str(free_port())}
    before = dict(os.environ)
    os.environ.update(given)
    try:
        settings = read_settings()
        with demo_running(settings, quiet=True) as stage:
            yield House(settings=settings, stage=stage)
    finally:
        os.environ.clear()
        os.environ.update(before)


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
