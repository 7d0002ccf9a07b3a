"""An agent, lead or manager: who they are, what they can do, how they are reached, whether they are there."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Boolean, Date, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

Presence = Literal["ready", "not_ready", "logged_out"]
Endpoint = Literal["browser", "phone"]
ROLES = ("agent", "lead", "manager", "ops", "admin")
ENDPOINTS = ("browser", "phone")
NATIVE: Final = 100
"""The level of a language nothing else is said of."""


class Agent(Base):
    """`languages` is a list like ["tr", "en"], `skills` maps a skill to its level, 0 to 100.

    `language_levels` does the same for those of the languages that were given one; the others are spoken as by natives.

    The presence kept here is what a lost floor is rebuilt from; the floor itself knows better while it lives.
    """

    __tablename__ = "agents"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16), default="agent")
    team: Mapped[str | None] = mapped_column(String(80), index=True)
    lead_id: Mapped[str | None] = mapped_column(String(64))
    stand_in_id: Mapped[str | None] = mapped_column(String(64))
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    endpoint: Mapped[str] = mapped_column(String(16), default="browser")
    languages: Mapped[list[Any]] = mapped_column(default=list)
    language_levels: Mapped[dict[str, Any]] = mapped_column(default=dict)
    skills: Mapped[dict[str, Any]] = mapped_column(default=dict)
    hired_on: Mapped[date | None] = mapped_column(Date)
    email: Mapped[str | None] = mapped_column(String(200))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    presence: Mapped[str] = mapped_column(String(16), default="logged_out")
    presence_reason: Mapped[str | None] = mapped_column(String(40))
    presence_since: Mapped[datetime | None]
    presence_until: Mapped[datetime | None]

    @property
    def spoken(self) -> Mapping[str, float]:
        """Each language with its level."""
        return {str(language): float(self.language_levels.get(language, NATIVE)) for language in self.languages}


_AT_WORK = select(Agent).where(Agent.active).order_by(Agent.id)


def agents(session: Session) -> Sequence[Agent]:
    """Everybody who works here, by id."""
    return session.scalars(_AT_WORK).all()


def is_anybody_hired_since(session: Session, day: date) -> bool:
    """Whether somebody works here who was hired on this day or later."""
    return session.scalars(select(Agent.id).where(Agent.active, Agent.hired_on >= day).limit(1)).first() is not None


def agent(session: Session, agent_id: str) -> Agent | None:
    """One of them, also when they left."""
    return session.get(Agent, agent_id)


def names_of(session: Session, agent_ids: Collection[str]) -> dict[str, str]:
    """What these people are called, by id, also who left; of nobody we never heard of."""
    chosen = select(Agent.id, Agent.name).where(Agent.id.in_(agent_ids))
    return {row.id: row.name for row in session.execute(chosen)}


def record_presence(
    session: Session, *, agent_id: str, state: Presence, reason: str | None, since: datetime, until: datetime | None
) -> bool:
    """Keep what the floor said of an agent's presence; False when we know something newer, or not the agent."""
    known = session.get(Agent, agent_id, with_for_update=True)
    if known is None or (known.presence_since is not None and since < known.presence_since):
        return False
    known.presence, known.presence_reason = state, reason
    known.presence_since, known.presence_until = since, until
    return True


def note_presence(session: Session, *, agent_id: str, state: Presence, reason: str | None, since: datetime) -> bool:
    """The floor changed it (no answer, end of a wrap-up, a lease run out): kept, and the lease left as it was."""
    known = session.get(Agent, agent_id)
    until = None if known is None or state == "logged_out" else known.presence_until
    return record_presence(session, agent_id=agent_id, state=state, reason=reason, since=since, until=until)
