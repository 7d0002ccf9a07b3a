"""Who cannot pay just now: what is not done to them, from when to when, for which debts, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, get_args

from sqlalchemy import Date, ForeignKey, Integer, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.customer import Customer, CustomerPhone, customers_with_phone
from records.database import Base

Action = Literal["disconnect", "dunning", "collection_call"]
ACTIONS: Final[tuple[Action, ...]] = get_args(Action)


class Hardship(Base):
    """An entry of the register, for a customer, a telephone number or a subscriber (meter) number.

    `actions` are not done on the days from `starts_on` to `ends_on`, both included, for debts that are dated from
    `debts_from` to `debts_until`; without those, for any debt, also one older than the entry.
    """

    __tablename__ = "hardships"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    subscriber: Mapped[str | None] = mapped_column(String(40), index=True)
    actions: Mapped[list[Any]]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    debts_from: Mapped[date | None] = mapped_column(Date)
    debts_until: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(300))
    made_by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1")

    def stops(self, action: Action, *, on: date, debt_date: date | None) -> bool:
        """Whether it forbids this on that day. A debt nobody can date is protected."""
        in_force = self.ended_at is None and self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)
        return in_force and action in self.actions and self._is_about(debt_date)

    def _is_about(self, debt_date: date | None) -> bool:
        if debt_date is None:
            return True
        from_then = self.debts_from is None or self.debts_from <= debt_date
        return from_then and (self.debts_until is None or debt_date <= self.debts_until)


@dataclass(frozen=True, kw_only=True)
class Whose:
    """Who is asked about, by whatever is at hand."""

    customer_id: str | None = None
    phone: str | None = None
    subscriber: str | None = None


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`stop` is the entry that forbids it; None: nothing does. `known`: we know somebody who is meant."""

    stop: Hardship | None
    known: bool

    @property
    def allowed(self) -> bool:
        return self.stop is None


def may_be_done(session: Session, action: Action, whose: Whose, *, on: date, debt_date: date | None = None) -> Verdict:
    """Whether the action may be taken on that day. Of several who are meant, one who is protected protects all."""
    customers = _customers(session, whose)
    entries = _entries(session, whose, customers)
    stopping = (entry for entry in entries if entry.stops(action, on=on, debt_date=debt_date))
    longest = max(stopping, key=lambda entry: entry.ends_on or date.max, default=None)
    return Verdict(stop=longest, known=bool(customers or entries))


def hardships(session: Session, *, limit: int, before: int | None = None) -> Sequence[Hardship]:
    """The latest entries first; with `before`, those that came before that one."""
    chosen = select(Hardship).order_by(Hardship.id.desc()).limit(limit)
    return session.scalars(chosen if before is None else chosen.where(Hardship.id < before)).all()


def _customers(session: Session, whose: Whose) -> dict[str, Customer]:
    found: list[Customer | None] = [session.get(Customer, whose.customer_id)] if whose.customer_id else []
    if whose.phone:
        found += customers_with_phone(session, whose.phone)
    if whose.subscriber:
        found += session.scalars(select(Customer).where(Customer.crm_id == whose.subscriber)).all()
    return {customer.id: customer for customer in found if customer is not None}


def _entries(session: Session, whose: Whose, customers: dict[str, Customer]) -> Sequence[Hardship]:
    """Every entry about them, whether it was made for the customer, for one of their numbers or for their meter."""
    phones = {whose.phone, *(each.phone for each in _phones(customers.values()))} - {None}
    subscribers = {whose.subscriber, *(customer.crm_id for customer in customers.values())} - {None}
    meant = or_(Hardship.customer_id.in_(customers), Hardship.phone.in_(phones), Hardship.subscriber.in_(subscribers))
    return session.scalars(select(Hardship).where(meant).order_by(Hardship.id)).all()


def _phones(customers: Iterable[Customer]) -> list[CustomerPhone]:
    return [phone for customer in customers for phone in customer.phones]
