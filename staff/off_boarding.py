"""Somebody leaves the company: from that moment nobody is led to them, and those who counted on them have others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Integer, String, Text, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from staff.absence import absences_end_for_good
from staff.agent import Agent
from staff.buddy import buddies_end_for_good
from staff.coaching import coaching_ends_for_good


class OffBoarding(Base):
    """Table `off_boardings`. `to_agents` go on with what was theirs; the numbers are of the day they left."""

    __tablename__ = "off_boardings"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agent_id: Mapped[str] = mapped_column(String(64), index=True)
    to_agents: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(Text)
    cases: Mapped[int] = mapped_column(Integer)
    promises: Mapped[int] = mapped_column(Integer)
    callbacks: Mapped[int] = mapped_column(Integer)
    by: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class CountedOn:
    """Who counts on an agent: those they stand in for, and those they lead."""

    stands_in_for: tuple[str, ...]
    leads: tuple[str, ...]


def counted_on(session: Session, agent_id: str) -> CountedOn:
    here = select(Agent.id).where(Agent.active).order_by(Agent.id)
    return CountedOn(
        stands_in_for=tuple(session.scalars(here.where(Agent.stand_in_id == agent_id))),
        leads=tuple(session.scalars(here.where(Agent.lead_id == agent_id))),
    )


def leaves(session: Session, agent: Agent, *, to_agent: str, by: str, now: datetime) -> None:
    """They work here no more. Whom they stood in for has `to_agent` as a stand-in, whom they led their own lead."""
    stood_in = update(Agent).where(Agent.stand_in_id == agent.id)
    session.execute(stood_in.where(Agent.id != to_agent).values(stand_in_id=to_agent))
    session.execute(stood_in.where(Agent.id == to_agent).values(stand_in_id=None))
    session.execute(update(Agent).where(Agent.lead_id == agent.id).values(lead_id=agent.lead_id))
    absences_end_for_good(session, agent.id, by=by, now=now)
    coaching_ends_for_good(session, agent.id, now=now)
    buddies_end_for_good(session, agent.id, now)
    agent.active, agent.phone, agent.presence, agent.presence_since = False, None, "logged_out", now
    session.flush()


def off_boarding_of(session: Session, agent_id: str) -> OffBoarding | None:
    """How somebody left, the last time they did."""
    chosen = select(OffBoarding).where(OffBoarding.agent_id == agent_id).order_by(OffBoarding.id.desc())
    return session.scalars(chosen.limit(1)).first()


def off_boardings(session: Session, *, limit: int, before: int | None = None) -> Sequence[OffBoarding]:
    """The latest first; with `before`, those that came before that one."""
    chosen = select(OffBoarding).order_by(OffBoarding.id.desc()).limit(limit)
    return session.scalars(chosen if before is None else chosen.where(OffBoarding.id < before)).all()


ANYBODY_LEFT: Final = select(OffBoarding.id).exists()
