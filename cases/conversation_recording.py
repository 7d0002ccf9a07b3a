"""A conversation that was recorded: where its sound lies, how far it is, and when its agent paused it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Index, Integer, Select, String, Text, exists, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert

_TO_LOOK_AT: Final = text("look_at IS NOT NULL")
RUNNING: Final = ("recording", "paused")
ANNOUNCED_WITHIN: Final = timedelta(seconds=10)
"""The notice is noted before its words leave us: so long after the recording began it is in the records, or never."""


class ConversationRecording(Base):
    """Table `conversation_recordings`: one recording of a room, by the network's name; `call` is the conversation's.

    `state` is what the network said: recording, paused, ended (its sound is not ready), ready, lost (there is none) or
    deleted. `wanted` is what somebody asked for: recording or paused; `agent_id` who of the conversation paused it,
    None where it was a lead. `in_doubt_since` stands from before each request until the network has answered it: then
    nobody can say whether it records. `trouble` is why a pause did not come about: refused or unreachable.
    """

    __tablename__ = "conversation_recordings"
    __table_args__ = (
        Index("recordings_to_look_at", "look_at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
    )

    recording: Mapped[str] = mapped_column(String(64), primary_key=True)
    call: Mapped[str] = mapped_column(String(64), index=True)
    conference: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    wanted: Mapped[str] = mapped_column(String(16), default="recording")
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    asked_by: Mapped[str | None] = mapped_column(String(80))
    trouble: Mapped[str | None] = mapped_column(String(16))
    seconds: Mapped[int] = mapped_column(Integer, default=0)
    url: Mapped[str | None] = mapped_column(String(400))
    begun_at: Mapped[datetime] = mapped_column(index=True)
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None] = mapped_column(index=True)
    in_doubt_since: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    @property
    def is_silent(self) -> bool:
        """Whether the network has said that nothing is kept now, and nothing was asked of it since."""
        return self.state == "paused" and self.wanted == "paused" and self.in_doubt_since is None


class RecordingPause(Base):
    """Table `recording_pauses`: `since` the network answered, until it answered again.

    `why` is how it ended: resumed, too_long, left (whoever paused it is gone) or over with the recording.
    """

    __tablename__ = "recording_pauses"

    recording: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    asked_by: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime | None]
    why: Mapped[str | None] = mapped_column(String(16))


class RecordingNotice(Base):
    """Table `recording_notices`: who was told that their conversation is recorded, in which words, before it began."""

    __tablename__ = "recording_notices"

    call: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


def keep_of_recording(session: Session, kind: str, data: Mapping[str, Any], *, call: str, at: datetime) -> None:
    """What the journal tells of recorded conversations: twice, or in any order."""
    match kind:
        case "recording_announced":
            words = str(data["text"])
            row = insert(session, RecordingNotice).values(
                call=call, language=data["language"], text=words, at=at,
                text_hash=hashlib.sha256(words.encode()).hexdigest(),
            )  # fmt: skip
            session.execute(row.on_conflict_do_nothing(index_elements=["call"]))
        case "room_recording":
            _recording_fares(session, data, call=call, at=at)


def _recording_fares(session: Session, told: Mapping[str, Any], *, call: str, at: datetime) -> None:
    """It has begun, its sound can be had, or there is none. What has ended does not begin again."""
    seconds = int(told["seconds"])
    begun = insert(session, ConversationRecording).values(
        recording=told["recording"], call=call, conference=told["conference"], state="recording", wanted="recording",
        seconds=0, begun_at=at - timedelta(seconds=seconds), look_at=at + ANNOUNCED_WITHIN, version=1,
    )  # fmt: skip
    session.execute(begun.on_conflict_do_nothing(index_elements=["recording"]))
    if told["status"] == "in-progress":
        return
    row = session.get_one(ConversationRecording, told["recording"], with_for_update=True, populate_existing=True)
    if row.state in (*RUNNING, "ended"):
        recording_is_over(session, row, "ready" if told["status"] == "completed" else "lost", at)
        row.url, row.seconds = str(told["url"])[:400] or None, seconds


def recording_is_over(session: Session, row: ConversationRecording, state: str, now: datetime) -> None:
    if row.state == "paused":
        pause_ends(session, row, "over", now)
    row.state, row.ended_at = state, row.ended_at or now
    row.in_doubt_since = row.look_at = row.paused_at = None
    row.version += 1


def pause_begins(session: Session, row: ConversationRecording, now: datetime) -> None:
    row.state, row.paused_at = "paused", now
    session.add(RecordingPause(recording=row.recording, since=now, agent_id=row.agent_id, asked_by=row.asked_by or ""))


def pause_is_to_end(session: Session, row: ConversationRecording, why: str) -> None:
    """Why somebody else than who paused ends it; it lasts until the network has answered."""
    for pause in session.scalars(_open_pauses(row.recording)):
        pause.why = why


def pause_ends(session: Session, row: ConversationRecording, why: str, now: datetime) -> None:
    for pause in session.scalars(_open_pauses(row.recording)):
        pause.until, pause.why = now, pause.why or why


def _open_pauses(recording: str) -> Select[RecordingPause]:
    return select(RecordingPause).where(RecordingPause.recording == recording, RecordingPause.until.is_(None))


def was_announced(session: Session, call: str) -> bool:
    return session.scalar(select(exists().where(RecordingNotice.call == call))) or False


def recordings_of_call(session: Session, call: str) -> Sequence[ConversationRecording]:
    """The first one first."""
    table = ConversationRecording
    return session.scalars(select(table).where(table.call == call).order_by(table.begun_at, table.recording)).all()


def pauses_of(session: Session, recording: str) -> Sequence[RecordingPause]:
    table = RecordingPause
    return session.scalars(select(table).where(table.recording == recording).order_by(table.since)).all()


def recordings_watched(session: Session, *, limit: int = 500) -> Sequence[ConversationRecording]:
    """Those somebody must look at again, the longest due first."""
    table = ConversationRecording
    return session.scalars(select(table).where(_TO_LOOK_AT).order_by(table.look_at).limit(limit)).all()


RECORDINGS_WATCHED: Final = select(ConversationRecording.recording).where(_TO_LOOK_AT).exists()
