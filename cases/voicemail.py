"""What a caller said because nobody was there: a recording, the case it is about, and what we promised in return."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ForeignKey, Integer, Select, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert
from records.glance import Moment, at

LEFT_ALONE: Final = timedelta(minutes=2)
"""A recording nobody told us the end of is a voicemail all the same after so long."""


class Voicemail(Base):
    """Table `voicemails`. `left_at` is empty while we only know that something was recorded in a call.

    `state` is recorded, ready once the sound can be had, lost when it never can.
    """

    __tablename__ = "voicemails"

    recording: Mapped[str] = mapped_column(String(64), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number", ondelete="SET NULL"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    queue: Mapped[str | None] = mapped_column(String(40))
    promise_id: Mapped[int | None] = mapped_column(Integer)
    seconds: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(16), default="recorded")
    url: Mapped[str | None] = mapped_column(String(400))
    heard_of_at: Mapped[datetime] = mapped_column(index=True)
    left_at: Mapped[datetime | None] = mapped_column(index=True)


def voicemail_of(session: Session, recording: str, *, call: str, now: datetime) -> Voicemail:
    """What is known of this recording, or a beginning of it: its end and its sound come in any order, or at once."""
    begun = insert(session, Voicemail).values(
        recording=recording, call=call, state="recorded", seconds=0, heard_of_at=now
    )
    session.execute(begun.on_conflict_do_nothing(index_elements=["recording"]))
    return session.get_one(Voicemail, recording, with_for_update=True, populate_existing=True)


def recording_fares(session: Session, told: Mapping[str, Any], *, call: str, now: datetime) -> None:
    """The network's word on a recording: its sound can be had, or there is none."""
    row = voicemail_of(session, told["recording"], call=call, now=now)
    if row.state == "recorded":
        row.state = "ready" if told["status"] == "completed" else "lost"
        row.url = str(told["url"])[:400] or None
        row.seconds = row.seconds or int(told["seconds"])


def unclaimed(session: Session, now: datetime, *, limit: int = 50) -> Sequence[Voicemail]:
    """Recordings with sound whose callers' leaving we were never told of."""
    return session.scalars(_unclaimed(now - LEFT_ALONE).order_by(Voicemail.heard_of_at).limit(limit)).all()


def _unclaimed(since: Moment) -> Select[Voicemail]:
    left_alone = Voicemail.left_at.is_(None), Voicemail.state == "ready", Voicemail.heard_of_at <= since
    return select(Voicemail).where(*left_alone)


VOICEMAILS_UNCLAIMED: Final = _unclaimed(at(-LEFT_ALONE)).exists()
