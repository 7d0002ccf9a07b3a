"""Who should answer this caller, and from which second on. Pure: the floor decides who can."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from routing.boosts import QUEUE, Boost, boost_seconds, capped
from routing.caller_facts import CallerFacts
from routing.lines import ring_line
from routing.narrowing import NOT_NEWCOMER, Narrowing
from routing.own_people import House, own_people
from routing.policy import Policy
from routing.queue import Queue
from routing.step import Reason, Step

__all__ = ["Plan", "Reason", "Step", "plan_for"]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Steps in the order they open. Steps only widen: an opened line stays open, the caller keeps their place.

    `boosts` are what the caller is served sooner by than that place says. With `asked_once` nobody is offered the call
    a second time, however the first offer ended.
    """

    steps: tuple[Step, ...]
    queue: str
    reasons: tuple[Reason, ...] = ()
    owner: str | None = None
    boosts: tuple[Boost, ...] = ()
    asked_once: bool = False

    @property
    def boost_seconds(self) -> float:
        return boost_seconds(self.boosts)


def plan_for(
    *,
    facts: CallerFacts,
    queue: str,
    policy: Policy,
    present: Callable[[str], bool],
    skills: str | None = None,
    away: Callable[[str], str] = lambda agent: "absent",
) -> Plan:
    """Owner first, then who stands in for them and their team, or the last agent where nobody owns it; then the
    queue's rings. With `skills`, or for a hard call, these are narrowed first.

    An absent owner is still in the plan: the floor skips a line with nobody present at once, and an owner who
    signs in while the caller waits may take them after all. `present` (line -> somebody there) decides which stand-in
    is asked; `away` (agent -> absent, not_ready or off_next) only explains.
    """
    asked = policy.queue(queue)
    people = own_people(facts, House(queue=asked, policy=policy, present=present, away=away))
    narrowing = _narrowing(facts, asked, skills, present)
    everybody = people.until + policy.skills_seconds if narrowing else people.until
    boosts = _boosts(facts, asked)
    return Plan(
        steps=(*people.steps, *_rings(asked, people.until, everybody, narrowing)),
        queue=asked.name,
        reasons=(
            *people.reasons,
            *_queue_reasons(facts, asked, narrowing, f"{people.until:g}", f"{everybody:g}"),
            *_order_reasons(facts, boosts),
        ),
        owner=facts.owner,
        boosts=boosts,
    )


def _narrowing(
    facts: CallerFacts, queue: Queue, skills: str | None, present: Callable[[str], bool]
) -> Narrowing | None:
    """What the flow asks for; a hard call is kept from newcomers, where anybody else is there."""
    if skills:
        return Narrowing(queue=queue.name, skills=skills)
    experienced = Narrowing(queue=queue.name, skills=NOT_NEWCOMER)
    if facts.hard and any(present(step.line) for step in _lines(queue, 0, experienced)):
        return experienced
    return None


def _rings(queue: Queue, since: float, everybody: float, narrowing: Narrowing | None) -> tuple[Step, ...]:
    if narrowing is None:
        return _lines(queue, since)
    both = (*_lines(queue, since, narrowing), *_lines(queue, everybody))
    return tuple(sorted(both, key=lambda step: step.after_seconds))


def _lines(queue: Queue, since: float, narrowing: Narrowing | None = None) -> tuple[Step, ...]:
    skills = narrowing.tidy if narrowing else ""
    return tuple(
        Step(after_seconds=since + ring.after_seconds, line=ring_line(queue.name, number, skills), why="ring")
        for number, ring in enumerate(queue.rings, start=1)
    )


def _boosts(facts: CallerFacts, queue: Queue) -> tuple[Boost, ...]:
    """The caller's own and the queue's. An old place with more than it had would be better than having stayed."""
    whole = (Boost(name=QUEUE, seconds=queue.boost_seconds),) if queue.boost_seconds > 0 else ()
    boosts = (*whole, *facts.boosts)
    return capped(boosts, facts.old_place.boost_seconds) if facts.old_place else boosts


def _queue_reasons(
    facts: CallerFacts, queue: Queue, narrowing: Narrowing | None, since: str, everybody: str
) -> Iterator[Reason]:
    if narrowing is None:
        yield Reason(key="queue_rings", args={"queue": queue.name, "seconds": since})
        return
    args = {"queue": queue.name, "seconds": since, "everybody": everybody}
    if not facts.hard or narrowing.skills != NOT_NEWCOMER:
        yield Reason(key="skills_first", args={**args, "skills": narrowing.tidy})
        return
    yield Reason(key=f"hard_{facts.hard}")
    yield Reason(key="experienced_first", args=args)


def _order_reasons(facts: CallerFacts, boosts: tuple[Boost, ...]) -> Iterator[Reason]:
    if facts.old_place:
        yield Reason(key="old_place", args={"call": facts.old_place.call})
    for boost in boosts:
        kind, _, tier = boost.name.partition(":")
        yield Reason(key=f"boost_{kind}", args={"seconds": f"{boost.seconds:g}", **({"tier": tier} if tier else {})})
