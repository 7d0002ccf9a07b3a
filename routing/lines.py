"""Names of lines. A line is a named set of agents that a waiting call may be offered to."""

from collections.abc import Iterable

from routing.narrowing import NOT_NEWCOMER
from routing.queue import Queue


def agent_line(agent: str) -> str:
    """One person: the owner of a case, or their stand-in."""
    return f"agent:{agent}"


def agent_of(line: str) -> str | None:
    """Whose line it is, where it is one person's."""
    kind, _, agent = line.partition(":")
    return agent if kind == "agent" else None


def team_line(team: str) -> str:
    return f"team:{team}"


def ring_line(queue: str, ring: int, skills: str = "") -> str:
    """A ring of a queue, counted from 1; with `skills` only those of it who have these as well."""
    return f"queue:{queue}/{ring}" + (f"?{skills}" if skills else "")


def ring_lines(queue: Queue) -> tuple[str, ...]:
    """All rings of a queue, in the order they open."""
    return tuple(ring_line(queue.name, number) for number, _ in enumerate(queue.rings, start=1))


def skills_asked(line: str) -> str | None:
    """The skills a flow narrowed a line to; that newcomers are spared was not the flow's wish."""
    kind, _, rest = line.partition(":")
    skills = rest.partition("?")[2] if kind == "queue" else ""
    return None if skills in ("", NOT_NEWCOMER) else skills


def queues_of(lines: Iterable[str]) -> frozenset[str]:
    """The queues whose rings are among these lines."""
    rings = (line.removeprefix("queue:") for line in lines if line.startswith("queue:"))
    return frozenset(ring.partition("/")[0] for ring in rings)


def is_of_a_queue(line: str) -> bool:
    """A ring of a queue, and not somebody's own line or a team's."""
    return line.startswith("queue:")
