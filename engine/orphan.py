"""A process multiprocessing made that ends with its parent, also where the kernel's signal found nobody listening.

The signal that `die_with_parent` asks for is lost where the parent is gone before it was asked for; and a web server's
worker that has just started may hear it and wait for itself for ever: seen in one of some 30 servers that were killed
in their first second, whose worker then held the port for good.
"""

import multiprocessing
import os
import signal
import threading
from typing import Final

from engine.parent_death import die_with_parent

ASKED_EVERY: Final = 1.0
"""Seconds."""


def outlive_no_parent(*, grace: float) -> None:
    """From now on, in this process. What is under way may be finished for `grace` seconds."""
    die_with_parent()
    if (parent := multiprocessing.parent_process()) is not None:
        threading.Thread(target=_see_it_end, args=(parent.pid, grace), name="parent", daemon=True).start()


def _see_it_end(parent: int | None, grace: float) -> None:
    """By the number of our parent: what multiprocessing would wait for is held open by other workers too."""
    while os.getppid() == parent:
        threading.Event().wait(ASKED_EVERY)
    for _ in range(int(grace / ASKED_EVERY)):
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(ASKED_EVERY)
    os.kill(os.getpid(), signal.SIGKILL)
