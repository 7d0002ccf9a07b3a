"""Somebody leaves: their open cases, what they promised and the calls they owe pass to others in one act, or nothing
does. It may be looked at before it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import ColumnElement, Engine, func, select, update
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from cases.case import Case
from cases.ownership import Ownership, hand_over_all
from cases.promise import Promise
from records.audit import append as append_audit
from records.database import reading, serialise, writing
from routing.moving import carry
from routing.present_epoch import in_the_present_epoch
from staff.absence import absence_of
from staff.agent import Agent, agent
from staff.notice import Notice, keep_notice
from staff.off_boarding import CountedOn, OffBoarding, counted_on, leaves, off_boarding_of

UNSYNCED: Final = {"synchronize_session": False}
"""These rows are changed where they lie: nobody has them in hand."""
Fault = Literal["unknown", "self", "absent", "missing", "twice"]


class OffBoardingRefused(Exception):
    """Nobody may leave like this: those who should go on with their cases are not there."""

    def __init__(self, faults: dict[str, Fault]) -> None:
        super().__init__(", ".join(f"{field}: {fault}" for field, fault in faults.items()))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """Who leaves, who goes on with what was theirs (dealt out one by one where they are several), why, who says so."""

    agent_id: str
    to_agents: Sequence[str]
    reason: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Inheritance:
    """What is an agent's now, and would be others'."""

    cases: int
    promises: int
    callbacks: int
    counted_on: CountedOn


def inheritance_of(database: Engine, agent_id: str) -> Inheritance:
    """The preview: nothing is changed by looking."""
    with reading(database) as session:
        return _inheritance(session, agent_id)


def off_board(board: Board, leaving: Leaving) -> OffBoarding:
    """They leave now; a call they are in is finished. Done again it is done once. Raises OffBoardingRefused."""
    done = leave(board.database, leaving, now=board.clock())
    sign_out(board, leaving.agent_id)
    return done


def leave(database: Engine, leaving: Leaving, *, now: datetime) -> OffBoarding:
    """The same in the records alone: the clock sees within seconds that nobody is led to them."""
    with writing(database) as session:
        serialise(session, "off_boarding")  # two who leave at once do not leave their cases to each other
        known = session.get(Agent, leaving.agent_id, with_for_update=True)
        done = off_boarding_of(session, leaving.agent_id)
        if known is not None and known.active:
            return _leave(session, known, leaving, now)
        if known is None or done is None:
            raise OffBoardingRefused({"agent_id": "unknown"})
        return done


def sign_out(board: Board, agent_id: str) -> None:
    """Nobody is offered to them any more; the floor lets them finish what they are in."""
    at_work = board.floor.agent(agent_id)
    if at_work is None or at_work.presence == "logged_out":
        return
    now, endpoint = board.clock(), at_work.endpoint
    moves = in_the_present_epoch(
        board.floor,
        lambda: board.floor.agent_presence(
            agent_id, state="logged_out", reason="left", lines=(), until=now, endpoint=endpoint, now=now
        ),
    )
    carry(board, moves)


def hand_on_what_came_late(session: Session, board: Board, done: OffBoarding) -> int:
    """What became theirs while they were leaving, as a call they were in, is others' as well."""
    return hand_over_all(
        session, from_agent=done.agent_id, to_agents=done.to_agents, reason=done.reason, now=board.clock()
    )


def _leave(session: Session, known: Agent, leaving: Leaving, now: datetime) -> OffBoarding:
    _refuse_faults(session, leaving, now)
    was = _inheritance(session, known.id)
    hand_over_all(session, from_agent=known.id, to_agents=leaving.to_agents, reason=leaving.reason, now=now)
    _what_is_owed_follows(session, leaving)
    done = OffBoarding(
        agent_id=known.id, to_agents=list(leaving.to_agents), reason=leaving.reason, cases=was.cases,
        promises=was.promises, callbacks=was.callbacks, by=leaving.by, at=now,
    )  # fmt: skip
    session.add(done)
    leaves(session, known, to_agent=leaving.to_agents[0], by=leaving.by, now=now)
    told = {"to": list(leaving.to_agents), "reason": leaving.reason, "cases": was.cases, "promises": was.promises}
    append_audit(session, leaving.by, "off_boarded", f"agent:{known.id}", told, now)
    _tell(session, done)
    return done


def _refuse_faults(session: Session, leaving: Leaving, now: datetime) -> None:
    faults: dict[str, Fault] = {} if leaving.to_agents else {"to_agents": "missing"}
    if len(set(leaving.to_agents)) != len(leaving.to_agents):
        faults["to_agents"] = "twice"
    for each in leaving.to_agents:
        known = agent(session, each)
        if known is None or not known.active:
            faults["to_agents"] = "unknown"
        elif each == leaving.agent_id:
            faults["to_agents"] = "self"
        elif absence_of(session, each, now):
            faults["to_agents"] = "absent"
    if faults:
        raise OffBoardingRefused(faults)


def _what_is_owed_follows(session: Session, leaving: Leaving) -> None:
    """Every promise and call of theirs is now of whoever owns the case, also where it never was their own."""
    owner, first = select(Case.owner_id), leaving.to_agents[0]
    promised = owner.where(Case.number == Promise.case_number).scalar_subquery()
    of_theirs = update(Promise).where(Promise.by_agent == leaving.agent_id, Promise.status == "open")
    session.execute(of_theirs.values(by_agent=func.coalesce(promised, first)), execution_options=UNSYNCED)
    called = owner.where(Case.number == Callback.case_number).scalar_subquery()
    owed = update(Callback).where(Callback.agent_id == leaving.agent_id, NOT_OVER)
    session.execute(owed.values(agent_id=func.coalesce(called, first)), execution_options=UNSYNCED)


def _tell(session: Session, done: OffBoarding) -> None:
    """Those who go on with the cases learn how many they are, and why."""
    counted = select(Case.owner_id, func.count()).where(Case.owner_id.in_(done.to_agents), _came_from(done))
    for owner, number in session.execute(counted.group_by(Case.owner_id)):
        notice = Notice(
            id=f"off-boarding:{done.agent_id}:{done.at.isoformat()}:{owner}",
            agent_id=str(owner),
            kind="cases_handed_over",
            key="notice_cases_handed_over",
            args={"agent": done.agent_id, "number": number, "reason": done.reason},
            at=done.at,
        )
        keep_notice(session, notice)


def _came_from(done: OffBoarding) -> ColumnElement[bool]:
    came = select(Ownership.case_number).where(Ownership.how == "off_boarding", Ownership.since == done.at)
    return Case.number.in_(came)


def _inheritance(session: Session, agent_id: str) -> Inheritance:
    return Inheritance(
        cases=_count(session, Case, Case.owner_id == agent_id, Case.status == "open"),
        promises=_count(session, Promise, Promise.by_agent == agent_id, Promise.status == "open"),
        callbacks=_count(session, Callback, Callback.agent_id == agent_id, NOT_OVER),
        counted_on=counted_on(session, agent_id),
    )


def _count(session: Session, table: type[Any], *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*which)) or 0
