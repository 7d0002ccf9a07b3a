"""What packages that stand above this one have done by the worker and the clock: the assembly hands it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

Thread = Literal["journal", "rows", "slow"]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Work the clock does every so often, on its own: a duty that fails is tried again at its next time.

    None is done where the deadlines are kept: each has a thread to wait its turn in, `journal`, `rows`, or `slow` for
    what may take many seconds, and never runs twice at once. It is handed the board of its process.
    """

    name: str
    every: timedelta
    act: Callable[[Any], object]
    thread: Thread = "rows"


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """`work` is carried out under the job's name, with the board and one id."""

    work: Mapping[str, Callable[[Any, str], None]] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
