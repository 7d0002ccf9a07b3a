"""Nobody owns a case of this caller: who talked with them last, and well, or owned what was closed lately?"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import BindParameter, CompoundSelect, bindparam, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from callbacks.earlier_calls import EarlierCall
from cases.case import Case
from cases.complaint import COMPLAINT
from cases.manager_request import ManagerRequest
from cases.survey import SurveyAnswer
from routing.policy import Policy
from staff.agent import Agent

LEAST_TALK: Final = timedelta(seconds=30)
"""Who talked for a shorter time has hardly got to know the matter."""


@dataclass(frozen=True, kw_only=True)
class LastAgent:
    """`why`: they talked with the caller, or owned a case of theirs that was closed."""

    agent: str
    why: Literal["talked", "owned"]


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whom the evidence is about: the customers of the number, and the number. What was before `since` is forgotten."""

    customers: tuple[str, ...]
    phone: str
    since: datetime | None = None


def last_agent(
    session: Session, calls: Sequence[EarlierCall], whose: Whose, *, policy: Policy, now: datetime
) -> LastAgent | None:
    """The owner of a case closed at most `sticky_days_after_close` ago; else the agent of the last conversation of at
    most `last_agent_days` ago that went well. `calls` are the latest first."""
    since = _not_before(whose.since, now - timedelta(days=policy.last_agent_days))
    closed_since = _not_before(whose.since, now - timedelta(days=policy.sticky_days_after_close))
    talks = [each for each in calls if _talked_well(each, since) and not _is_long_closed(each, closed_since)]
    evidence = _evidence(session, [each.sid for each in talks], whose, closed_since)
    if owners := [row for row in evidence if row.kind == "owned"]:
        return LastAgent(agent=max(owners, key=lambda row: row.at).agent, why="owned")
    bad = {row.call for row in evidence}
    went_well = next((each.agent_id for each in talks if each.sid not in bad and each.agent_id), None)
    return LastAgent(agent=went_well, why="talked") if went_well else None


def _not_before(forgotten: datetime | None, since: datetime) -> datetime:
    return max(forgotten, since) if forgotten else since


def _talked_well(call: EarlierCall, since: datetime) -> bool:
    """As far as the call itself tells: long enough, brought to its end by people, and its agent is still here."""
    if call.answered_at is None or call.ended_at is None or not call.agent_works_here:
        return False
    long_enough = call.ended_at - call.answered_at >= LEAST_TALK
    return long_enough and call.status in (None, "completed") and call.answered_at >= since


def _is_long_closed(call: EarlierCall, closed_since: datetime) -> bool:
    return call.case_closed_at is not None and call.case_closed_at < closed_since


def _evidence(session: Session, calls: Collection[str], whose: Whose, closed_since: datetime) -> Sequence[Any]:
    told = {
        "calls": list(calls),
        "customers": list(whose.customers),
        "phone": whose.phone,
        "closed_since": closed_since,
    }
    return session.execute(_EVIDENCE, told).all()


def _statement() -> CompoundSelect[Any]:
    """What speaks against a conversation (a complaint made in it, a bad mark, a manager asked for), and who owned what
    was closed lately."""
    calls: BindParameter[list[str]] = bindparam("calls", expanding=True)
    complained = select(literal("complaint"), Case.opened_by_call, null(), null()).where(
        Case.opened_by_call.in_(calls), Case.reason == COMPLAINT
    )
    marked = select(literal("survey"), SurveyAnswer.call, null(), null()).where(
        SurveyAnswer.call.in_(calls), SurveyAnswer.rating * 2 <= SurveyAnswer.scale
    )
    asked = select(literal("manager"), ManagerRequest.call, null(), null()).where(ManagerRequest.call.in_(calls))
    theirs = or_(
        Case.customer_id.in_(bindparam("customers", expanding=True)),
        Case.customer_id.is_(None) & (Case.phone == bindparam("phone")),
    )
    owned = (
        select(
            literal("owned").label("kind"),
            null().label("call"),
            Case.owner_id.label("agent"),
            Case.closed_at.label("at"),
        )
        .join(Agent, Agent.id == Case.owner_id)
        .where(theirs, Agent.active, Case.status == "closed", Case.closed_at >= bindparam("closed_since"))
    )
    return union_all(owned, complained, marked, asked)  # the first gives the columns their types


_EVIDENCE: Final = _statement()
