"""A queue as policy has it: who may answer and from when on, and what spares its callers a hopeless wait."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Ring:
    """From `after_seconds` on, agents who satisfy `skills` may be offered a caller of this queue."""

    after_seconds: float
    skills: str = ""


@dataclass(frozen=True, kw_only=True)
class Diversion:
    """While `when` holds, callers of the queue are led to `to`: `queue:<name>` or `flow:<name>`.

    `when` is an expression in the grammar of skills, over the facts of `routing.diversion`.
    """

    when: str
    to: str


@dataclass(frozen=True, kw_only=True)
class Queue:
    """`hours` names a calendar; empty: the queue never closes. `most_waiting` 0: as many as there are.

    Calls of this queue are served as if they had waited `boost_seconds` longer. The service level it is measured
    by: `service_level_percent` of its callers are answered within `service_level_seconds`.
    """

    name: str
    rings: tuple[Ring, ...]
    hours: str = ""
    most_waiting: int = 0
    boost_seconds: float = 0
    diversions: tuple[Diversion, ...] = ()
    service_level_seconds: float = 20
    service_level_percent: float = 80
    record: bool = False
    """Conversations of its callers are recorded, to their end, whoever comes in; the caller is told so before."""


EVERYONE = Queue(name="main", rings=(Ring(after_seconds=0),))
