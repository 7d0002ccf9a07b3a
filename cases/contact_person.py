"""Somebody who may call for a customer: a son, a caretaker, an accountant."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.customer import Customer, add_phone
from records.database import Base


class ContactPerson(Base):
    """`relation` is in people's words. `may_decide`: what they agree to, the customer has agreed to."""

    __tablename__ = "contact_people"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    relation: Mapped[str | None] = mapped_column(String(80))
    may_decide: Mapped[bool] = mapped_column(Boolean, default=False)
    noted_at: Mapped[datetime]


def contact_people_of(session: Session, customer_id: str) -> Sequence[ContactPerson]:
    chosen = select(ContactPerson).where(ContactPerson.customer_id == customer_id)
    return session.scalars(chosen.order_by(ContactPerson.name, ContactPerson.id)).all()


def add_contact_person(session: Session, customer: Customer, person: ContactPerson) -> ContactPerson:
    """Their number becomes one of the customer's, so that a call from it is known. The same person again is the same.

    Whether they may decide is as it was said last.
    """
    same = {"customer_id": customer.id, "name": person.name, "phone": person.phone}
    known = session.scalars(select(ContactPerson).filter_by(**same)).first()
    if known is not None:
        known.relation, known.may_decide = person.relation, person.may_decide
        return known
    if person.phone:
        add_phone(customer, person.phone)
    session.add(person)
    session.flush()
    return person
