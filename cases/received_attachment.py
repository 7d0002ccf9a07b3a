"""What came with a letter: a photograph of the broken door, an invoice. Kept as it came and never opened by us."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, deferred, mapped_column

from records.database import Base

LARGEST: Final = 5 * 1024 * 1024
"""Bytes of one attachment that are kept; of a larger one only name, kind and size."""
MOST: Final = 10
"""Attachments of one letter that are kept."""


class ReceivedAttachment(Base):
    """Table `received_attachments`. `content` is empty where it was too large to keep."""

    __tablename__ = "received_attachments"

    message_id: Mapped[str] = mapped_column(ForeignKey("received_messages.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))


def attachments_of(session: Session, messages: Sequence[str]) -> Sequence[ReceivedAttachment]:
    """Of several messages, in order; their contents are read only where somebody asks for them."""
    chosen = select(ReceivedAttachment).where(ReceivedAttachment.message_id.in_(messages))
    return session.scalars(chosen.order_by(ReceivedAttachment.message_id, ReceivedAttachment.place)).all()
