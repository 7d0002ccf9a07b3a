"""Who agreed to be recorded: what they heard before the beep, in which version of which flow, and that they spoke."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert


class RecordingConsent(Base):
    """Table `recording_consents`. `text` is what was said to them, word for word, and `text_hash` its SHA-256: the same
    words have the same hash in every call. `version` is the flow's, as it was published."""

    __tablename__ = "recording_consents"

    recording: Mapped[str] = mapped_column(String(64), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    flow: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(80))
    node: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """One caller who spoke after they heard these words."""

    recording: str
    call: str
    customer_id: str | None
    flow: str
    version: str
    node: str
    language: str
    text: str


def keep_consent(session: Session, agreed: Agreed, now: datetime) -> None:
    """Before the recording is kept. Told twice it is one."""
    digest = hashlib.sha256(agreed.text.encode()).hexdigest()
    row = insert(session, RecordingConsent).values(**vars(agreed), text_hash=digest, at=now)
    session.execute(row.on_conflict_do_nothing(index_elements=["recording"]))


def consents(
    session: Session, *, limit: int, after: tuple[datetime, str] | None = None, customer: str | None = None
) -> Sequence[RecordingConsent]:
    """The latest first, of everybody or of one customer."""
    table = RecordingConsent
    chosen = select(table).order_by(table.at.desc(), table.recording).limit(limit)
    if customer is not None:
        chosen = chosen.where(table.customer_id == customer)
    if after is not None:
        at, last = after
        chosen = chosen.where((table.at < at) | ((table.at == at) & (table.recording > last)))
    return session.scalars(chosen).all()
