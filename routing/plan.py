"""Who should answer this caller, and from which second on. Pure: the floor decides who can."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from routing.lines import agent_line, ring_line, team_line
from routing.narrowing import Narrowing
from routing.policy import Policy
from routing.queue import Queue


@dataclass(frozen=True, kw_only=True)
class Step:
    """From `after_seconds` of waiting on, the agents of `line` may be offered this caller too."""

    after_seconds: float
    line: str
    why: str  # owner, stand_in, team or ring


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why the plan is as it is: a key for routing.explain and its arguments."""

    key: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Steps in the order they open. Steps only widen: an opened line stays open, the caller keeps their place."""

    steps: tuple[Step, ...]
    queue: str
    reasons: tuple[Reason, ...] = ()
    owner: str | None = None


def plan_for(
    *,
    owner: str | None,
    stand_in: str | None,
    team: str | None,
    queue: str,
    policy: Policy,
    present: Callable[[str], bool],
    skills: str | None = None,
) -> Plan:
    """Owner first, then their stand-in, their team, then the queue's rings; with `skills` these narrowed to them first.

    An absent owner is still in the plan: the floor skips a line with nobody present at once, and an owner who
    signs in while the caller waits may take them after all. `present` (line -> somebody there) only explains.
    """
    people = _people(owner=owner, stand_in=stand_in, team=team, policy=policy)
    asked = policy.queue(queue)
    reasons = tuple(_person_reason(step, present) for step in people)
    until = _end_of_people(people, policy)
    if owner is None:
        reasons += (Reason(key="no_owner"),)
    if not skills:
        reasons += (Reason(key="queue_rings", args={"queue": asked.name, "seconds": f"{until:g}"}),)
        return Plan(steps=people + _rings(asked, until), queue=asked.name, reasons=reasons, owner=owner)
    narrowing = Narrowing(queue=asked.name, skills=skills)
    everybody = until + policy.skills_seconds
    rings = sorted((*_rings(asked, until, narrowing), *_rings(asked, everybody)), key=lambda step: step.after_seconds)
    reasons += (Reason(key="skills_first", args=_narrowed(narrowing, until, everybody)),)
    return Plan(steps=(*people, *rings), queue=asked.name, reasons=reasons, owner=owner)


def _rings(queue: Queue, since: float, narrowing: Narrowing | None = None) -> tuple[Step, ...]:
    skills = narrowing.tidy if narrowing else ""
    return tuple(
        Step(after_seconds=since + ring.after_seconds, line=ring_line(queue.name, number, skills), why="ring")
        for number, ring in enumerate(queue.rings, start=1)
    )


def _narrowed(narrowing: Narrowing, since: float, everybody: float) -> dict[str, str]:
    return {
        "queue": narrowing.queue,
        "skills": narrowing.tidy,
        "seconds": f"{since:g}",
        "everybody": f"{everybody:g}",
    }


def _people(*, owner: str | None, stand_in: str | None, team: str | None, policy: Policy) -> tuple[Step, ...]:
    if owner is None:
        return ()
    steps = [Step(after_seconds=0, line=agent_line(owner), why="owner")]
    after = policy.owner_seconds
    if stand_in is not None and stand_in != owner:
        steps.append(Step(after_seconds=after, line=agent_line(stand_in), why="stand_in"))
        after += policy.stand_in_seconds
    if team is not None and policy.team_seconds > 0:
        steps.append(Step(after_seconds=after, line=team_line(team), why="team"))
    return tuple(steps)


def _end_of_people(people: tuple[Step, ...], policy: Policy) -> float:
    if not people:
        return 0
    spans = {"owner": policy.owner_seconds, "stand_in": policy.stand_in_seconds, "team": policy.team_seconds}
    return people[-1].after_seconds + spans[people[-1].why]


def _person_reason(step: Step, present: Callable[[str], bool]) -> Reason:
    state = "present" if present(step.line) else "absent"
    who = step.line.partition(":")[2]
    return Reason(key=f"{step.why}_{state}", args={"who": who, "seconds": f"{step.after_seconds:g}"})
