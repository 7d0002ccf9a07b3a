"""That calling customers has stopped, and that it goes on, is told to those who lead and to other systems."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.dialler.calling_stop import CallingStop
from cases.civil_day import ZONE
from records.outgoing_event import announce
from staff.agent import Agent
from staff.notice import Notice, keep_notice

What = Literal["calling_stopped", "calling_resumed"]
WHO_LEARNS: Final = ("lead", "ops")
"""Roles of those who can find out what is wrong."""


def calling_has_stopped(session: Session, stop: CallingStop, *, now: datetime) -> None:
    """In the transaction in which it stops."""
    _tell(session, stop, "calling_stopped", now)


def calling_goes_on(session: Session, stop: CallingStop, *, now: datetime) -> None:
    _tell(session, stop, "calling_resumed", now)


def _tell(session: Session, stop: CallingStop, kind: What, now: datetime) -> None:
    args = {"calls": str(stop.calls), "answered": str(stop.answered), "until": f"{stop.until.astimezone(ZONE):%H:%M}"}
    for whom in session.scalars(select(Agent.id).where(Agent.active, Agent.role.in_(WHO_LEARNS)).order_by(Agent.id)):
        notice = Notice(
            id=f"{kind}:{stop.id}:{whom}", agent_id=whom, kind=kind, key=f"notice_{kind}", at=now, args=args
        )
        keep_notice(session, notice)
    told = {"calls": stop.calls, "answered": stop.answered, "since": stop.began_at.isoformat(),
            "until": stop.until.isoformat(), "trials": stop.trials}  # fmt: skip
    announce(session, kind.replace("_", "."), f"calling_stop:{stop.id}", told, now=now, once=f"{kind}:{stop.id}")
