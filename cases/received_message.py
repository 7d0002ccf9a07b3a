"""What a customer wrote to us, by SMS, WhatsApp or e-mail, and the case it landed on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import Boolean, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.channel import Channel
from records.database import Base

LONGEST_BODY: Final = 20_000
"""Letters of a message that are kept: more is no message a person reads at a desk."""

How = Literal["answer", "number", "open_case", "new_case"]
"""How its case was found: it answers a message of ours, it names the case, by who wrote it, or not at all."""


class ReceivedMessage(Base):
    """Table `received_messages`. `id` is the network's name for it: received twice it is one message.

    `from_number` or `from_email` says who wrote it, as far as such things prove anything; `known_sender` whether the
    case is theirs. `media` are links to pictures that came with a text message. An `automatic` one was written by a
    machine: it lands where it belongs and is answered by nobody.
    """

    __tablename__ = "received_messages"
    __table_args__ = (Index("ix_received_messages_case_at", "case_number", "received_at"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    channel: Mapped[Channel] = mapped_column(String(16))
    from_number: Mapped[str | None] = mapped_column(String(20), index=True)
    from_email: Mapped[str | None] = mapped_column(String(254), index=True)
    to_address: Mapped[str | None] = mapped_column(String(254))
    subject: Mapped[str | None] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    media: Mapped[list[Any]] = mapped_column(default=list)
    mail_id: Mapped[str | None] = mapped_column(String(300))
    automatic: Mapped[bool] = mapped_column(Boolean, default=False)
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number", ondelete="SET NULL"))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    known_sender: Mapped[bool] = mapped_column(Boolean, default=False)
    how: Mapped[str | None] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(index=True)


def received_on(session: Session, case_number: str, *, limit: int = 200) -> Sequence[ReceivedMessage]:
    """What was written to us about a case, the newest first."""
    chosen = select(ReceivedMessage).where(ReceivedMessage.case_number == case_number)
    return session.scalars(chosen.order_by(ReceivedMessage.received_at.desc(), ReceivedMessage.id).limit(limit)).all()


def last_heard(session: Session, channel: Channel, address: str) -> datetime | None:
    """When they last wrote to us themselves on this channel."""
    sender = ReceivedMessage.from_email if channel == "email" else ReceivedMessage.from_number
    chosen = select(ReceivedMessage.received_at).where(
        sender == address, ReceivedMessage.channel == channel, ReceivedMessage.automatic.is_(False)
    )
    return session.scalars(chosen.order_by(ReceivedMessage.received_at.desc()).limit(1)).first()


def last_letter_from(session: Session, case_number: str | None, email: str) -> str | None:
    """The Message-ID of the last letter somebody wrote about a case: what we write next answers it."""
    chosen = select(ReceivedMessage.mail_id).where(
        ReceivedMessage.case_number == case_number, ReceivedMessage.from_email == email
    )
    return session.scalars(chosen.order_by(ReceivedMessage.received_at.desc()).limit(1)).first()
