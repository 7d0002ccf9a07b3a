"""A case is offered to another agent: it stays whose it is until that one accepts. Nobody is handed a case unasked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import ForeignKey, Index, Integer, Select, String, Text, select, text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base
from records.glance import Moment, at

OPEN: Final = "open"
End = Literal["accepted", "declined", "withdrawn", "lapsed", "overtaken"]


class OwnershipOffer(Base):
    """Table `ownership_offers`. `note` is what the next owner must know; it is read before they decide.

    `from_agent` is whose the case was then, `by_agent` who offers: the owner, or somebody who leads. `state` is open
    or how it ended; `why` are the words of whoever ended it. Unanswered, it lapses at `expires_at`.
    """

    __tablename__ = "ownership_offers"
    __table_args__ = (
        Index(
            "ix_one_open_offer_per_case",
            "case_number",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        Index("ix_ownership_offers_state_expires", "state", "expires_at"),
        Index("ix_ownership_offers_to_state", "to_agent", "state"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    from_agent: Mapped[str | None] = mapped_column(String(64))
    by_agent: Mapped[str] = mapped_column(String(64))
    to_agent: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default=OPEN)
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(Text)


def open_offer(session: Session, case_number: str) -> OwnershipOffer | None:
    """The offer that stands for this case."""
    chosen = select(OwnershipOffer).where(OwnershipOffer.case_number == case_number, OwnershipOffer.state == OPEN)
    return session.scalars(chosen).first()


def offers_of_case(session: Session, case_number: str) -> Sequence[OwnershipOffer]:
    """All there ever were, the first one first."""
    chosen = select(OwnershipOffer).where(OwnershipOffer.case_number == case_number)
    return session.scalars(chosen.order_by(OwnershipOffer.id)).all()


def offers_to(session: Session, agent_id: str) -> Sequence[OwnershipOffer]:
    """What an agent is asked to take over, the oldest first."""
    chosen = select(OwnershipOffer).where(OwnershipOffer.to_agent == agent_id, OwnershipOffer.state == OPEN)
    return session.scalars(chosen.order_by(OwnershipOffer.id)).all()


def offers_past(session: Session, now: datetime, *, limit: int) -> Sequence[OwnershipOffer]:
    """Those nobody answered in time, the longest past first; nobody else ends them until this transaction does."""
    return session.scalars(_past(now).order_by(OwnershipOffer.expires_at).limit(limit).with_for_update()).all()


def _past(now: Moment) -> Select[OwnershipOffer]:
    return select(OwnershipOffer).where(OwnershipOffer.state == OPEN, OwnershipOffer.expires_at <= now)


OFFERS_PAST: Final = _past(at()).exists()


def offers_are_overtaken(session: Session, case_numbers: Sequence[str], now: datetime) -> None:
    """Somebody else became the owner of these: what was offered before is no more."""
    standing = OwnershipOffer.case_number.in_(case_numbers), OwnershipOffer.state == OPEN
    session.execute(update(OwnershipOffer).where(*standing).values(state="overtaken", ended_at=now))
