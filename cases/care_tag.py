"""What we keep in mind of a customer so that we take care of them. Kept only while they agree to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from hours.bilingual import Bilingual
from records.database import Base

Consent = Literal["spoken", "written", "web"]


@dataclass(frozen=True, kw_only=True)
class Tag:
    """One of the things this centre may note."""

    name: str
    words: Bilingual


class CareTag(Base):
    """`consent` is how the customer agreed, at `consent_at`, before `noted_by`. Withdrawn, the row is gone."""

    __tablename__ = "care_tags"

    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(40), primary_key=True)
    consent: Mapped[str] = mapped_column(String(16))
    consent_at: Mapped[datetime]
    noted_by: Mapped[str] = mapped_column(String(80))


def care_tags_of(session: Session, customer_id: str) -> Sequence[CareTag]:
    return session.scalars(select(CareTag).where(CareTag.customer_id == customer_id).order_by(CareTag.tag)).all()


def note_care_tag(session: Session, tag: CareTag) -> CareTag:
    """Keep it. Noted before, the newer consent takes the place of the older one."""
    kept = session.merge(tag)
    session.flush()
    return kept


def withdraw_care_tag(session: Session, customer_id: str, tag: str) -> bool:
    """The customer no longer agrees: nothing of it stays here. False where it was not noted."""
    noted = session.get(CareTag, (customer_id, tag))
    if noted is None:
        return False
    session.delete(noted)
    session.flush()
    return True
