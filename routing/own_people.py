"""Those who know the caller, or answer for those who do: they are asked before the queue is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from routing.caller_facts import CallerFacts
from routing.lines import agent_line, team_line
from routing.owner_wait import OwnerWait, owner_wait
from routing.policy import Policy
from routing.queue import Queue
from routing.stand_ins import asked_of
from routing.step import Reason, Step


@dataclass(frozen=True, kw_only=True)
class OwnPeople:
    """Their steps, why, and the second from which on the queue is asked."""

    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...]
    until: float


@dataclass(frozen=True, kw_only=True)
class House:
    """What the plan looks at beside the caller. `present` tells of a line whether anybody of it takes calls; `away` of
    an agent who takes none why not: absent, not_ready or off_next."""

    queue: Queue
    policy: Policy
    present: Callable[[str], bool]
    away: Callable[[str], str]


def own_people(facts: CallerFacts, house: House) -> OwnPeople:
    after, steps, reasons = 0.0, [], [*_before(facts, house.policy)]
    for why, line, seconds in _in_turn(facts, house):
        step = Step(after_seconds=after, line=line, why=why)
        steps.append(step)
        reasons.append(_reason(step, seconds, house))
        if why in ("owner", "last_agent") and house.present(line):
            reasons += _bound(facts, house)
        after += seconds
    return OwnPeople(steps=tuple(steps), reasons=tuple(reasons), until=after)


def _in_turn(facts: CallerFacts, house: House) -> Iterator[tuple[str, str, float]]:
    """Why, which line, and for how many seconds before the next is asked as well."""
    if facts.owner is None:
        if facts.last_agent is not None:
            yield "last_agent", agent_line(facts.last_agent), _wait(facts, house).seconds
        return
    policy = house.policy
    if not _spared(facts, policy):
        yield "owner", agent_line(facts.owner), _wait(facts, house).seconds
    for agent in asked_of(facts.stand_ins, lambda agent: house.present(agent_line(agent))):
        there = house.present(agent_line(agent))
        yield "stand_in", agent_line(agent), policy.stand_in_seconds if there else 0.0
    if facts.lead is not None:
        there = house.present(agent_line(facts.lead))
        yield "lead", agent_line(facts.lead), facts.lead_seconds if there else 0.0
    elif facts.team is not None and policy.team_seconds > 0:
        yield "team", team_line(facts.team), policy.team_seconds


def _wait(facts: CallerFacts, house: House) -> OwnerWait:
    return owner_wait(
        policy_seconds=house.policy.owner_seconds,
        service_level_seconds=house.queue.service_level_seconds,
        waited_seconds=facts.waited_seconds,
        free_in=facts.owner_free_in,
    )


def _spared(facts: CallerFacts, policy: Policy) -> Reason | None:
    """An owner with too much on their hands already keeps the case and is not waited for."""
    who = facts.owner or ""
    most, cases = policy.owner_most_waiting, policy.owner_most_open_cases
    if 0 < most < facts.owner_waiting:
        return Reason(key="owner_spared_waiting", args={"who": who, "number": str(facts.owner_waiting)})
    if 0 < cases < facts.owner_open_cases:
        return Reason(key="owner_spared_cases", args={"who": who, "number": str(facts.owner_open_cases)})
    return None


def _before(facts: CallerFacts, policy: Policy) -> Iterator[Reason]:
    """What is to be said before the first step."""
    yield from _from_the_crm(facts)
    if facts.owner is not None:
        if facts.owner_away_until:
            yield Reason(key="owner_on_absence", args={"who": facts.owner, "until": facts.owner_away_until})
        if facts.lead is not None:
            yield Reason(key="bounced", args={"number": str(facts.bounces)})
        if spared := _spared(facts, policy):
            yield spared
        return
    if facts.owner_left is not None:
        yield Reason(key="owner_left", args={"who": facts.owner_left})
    else:
        yield Reason(key="no_owner")
    if facts.last_agent is not None:
        yield Reason(key=f"last_agent_{facts.last_agent_why}", args={"who": facts.last_agent})


def _from_the_crm(facts: CallerFacts) -> Iterator[Reason]:
    if facts.owner is not None and facts.crm_seconds_ago is not None:
        yield Reason(key="owner_in_crm", args={"who": facts.owner, "seconds": f"{facts.crm_seconds_ago:.0f}"})
    if facts.crm_owner_unknown:
        yield Reason(key="owner_in_crm_unknown", args={"name": facts.crm_owner_unknown})


def _reason(step: Step, seconds: float, house: House) -> Reason:
    kind, _, who = step.line.partition(":")
    args = {"who": who, "seconds": f"{step.after_seconds:g}", "alone": f"{seconds:g}"}
    if house.present(step.line):
        return Reason(key=f"{step.why}_present", args=args)
    return Reason(key=f"{step.why}_{'absent' if kind == 'team' else house.away(who)}", args=args)


def _bound(facts: CallerFacts, house: House) -> Iterator[Reason]:
    wait = _wait(facts, house)
    if wait.bound != "policy":
        args = {"seconds": f"{wait.seconds:g}", "policy": f"{house.policy.owner_seconds:g}"}
        yield Reason(key=f"bound_{wait.bound}", args=args)
