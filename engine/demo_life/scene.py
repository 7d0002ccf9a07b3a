"""Whoever plays a scripted call has the floor to themselves: the living demo waits in the wings meanwhile.

A lock on a file, which the kernel takes back from a process that is no more.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from engine.demo_life.regulars import NUMBERS
from engine.http_stage import HttpStage

MOST_LOOKS: Final = 30
LOOKS_AGAIN_SECONDS: Final = 0.5


@contextmanager
def scene_to_itself(var: Path) -> Iterator[None]:
    """For a scripted call. Several may be played at once: that is theirs to know."""
    with _file(var).open("a") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def wait_for_the_wings(stage: HttpStage) -> None:
    """Until none of the demo's own customers is on the line any more: they hang up at once."""
    for _ in range(MOST_LOOKS):
        if not stage.on_the_line() & NUMBERS:
            return
        stage.let_pass(LOOKS_AGAIN_SECONDS)


def a_scene_is_played(var: Path) -> bool:
    with _file(var).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _file(var: Path) -> Path:
    return var / "scene"
