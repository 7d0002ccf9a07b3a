"""Everything a process needs to talk with systems outside."""

from dataclasses import dataclass, field

from callbacks.events.apart import Apart, in_turn
from callbacks.outside.exchange import Exchange


@dataclass(frozen=True, kw_only=True)
class Outside:
    """`subscribers` is how events leave; unless told otherwise, nobody can be reached."""

    subscribers: Exchange = field(default_factory=lambda: Exchange(hosts={}))
    apart: Apart = in_turn
