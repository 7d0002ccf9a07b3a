"""The e-mail addresses of customers. An address may be shared, and a customer may have several, as with telephones."""

import re
from collections.abc import Sequence
from typing import Final

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.customer import Customer
from records.database import Base

LONGEST: Final = 254
"""Letters of an address that mail can be sent to (RFC 5321)."""
_LOCAL: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN: Final = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
_ADDRESS: Final = re.compile(rf"({_LOCAL})@({_DOMAIN})")


class CustomerEmail(Base):
    """Table `customer_emails`. `email` is in small letters, as it is compared."""

    __tablename__ = "customer_emails"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    email: Mapped[str] = mapped_column(String(LONGEST), primary_key=True, index=True)


def email_of(text: str) -> str | None:
    """The address as we keep it, in small letters; None for what is none."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None or len(found[1]) > 64 or len(found[0]) > LONGEST:
        return None
    return found[0].lower()


def emails_of(session: Session, customer_id: str) -> Sequence[str]:
    chosen = select(CustomerEmail.email).where(CustomerEmail.customer_id == customer_id)
    return session.scalars(chosen.order_by(CustomerEmail.email)).all()


def customers_with_email(session: Session, email: str) -> Sequence[Customer]:
    """Everybody who may be writing from this address, by name."""
    chosen = select(Customer).join(CustomerEmail, CustomerEmail.customer_id == Customer.id)
    return session.scalars(chosen.where(CustomerEmail.email == email).order_by(Customer.name_fold, Customer.id)).all()


def emails_are(session: Session, customer_id: str, emails: Sequence[str]) -> None:
    """These are the customer's addresses from now on, and no others."""
    for row in session.scalars(select(CustomerEmail).where(CustomerEmail.customer_id == customer_id)):
        if row.email not in emails:
            session.delete(row)
    known = set(emails_of(session, customer_id))
    session.add_all(
        CustomerEmail(customer_id=customer_id, email=one) for one in dict.fromkeys(emails) if one not in known
    )
    session.flush()
