"""What agents must have read before they take certain calls: `briefed.<name>` in a skill expression."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base


class Briefing(Base):
    """Until `required_from` everybody counts as briefed, so that there is time to read.

    Whoever acknowledged an older `revision` is asked again.
    """

    __tablename__ = "briefings"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    text_tr: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    required_from: Mapped[date] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    written_by: Mapped[str] = mapped_column(String(80))
    written_at: Mapped[datetime]


class Acknowledgement(Base):
    """An agent said that they have read this revision of a briefing."""

    __tablename__ = "acknowledgements"

    briefing: Mapped[str] = mapped_column(ForeignKey("briefings.name", ondelete="CASCADE"), primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True, index=True)
    revision: Mapped[int] = mapped_column(Integer)
    acknowledged_at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Briefed:
    """Who knows what: briefings nobody needs to have read yet count for everybody."""

    everybody: frozenset[str] = frozenset()
    by_agent: dict[str, set[str]] = field(default_factory=dict)

    def knows(self, agent_id: str) -> frozenset[str]:
        return self.everybody | self.by_agent.get(agent_id, set())


def put_briefing(
    session: Session,
    *,
    name: str,
    text_tr: str,
    text_en: str,
    required_from: date,
    ask_again: bool,
    by: str,
    now: datetime,
) -> Briefing:
    """Write a briefing, or write it anew; with `ask_again` everybody has to acknowledge it once more."""
    known = session.get(Briefing, name, with_for_update=True)
    briefing = known or Briefing(name=name, revision=1)
    if known and ask_again:
        briefing.revision += 1
    briefing.text_tr, briefing.text_en, briefing.required_from = text_tr, text_en, required_from
    briefing.written_by, briefing.written_at = by, now
    session.add(briefing)
    session.flush()
    return briefing


def briefings(session: Session) -> Sequence[Briefing]:
    """All of them, by name."""
    return session.scalars(select(Briefing).order_by(Briefing.name)).all()


def acknowledge(session: Session, briefing: Briefing, agent_id: str, now: datetime) -> tuple[Acknowledgement, bool]:
    """The agent has read it, and whether that is news; saying it again changes nothing."""
    known = session.get(Acknowledgement, (briefing.name, agent_id), with_for_update=True)
    if known is not None and known.revision == briefing.revision:
        return known, False
    told = known or Acknowledgement(briefing=briefing.name, agent_id=agent_id)
    told.revision, told.acknowledged_at = briefing.revision, now
    session.add(told)
    session.flush()
    return told, True


def acknowledgements(session: Session, briefing: Briefing) -> Sequence[Acknowledgement]:
    """Of its present revision, by agent."""
    of_it = select(Acknowledgement).filter_by(briefing=briefing.name, revision=briefing.revision)
    return session.scalars(of_it.order_by(Acknowledgement.agent_id)).all()


def briefed_on(session: Session, day: date, of: Collection[str] | None = None) -> Briefed:
    """Who of these agents, or of everybody, is briefed in what on this day."""
    known = session.execute(select(Briefing.name, Briefing.required_from)).all()
    present = (Acknowledgement.briefing == Briefing.name) & (Acknowledgement.revision == Briefing.revision)
    told = select(Acknowledgement.agent_id, Acknowledgement.briefing).join(Briefing, present)
    by_agent: dict[str, set[str]] = {}
    for agent_id, name in session.execute(told if of is None else told.where(Acknowledgement.agent_id.in_(of))):
        by_agent.setdefault(agent_id, set()).add(name)
    return Briefed(everybody=frozenset(name for name, required in known if day < required), by_agent=by_agent)
