"""Who learns of a promise that will be broken, or was: whoever owes it, and from then on their lead as well."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.civil_day import ZONE
from cases.promise import Promise
from cases.promise_look import Act
from routing.stand_ins import MOST
from staff.agent import Agent, agent
from staff.notice import Kind, Notice, keep_notice
from staff.stand_in import who_answers_for

KINDS: Final[Mapping[Act, Kind]] = {
    "warned": "promise_warned",
    "broken": "promise_broken",
    "repeated": "promise_repeated",
}


def tell_of_promise(session: Session, promise: Promise, act: Act, *, now: datetime) -> None:
    """Told again it is one notice. A warning is the owner's alone: it can still be kept."""
    owner = promise.by_agent or session.get_one(Case, promise.case_number).owner_id
    known = agent(session, owner) if owner else None
    for whom in dict.fromkeys(_readers(session, known, act, now)):
        keep_notice(session, _notice(promise, act, whom, owner, now))


def _readers(session: Session, owner: Agent | None, act: Act, now: datetime) -> Iterator[str]:
    """Without an owner, or a lead of theirs, it is every lead's. Their stand-in reads it while they are away."""
    if owner is not None and owner.active:
        yield owner.id
        yield who_answers_for(session, owner.id, depth=MOST, at=now)
        if act == "warned":
            return
        if owner.lead_id:
            yield owner.lead_id
            return
    leads = select(Agent.id).where(Agent.active, Agent.role == "lead").order_by(Agent.id)
    yield from session.scalars(leads)


def _notice(promise: Promise, act: Act, whom: str, owner: str | None, now: datetime) -> Notice:
    side = "" if promise.party == "us" else "_by_customer"
    args = {"what": promise.what, "case": promise.case_number, "due": f"{promise.due_at.astimezone(ZONE):%d.%m. %H:%M}"}
    return Notice(
        id=f"promise:{promise.id}:{act}:{promise.moves}:{whom}",
        agent_id=whom,
        kind=KINDS[act],
        key=f"notice_promise_{act}{side}",
        at=now,
        case_number=promise.case_number,
        args=args | ({"agent": owner} if owner and owner != whom else {}),
    )
