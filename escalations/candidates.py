"""What may have to go further up although nobody asked: found in the records each minute, and decided like a request.

Each is looked at once for what it is then; what comes on top, such as one more broken promise, is another one. What
nobody has touched for two days is not dug up.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

import structlog
from sqlalchemy import ColumnElement, String, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.civil_day import civil_day
from cases.complaint import COMPLAINT, FIRST
from cases.hardship import Hardship
from cases.promise import OURS, Promise
from escalations.asked import CLOCK, Request
from escalations.board import EscalationBoard
from escalations.deciding import decide
from escalations.escalation import Escalation
from escalations.hold.hold import Hold
from escalations.rules import EscalationRules
from escalations.seeing import CONDUCT, NOT_OF_CALLERS
from escalations.words import Trigger
from records.call_record import CallRow
from records.database import reading
from staff.agent import Agent

log = structlog.get_logger(__name__)

LATELY: Final = timedelta(days=2)
JUST_NOW: Final = timedelta(hours=1)
AT_ONCE: Final = 20
"""Of each kind in one look: none of them is urgent to the second."""
A_MONTH: Final = timedelta(days=30.44)
Found = Any


def look_for_candidates(board: EscalationBoard) -> None:
    """Every trigger that is on, one after the other."""
    for request in _requests(board):
        decided = decide(board, request)
        log.info("escalation_candidate", trigger=request.trigger, case=request.case_number,
                 decision=decided.escalation.decision)  # fmt: skip


def _requests(board: EscalationBoard) -> list[Request]:
    now, rules = board.clock(), board.escalations
    with reading(board.database) as session:
        return [
            request
            for trigger, find in FINDS.items()
            if rules.triggers[trigger].on
            for request in _found(session, trigger, find(rules, now))
        ]


def _found(session: Session, trigger: Trigger, found: Found) -> Iterator[Request]:
    """Rows of once, case_number and call."""
    for once, case_number, call in session.execute(found.limit(AT_ONCE)):
        yield Request(once=once, trigger=trigger, by=CLOCK, case_number=case_number, call=call)


def _broken_promises(rules: EscalationRules, now: datetime) -> Found:
    once = _named("broken_promise", cast(Promise.id, String) + ":" + Promise.escalation_candidate)
    chosen = select(once, Promise.case_number, literal(None)).join(Case, Case.number == Promise.case_number)
    return chosen.where(
        Promise.status == "broken", Promise.party == OURS, Promise.escalation_candidate.is_not(None),
        Promise.made_good_at.is_(None), Promise.ended_at >= now - LATELY, Case.status == "open", _not_yet(once),
    )  # fmt: skip


def _bounces(rules: EscalationRules, now: datetime) -> Found:
    once = _named("bounces", Case.number + ":" + cast(Case.bounces, String))
    return _cases(once, now).where(Case.bounces >= rules.triggers["bounces"].least)


def _public_complaints(_: EscalationRules, now: datetime) -> Found:
    return _cases(_named("public_complaint", Case.number), now).where(Case.public_link.is_not(None))


def _conduct_complaints(_: EscalationRules, now: datetime) -> Found:
    return _cases(_named("conduct_complaint", Case.number), now).where(Case.reason == CONDUCT)


def _hardship(_: EscalationRules, now: datetime) -> Found:
    """Of a protected customer who has an open case just touched."""
    on = civil_day(now)
    theirs = or_(Hardship.customer_id == Case.customer_id, Hardship.phone == Case.phone)
    in_force = (Hardship.starts_on <= on) & or_(Hardship.ends_on.is_(None), Hardship.ends_on >= on)
    registered = select(Hardship.id).where(theirs, in_force, Hardship.ended_at.is_(None)).exists()
    called = select(CallRow.sid).where(CallRow.case_number == Case.number, CallRow.arrived_at >= now - JUST_NOW)
    return _cases(_named("hardship", Case.number), now).where(registered, called.exists())


def _repeat_calls(rules: EscalationRules, now: datetime) -> Found:
    """Of cases somebody called about within the hour: each further call is looked at once."""
    rule = rules.triggers["repeat_calls"]
    lately = select(CallRow.case_number).where(
        CallRow.arrived_at >= now - JUST_NOW, CallRow.case_number.is_not(None), CallRow.direction.not_in(NOT_OF_CALLERS)
    )
    count = func.count(CallRow.sid)
    counted = (
        select(CallRow.case_number.label("case"), count.label("calls"))
        .where(CallRow.case_number.in_(lately), CallRow.arrived_at >= now - timedelta(days=rule.within_days),
               CallRow.direction.not_in(NOT_OF_CALLERS))
        .group_by(CallRow.case_number).having(count >= rule.least).subquery()
    )  # fmt: skip
    once = _named("repeat_calls", counted.c.case + ":" + cast(counted.c.calls, String))
    chosen = select(once, counted.c.case, literal(None)).join(Case, Case.number == counted.c.case)
    return chosen.where(Case.status == "open", _not_yet(once))


def _waits(rules: EscalationRules, now: datetime) -> Found:
    """Who waits at this moment, and for too long."""
    once, longest = _named("wait", CallRow.sid), timedelta(minutes=rules.triggers["wait"].least)
    chosen = select(once, CallRow.case_number, CallRow.sid).where(
        CallRow.stage == "waiting", CallRow.waiting_at <= now - longest, CallRow.direction.not_in(NOT_OF_CALLERS)
    )
    return chosen.where(CallRow.ended_at.is_(None), _not_yet(once))


def _holds(rules: EscalationRules, now: datetime) -> Found:
    """Who was put on hold lately, long enough ago, and is still talked with: how long it was in all is seen then."""
    once, longest = _named("hold", CallRow.sid), timedelta(minutes=rules.triggers["hold"].least)
    since = (Hold.held_at >= now - JUST_NOW) & (Hold.held_at <= now - longest)
    held = select(Hold.id).where(Hold.call == CallRow.sid, since)
    chosen = select(once, CallRow.case_number, CallRow.sid).where(CallRow.stage == "talking", held.exists())
    return chosen.where(_not_yet(once))


def _newcomers(rules: EscalationRules, now: datetime) -> Found:
    """Who is new and talks just now with somebody about a complaint, or a case that comes before others."""
    once = _named("newcomer", CallRow.sid)
    since = civil_day(now - A_MONTH * rules.triggers["newcomer"].least)
    hard = or_(Case.reason.in_((COMPLAINT, CONDUCT)), Case.priority >= FIRST, Case.public_link.is_not(None))
    chosen = select(once, CallRow.case_number, CallRow.sid).join(Agent, Agent.id == CallRow.agent_id)
    chosen = chosen.join(Case, Case.number == CallRow.case_number)
    return chosen.where(CallRow.stage == "talking", Agent.hired_on > since, hard, _not_yet(once))


def _cases(once: ColumnElement[str], now: datetime) -> Found:
    chosen = select(once, Case.number, literal(None))
    return chosen.where(Case.status == "open", Case.last_touched_at >= now - LATELY, _not_yet(once))


def _named(trigger: Trigger, what: Any) -> ColumnElement[str]:
    named: ColumnElement[str] = literal(f"{trigger}:") + what
    return named


def _not_yet(once: ColumnElement[str]) -> ColumnElement[bool]:
    return ~select(Escalation.id).where(Escalation.once == once).exists()


FINDS: Final[Mapping[Trigger, Callable[[EscalationRules, datetime], Found]]] = MappingProxyType({
    "broken_promise": _broken_promises,
    "bounces": _bounces,
    "public_complaint": _public_complaints,
    "conduct_complaint": _conduct_complaints,
    "hardship": _hardship,
    "repeat_calls": _repeat_calls,
    "wait": _waits,
    "hold": _holds,
    "newcomer": _newcomers,
})  # fmt: skip
"""Of each trigger that needs nobody to ask, how it is found."""
