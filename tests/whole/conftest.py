"""The whole house on this machine: real processes, real HTTP, a clock that runs as the real one.

One for all tests of this folder, so none of them leaps to another day: what the demo's people were promised would come
due under the others.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import psutil
import pytest
from holidays import country_holidays

from engine.demo import demo_running
from engine.demo_clock import leaps_file, present
from engine.demo_day import ZONE
from engine.http_stage import HttpStage
from engine.settings import Settings, read_settings
from tests.processes import free_port

WEDNESDAY = 2
BESIDE = (timedelta(days=-1), timedelta(0), timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class House:
    settings: Settings
    stage: HttpStage

    def processes(self, word: str) -> list[psutil.Process]:
        """Our children whose command line has this word."""
        children = psutil.Process().children(recursive=True)
        return [child for child in children if child.is_running() and word in _command_line(child)]


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with a_house(tmp_path_factory.mktemp("house")) as one:
        yield one


@contextmanager
def a_house(folder: Path) -> Iterator[House]:
    """A demo of its own, on a working morning, which this process's commands mean for as long as the block lasts."""
    given = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(folder), "PORT": str(free_port())}
    given |= {"SAHIP_LIVE_PORT": str(free_port()), "SAHIP_SIMULATOR_PORT": str(free_port())}
    before = dict(os.environ)
    os.environ.update(given)
    try:
        settings = read_settings()
        _begins_at(working_morning(present()), leaps_file(settings))
        with demo_running(settings, quiet=True) as stage:
            yield House(settings=settings, stage=stage)
    finally:
        os.environ.clear()
        os.environ.update(before)


def working_morning(now: datetime) -> datetime:
    """The next Wednesday at ten in Turkey that is no holiday, nor has one beside it."""
    here = now.astimezone(ZONE).replace(hour=10, minute=0, second=0, microsecond=0)
    ahead = (here + timedelta(days=days) for days in count())
    turkish = country_holidays("TR")
    return next(
        day
        for day in ahead
        if day > now and day.weekday() == WEDNESDAY and not any(day.date() + each in turkish for each in BESIDE)
    )


def _begins_at(moment: datetime, leaps: Path) -> None:
    leaps.parent.mkdir(parents=True, exist_ok=True)
    leaps.write_text(f"{(moment - present()).total_seconds():.3f}\n")


def _command_line(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
