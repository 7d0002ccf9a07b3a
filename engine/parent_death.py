"""A child that must not outlive its parent, even when the parent is killed with -9.

Run as a program it asks the kernel for a signal on its parent's death and becomes the command: what is asked for here
stays in force through exec. A separate program, because code between fork and exec is not safe beside threads.
The kernel means the parent's *thread* that forked: start such children from a thread that stays.
Elsewhere than on Linux there is nothing of the kind, and a killed parent leaves its children behind.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1
"""prctl(2)."""


def dying_with_us(command: Sequence[str]) -> list[str]:
    """The command to start instead: the same, and sent SIGTERM when the process that calls this is gone."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


def die_with_parent() -> None:
    """Have SIGTERM sent to this very process when its parent is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def become(parent: int, command: Sequence[str]) -> None:
    die_with_parent()
    if os.getppid() == parent:
        os.execvp(command[0], list(command))  # noqa: S606  the command is our own


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
