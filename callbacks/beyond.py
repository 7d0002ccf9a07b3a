"""What packages that stand above this one have done by the worker and the clock: the assembly hands it in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement

Thread = Literal["journal", "rows", "slow"]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Work the clock does every so often, on its own: a duty that fails is tried again at its next time.

    None is done where the deadlines are kept: each has a thread to wait its turn in, `journal`, `rows`, or `slow` for
    what may take many seconds, and never runs twice at once. It is handed the board of its process.

    `there_is` tells SQL's part of whether there is anything to do, with the moments of `records.glance.at`: where it is
    not so, the duty is left out this time. Without one it is always done.
    """

    name: str
    every: timedelta
    act: Callable[[Any], object]
    thread: Thread = "rows"
    there_is: ColumnElement[bool] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class SideCalls:
    """Calls on the floor that are a colleague's way into somebody else's conversation.

    `bring` is asked with the call when an agent has accepted it and is to come in; `stands`, whether one that was live
    when the floor was lost belongs there still. Both are handed the board of their process.
    """

    bring: Callable[[Any, str], None]
    stands: Callable[[Any, str], bool]


Wanted = Callable[[Any, str], bool]
"""Whether a leg is wanted still that rings somebody for this subject. Handed the board of its process."""


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """`work` is carried out under the job's name, with the board and one id. `side_calls` by how their names begin.
    `legs` by the kind of the attempt that made them.
    """

    work: Mapping[str, Callable[[Any, str], None]] = field(default_factory=dict)
    duties: tuple[Duty, ...] = ()
    side_calls: Mapping[str, SideCalls] = field(default_factory=dict)
    legs: Mapping[str, Wanted] = field(default_factory=dict)

    def of_call(self, call: str) -> SideCalls | None:
        """None for every call that is a caller's own, or a callback's."""
        return next((ours for begins, ours in self.side_calls.items() if call.startswith(begins)), None)
