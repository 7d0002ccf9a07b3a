"""A customer and the numbers they call from. A number may be shared, and a customer may have several."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, validates

from cases.turkish import tr_fold
from records.database import ONE_MORE, Base


class Customer(Base):
    """`name` is empty for a caller nobody has asked yet; `name_fold` is what a search by name compares.

    `channel` is how they like to be written to: sms, whatsapp or email.
    Whoever they talked with before `led_anew_since` is not the agent they are led to without an owner.
    `visit_preference` is what they wish of whoever
    visits them, in their words. `zone` is the IANA name of the time zone they live in, where it is known that it is
    not just their number's. `version` is another one after every change, whoever made it.
    """

    __tablename__ = "customers"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    name_fold: Mapped[str] = mapped_column(String(200), default="", index=True)
    language: Mapped[str | None] = mapped_column(String(16))
    tier: Mapped[str | None] = mapped_column(String(40))
    crm_id: Mapped[str | None] = mapped_column(String(80), unique=True)
    notes: Mapped[str | None] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(String(16))
    visit_preference: Mapped[str | None] = mapped_column(String(300))
    zone: Mapped[str | None] = mapped_column(String(64))
    known_since: Mapped[datetime | None]
    led_anew_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1, server_default="1", onupdate=ONE_MORE)
    phones: Mapped[list["CustomerPhone"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by="CustomerPhone.phone"
    )

    @validates("name")
    def _fold_name(self, _: str, name: str) -> str:
        self.name_fold = tr_fold(name)
        return name


class CustomerPhone(Base):
    """`phone` is E.164."""

    __tablename__ = "customer_phones"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    phone: Mapped[str] = mapped_column(String(20), primary_key=True, index=True)


def add_phone(customer: Customer, phone: str) -> None:
    """One of their numbers from now on; nothing where it is already."""
    if phone not in {each.phone for each in customer.phones}:
        customer.phones.append(CustomerPhone(phone=phone))


_WITH_PHONE = (
    select(Customer)
    .join(CustomerPhone)
    .where(CustomerPhone.phone == bindparam("phone"))
    .order_by(Customer.name_fold, Customer.id)
)


def customers_with_phone(session: Session, phone: str) -> Sequence[Customer]:
    """Everybody who may be calling from this number, by name."""
    return session.scalars(_WITH_PHONE, {"phone": phone}).all()
