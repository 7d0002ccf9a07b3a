"""Recordings lie with the network, not with us: those of a forgotten person are deleted there, until it says so."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Integer, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert
from records.glance import Moment, at

FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=6)


class RecordingDeletion(Base):
    """Table `recording_deletions`: a recording to delete, by the network's name, and when it was gone."""

    __tablename__ = "recording_deletions"

    recording: Mapped[str] = mapped_column(String(64), primary_key=True)
    why: Mapped[str] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    asked_at: Mapped[datetime]
    not_before: Mapped[datetime]
    gone_at: Mapped[datetime | None] = mapped_column(index=True)


def delete_later(session: Session, recordings: Collection[str], *, why: str, now: datetime) -> None:
    """Write down that these are to be deleted; `why` names the erasure or the rule. Twice is once."""
    for recording in recordings:
        row = insert(session, RecordingDeletion).values(
            recording=recording, why=why, tries=0, asked_at=now, not_before=now
        )
        session.execute(row.on_conflict_do_nothing(index_elements=["recording"]))


def to_be_deleted(session: Session, now: datetime, *, limit: int = 20) -> Sequence[str]:
    """Recordings whose turn it is, those that wait longest first."""
    return session.scalars(_to_be_deleted(now).order_by(RecordingDeletion.not_before).limit(limit)).all()


def _to_be_deleted(now: Moment) -> Select[str]:
    still_there = RecordingDeletion.gone_at.is_(None)
    return select(RecordingDeletion.recording).where(still_there, RecordingDeletion.not_before <= now)


RECORDINGS_TO_BE_DELETED: Final = _to_be_deleted(at()).exists()


def is_gone(session: Session, recording: str, now: datetime) -> None:
    """The network says there is none of that name any more."""
    session.get_one(RecordingDeletion, recording).gone_at = now


def try_again_later(session: Session, recording: str, now: datetime) -> None:
    """After one minute, two, four, at most six hours; nobody gives up."""
    row = session.get_one(RecordingDeletion, recording)
    row.not_before = now + min(FIRST_PAUSE * 2 ** min(row.tries, 10), LONGEST_PAUSE)
    row.tries += 1
