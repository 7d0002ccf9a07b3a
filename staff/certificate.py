"""What an agent was examined in, by whom, and until when it counts: `cert.<name>` in a skill expression."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint, or_, select, true
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from staff.coaching import suspended

A_NAME = r"[^\W\d][\w-]{0,39}"
"""What a certificate or a briefing may be called: a name that skill expressions can spell."""


class Certificate(Base):
    """Counts from `valid_from` to the end of `valid_until`; without the latter until it is withdrawn.

    One that is renewed is another row, which may be there before the old one runs out.
    """

    __tablename__ = "certificates"
    __table_args__ = (UniqueConstraint("agent_id", "name", "valid_from"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agent_id: Mapped[str] = mapped_column(ForeignKey("agents.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(40))
    given_by: Mapped[str] = mapped_column(String(120))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    def counts_on(self, day: date) -> bool:
        begun = self.withdrawn_at is None and self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)


def is_a_name(text: str) -> bool:
    return re.fullmatch(A_NAME, text) is not None


def put_certificate(
    session: Session,
    *,
    agent_id: str,
    name: str,
    given_by: str,
    valid_from: date,
    valid_until: date | None,
    made_by: str,
    now: datetime,
) -> tuple[Certificate, bool]:
    """Give an agent a certificate, and tell whether it is new: the same from the same day is brought up to date."""
    same = {"agent_id": agent_id, "name": name, "valid_from": valid_from}
    known = session.scalars(select(Certificate).filter_by(**same)).first()
    certificate = known or Certificate(**same, made_by=made_by, made_at=now)
    certificate.given_by, certificate.valid_until, certificate.withdrawn_at = given_by, valid_until, None
    session.add(certificate)
    session.flush()
    return certificate, known is None


def certificates_of(session: Session, agent_id: str) -> Sequence[Certificate]:
    """All an agent ever had, by name and the day they count from."""
    theirs = select(Certificate).where(Certificate.agent_id == agent_id)
    return session.scalars(theirs.order_by(Certificate.name, Certificate.valid_from)).all()


def certificates_that_count(
    session: Session, day: date, of: Collection[str] | None = None
) -> Mapping[str, frozenset[str]]:
    """On this day, of these agents or of everybody: the agent's id → names. What a coaching suspends does not count."""
    counts = (
        true() if of is None else Certificate.agent_id.in_(of),
        Certificate.withdrawn_at.is_(None),
        Certificate.valid_from <= day,
        or_(Certificate.valid_until.is_(None), Certificate.valid_until >= day),
    )
    found: dict[str, set[str]] = {}
    stopped = suspended(session, of)
    for agent_id, name in session.execute(select(Certificate.agent_id, Certificate.name).where(*counts)):
        if (agent_id, name) not in stopped:
            found.setdefault(agent_id, set()).add(name)
    return {agent_id: frozenset(names) for agent_id, names in found.items()}


def certificate_names(session: Session) -> frozenset[str]:
    """Every certificate anybody was ever given."""
    return frozenset(session.scalars(select(Certificate.name).distinct()))
