"""Names of lines. A line is a named set of agents that a waiting call may be offered to."""


def agent_line(agent: str) -> str:
    """One person: the owner of a case, or their stand-in."""
    return f"agent:{agent}"


def team_line(team: str) -> str:
    return f"team:{team}"


def ring_line(queue: str, ring: int, skills: str = "") -> str:
    """A ring of a queue, counted from 1; with `skills` only those of it who have these as well."""
    return f"queue:{queue}/{ring}" + (f"?{skills}" if skills else "")


def skills_asked(line: str) -> str | None:
    """The skills a line is narrowed to."""
    kind, _, rest = line.partition(":")
    return rest.partition("?")[2] or None if kind == "queue" else None
