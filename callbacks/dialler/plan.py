"""Who should call somebody back, and from which second on: whoever promised it first, then the queue. As for a caller.

The place is that of the call it was promised in, and so are the boosts: who asked to be called is served as if they had
stayed on the line, neither sooner nor later. Past its promised time a callback is served sooner than that.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from callbacks.board import Board
from callbacks.callback import Callback
from callbacks.calling_first import BREACH, OVERDUE
from callbacks.dialler.supervisors import by_leads_alone
from callbacks.facts_of_caller import facts_of_caller
from callbacks.owner_standing import OwnerStanding, standing_of
from callbacks.place import Place
from cases.caller_id import parse_caller_id
from cases.civil_day import ZONE
from cases.identification import identify
from records.call_record import call_record
from records.database import reading
from routing.boosts import Boost
from routing.caller_facts import CallerFacts
from routing.changed_plan import OWNER, RING, whoever_is_free
from routing.lines import agent_line, is_of_a_queue
from routing.plan import Plan, Reason, Step, plan_for

KEPT_REASONS: Final = ("boost_", "hard_")
"""Of an ordinary plan's reasons, those that hold for a callback as they stand."""


def is_overdue(callback: Callback, now: datetime) -> bool:
    """We said that we would have called by now, or had said so before we promised it anew."""
    return callback.due_at <= now or (callback.kind == BREACH and callback.not_before > callback.made_at)


def plan_of_callback(board: Board, callback: Callback, *, now: datetime) -> Plan:
    """The owner alone while they may be waited for, then everybody a caller would get. Raises FloorUnavailable."""
    facts = _facts(board, callback)
    ordinary = plan_for(
        facts=facts,
        queue=callback.queue,
        skills=_place(board, callback).skills,
        policy=board.policy,
        present=board.floor.somebody_present,
    )
    alone = _alone_seconds(board, callback, facts.owner, now)
    reasons = (*_reasons(callback, facts.owner, alone), *_kept(ordinary.reasons))
    steps = as_far_as_they_were(callback, _later(whoever_is_free(ordinary), alone))
    plan = replace(ordinary, steps=by_leads_alone(board, callback, steps, alone), reasons=reasons)
    return _sooner(plan, board.dialler.line.overdue_boost_seconds) if is_overdue(callback, now) else plan


def waits_for_the_owner(plan: Plan) -> bool:
    """Whether its first seconds are one person's alone."""
    others = [step for step in plan.steps if step.why != OWNER]
    return len(others) < len(plan.steps) and bool(others) and others[0].after_seconds > 0


def as_far_as_they_were(callback: Callback, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Who left the line to be called keeps the lines that had opened for them, and their waiting for the others."""
    left = {line: seconds for seconds, line in callback.lines or ()}
    known = {step.line for step in steps}
    kept = [replace(step, after_seconds=left.get(step.line, step.after_seconds)) for step in steps]
    more = [
        Step(after_seconds=seconds, line=line, why=RING)
        for line, seconds in left.items()
        if line not in known and is_of_a_queue(line)
    ]
    return tuple(sorted((*kept, *more), key=lambda step: step.after_seconds))


def _facts(board: Board, callback: Callback) -> CallerFacts:
    """What routing is told of a caller, with the one who promised the call where it was the owner."""
    with reading(board.database) as session:
        caller = identify(session, parse_caller_id(callback.phone))
        standing = standing_of(session, board, callback.agent_id) if callback.agent_id else None
    facts = replace(facts_of_caller(board, _place(board, callback), caller), old_place=None)
    return facts if standing is None else _with(standing, facts)


def _with(standing: OwnerStanding, facts: CallerFacts) -> CallerFacts:
    if not standing.works_here:
        return replace(facts, owner_left=standing.agent)
    return replace(facts, owner=standing.agent, team=standing.team, stand_ins=standing.stand_ins)


def _place(board: Board, callback: Callback) -> Place:
    """The place of the call it was promised in, as far as that is known."""
    with reading(board.database) as session:
        record = call_record(session, callback.call)
    asked = Place.recorded(record, round="0", now=callback.place_at) if record else None
    return Place(
        call=callback.call,
        queue=callback.queue,
        owner=False,
        since=callback.place_at,
        language=callback.language,
        customer=callback.customer_id,
        case=callback.case_number,
        skills=asked.skills if asked and asked.queue == callback.queue else None,
    )


def _alone_seconds(board: Board, callback: Callback, owner: str | None, now: datetime) -> float:
    """Never past the promised time, and nothing where the owner takes no calls."""
    if owner is None or callback.state == "pool" or is_overdue(callback, now):
        return 0.0
    if not board.floor.somebody_present(agent_line(owner)):
        return 0.0
    left = (callback.due_at - now).total_seconds()
    return max(min(board.dialler.line.owner_wait.total_seconds(), left), 0.0)


def _later(plan: Plan, seconds: float) -> tuple[Step, ...]:
    """Everybody but the owner so much later: all of them at once if the owner refuses before."""
    own = [step for step in plan.steps if step.why == OWNER]
    others = [replace(step, after_seconds=step.after_seconds + seconds) for step in plan.steps if step.why != OWNER]
    return (*own, *others)


def _sooner(plan: Plan, seconds: float) -> Plan:
    if seconds <= 0:
        return plan
    reason = Reason(key="boost_overdue", args={"seconds": f"{seconds:g}"})
    return replace(plan, boosts=(*plan.boosts, Boost(name=OVERDUE, seconds=seconds)), reasons=(*plan.reasons, reason))


def _reasons(callback: Callback, owner: str | None, alone: float) -> Iterator[Reason]:
    yield Reason(key="callback_due", args={"due": f"{callback.due_at.astimezone(ZONE):%d.%m. %H:%M}"})
    if owner is None:
        yield Reason(key="callback_anybody", args={"queue": callback.queue})
    elif alone > 0:
        yield Reason(key="callback_owner_alone", args={"who": owner, "seconds": f"{alone:.0f}"})
    else:
        yield Reason(key="callback_owner_among_all", args={"who": owner, "queue": callback.queue})


def _kept(reasons: tuple[Reason, ...]) -> Iterator[Reason]:
    yield from (reason for reason in reasons if reason.key.startswith(KEPT_REASONS))
