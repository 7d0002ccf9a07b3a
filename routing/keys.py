"""Every Redis key of the floor. One hash tag per site: a script's keys are in one slot, sites spread over a cluster.

Scripts are given the root as KEYS[1] and derive the rest; docs/floor.md lists every field.
"""

import re
from dataclasses import dataclass

_SITE = re.compile(r"[a-z0-9][a-z0-9_-]{0,40}")


@dataclass(frozen=True, kw_only=True)
class FloorKeys:
    site: str

    def __post_init__(self) -> None:
        if not _SITE.fullmatch(self.site):
            raise ValueError(f"a site is named in small letters, digits, - and _: {self.site!r}")

    @property
    def root(self) -> str:
        return f"{{{self.site}}}"

    @property
    def epoch(self) -> str:
        """String: which life of the floor this is, with `r` behind it while it is rebuilt. Missing: it is lost."""
        return f"{self.root}:epoch"

    @property
    def journal(self) -> str:
        """Stream of events on their way to SQL."""
        return f"{self.root}:journal"

    @property
    def live(self) -> str:
        """Stream of what changed, for pages that watch: short, and never needed."""
        return f"{self.root}:live"

    @property
    def deadlines(self) -> str:
        """Sorted set of `kind:id`, score = when somebody must look (ms)."""
        return f"{self.root}:deadlines"

    @property
    def agents(self) -> str:
        """Set of the agents the floor has seen."""
        return f"{self.root}:agents"

    @property
    def queues(self) -> str:
        """Set of the queues the floor has seen."""
        return f"{self.root}:queues"

    @property
    def figures(self) -> str:
        """Hash: queue → its figures of the last hour (JSON), written by the clock."""
        return f"{self.root}:figures"

    @property
    def day(self) -> str:
        """Hash: queue → its figures of the day so far (JSON), written by whoever looks and finds them old."""
        return f"{self.root}:day"

    @property
    def turned_down(self) -> str:
        """Set of waiting calls that some agent rejected."""
        return f"{self.root}:turned_down"

    def agent(self, agent: str) -> str:
        """Hash: the facts about an agent and the state computed from them."""
        return f"{self.root}:agent:{agent}"

    def call(self, call: str) -> str:
        """Hash: the call, its place and its plan."""
        return f"{self.root}:call:{call}"

    def refused(self, call: str) -> str:
        """Set of the agents who rejected this call."""
        return f"{self.root}:refused:{call}"

    def reservation(self, reservation: str) -> str:
        """Hash: one agent held for one call."""
        return f"{self.root}:reservation:{reservation}"

    def waiting(self, line: str) -> str:
        """Sorted set of the calls waiting in a line, score = place minus boosts (ms)."""
        return f"{self.root}:waiting:{line}"

    def ready(self, line: str) -> str:
        """Sorted set of the agents of a line who are ready, score = idle since (ms)."""
        return f"{self.root}:ready:{line}"

    def present(self, line: str) -> str:
        """Set of the agents of a line who take calls, now or after the present one."""
        return f"{self.root}:present:{line}"

    def queue(self, queue: str) -> str:
        """Sorted set of all calls waiting for a queue, whichever lines are open to them."""
        return f"{self.root}:queue:{queue}"

    def answers(self, call: str) -> str:
        """Hash: natural key of a webhook → the body we answered."""
        return f"{self.root}:answers:{call}"

    def op(self, op: str) -> str:
        """String: the stored result of a command."""
        return f"{self.root}:op:{op}"
