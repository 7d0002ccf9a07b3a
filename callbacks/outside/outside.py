"""Everything a process needs to talk with systems outside."""

import threading
from dataclasses import dataclass, field, replace

from callbacks.crm.line import CrmLine
from callbacks.events.apart import Apart, OneThreadEach, in_turn
from callbacks.outside.exchange import Exchange


@dataclass(frozen=True, kw_only=True)
class Outside:
    """`subscribers` is how events leave; unless told otherwise, nobody can be reached. `crm` is None without one."""

    subscribers: Exchange = field(default_factory=lambda: Exchange(hosts={}))
    apart: Apart = in_turn
    crm: CrmLine | None = None


def in_real_time(outside: Outside) -> Outside:
    """The same in a process of its own: what takes long is done beside the rest, and a call may wait a moment."""
    line = outside.crm and replace(outside.crm, pause=threading.Event().wait)
    return replace(outside, apart=OneThreadEach(), crm=line)
