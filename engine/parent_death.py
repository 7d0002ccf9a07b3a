"""A child that must not outlive its parent, even when the parent is killed with -9."""

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
"""prctl(2), Linux."""


def die_with_parent(sent: signal.Signals) -> Callable[[], None] | None:
    """What a child does between fork and exec so that the kernel sends it this signal when its parent is gone.

    Elsewhere than on Linux there is nothing of the kind: None, and a killed parent leaves its children behind.
    """
    if sys.platform != "linux":
        return None
    parent = os.getpid()
    libc = ctypes.CDLL(None, use_errno=True)

    def ask_the_kernel() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(sent))
        if os.getppid() != parent:
            os._exit(0)

    return ask_the_kernel
