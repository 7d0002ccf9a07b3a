"""A plan as the caller's own wish, or their queue, changes it. Pure; the floor keeps the caller's place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from routing.plan import Plan, Reason, Step

RING: Final = "ring"
OWNER: Final = "owner"


def owner_first_for(plan: Plan, seconds: float) -> Plan:
    """The caller wants their owner: everybody else is asked only after so many seconds. Without an owner, the same."""
    others = [step for step in plan.steps if step.why != OWNER]
    if plan.owner is None or len(others) == len(plan.steps):
        return plan
    later = seconds - others[0].after_seconds if others else 0.0
    steps = [step if step.why == OWNER else _shifted(step, later) for step in plan.steps]
    reason = Reason(key="wants_the_owner", args={"who": plan.owner, "seconds": f"{seconds:g}"})
    return replace(plan, steps=tuple(steps), reasons=(*plan.reasons, reason))


def whoever_is_free(plan: Plan) -> Plan:
    """The caller wants nobody in particular: the queue opens at once, and their own people stay among those asked."""
    return replace(plan, steps=_at_once(plan), reasons=(*plan.reasons, Reason(key="wants_anybody")))


def widened_by(plan: Plan, opened: Sequence[str], *, reason: Reason) -> Plan:
    """A queue's plan for who waited in another: the lines opened so far stay open, and its own open beside them."""
    kept = [Step(after_seconds=0, line=line, why=_why(line, plan.owner)) for line in opened]
    others = [step for step in _at_once(plan) if step.line not in opened]
    return replace(plan, steps=(*kept, *others), reasons=(*plan.reasons, reason))


def _at_once(plan: Plan) -> tuple[Step, ...]:
    """The steps without any time that is one person's alone."""
    rings = [step for step in plan.steps if step.why == RING]
    sooner = rings[0].after_seconds if rings else 0.0
    people = [replace(step, after_seconds=0) for step in plan.steps if step.why != RING]
    return (*people, *(_shifted(step, -sooner) for step in rings))


def _shifted(step: Step, seconds: float) -> Step:
    return replace(step, after_seconds=max(0.0, step.after_seconds + seconds))


def _why(line: str, owner: str | None) -> str:
    kind, _, rest = line.partition(":")
    if kind == "agent":
        return OWNER if rest == owner else "stand_in"
    return "team" if kind == "team" else RING
