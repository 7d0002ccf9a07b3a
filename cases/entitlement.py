"""What a customer bought with what they bought: warranty, service, installation, training. From when to when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from sqlalchemy import Date, ForeignKey, Index, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base

Kind = Literal["warranty", "service", "installation", "training"]


class Entitlement(Base):
    """`product` is what it is for, as people call it; `reference` is what another system calls it.

    Good on the days from `starts_on` to `ends_on`, both included; without an end for ever. `used_on` is when what can
    be had once (an installation, a training) was had.
    """

    __tablename__ = "entitlements"
    __table_args__ = (Index("ix_entitlements_reference", "customer_id", "reference", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    product: Mapped[str] = mapped_column(String(120))
    serial: Mapped[str | None] = mapped_column(String(80))
    reference: Mapped[str | None] = mapped_column(String(80))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    used_on: Mapped[date | None] = mapped_column(Date)
    covers: Mapped[str | None] = mapped_column(String(300))
    noted_by: Mapped[str] = mapped_column(String(80))
    noted_at: Mapped[datetime]

    def is_good(self, on: date) -> bool:
        """Whether the customer may ask for it on that day."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on) and self.used_on is None


def entitlements_of(session: Session, customer_id: str) -> Sequence[Entitlement]:
    """All of them; what ends last comes first."""
    rows = session.scalars(select(Entitlement).where(Entitlement.customer_id == customer_id)).all()
    return sorted(rows, key=lambda one: (one.ends_on or date.max, one.id), reverse=True)


def good_entitlements(session: Session, customer_id: str, on: date) -> Sequence[Entitlement]:
    """What they may ask for on that day; what ends first comes first."""
    return [one for one in reversed(entitlements_of(session, customer_id)) if one.is_good(on)]


def entitlement_named(session: Session, customer_id: str, reference: str) -> Entitlement | None:
    """Theirs of this name in another system."""
    chosen = select(Entitlement).filter_by(customer_id=customer_id, reference=reference)
    return session.scalars(chosen).first()
