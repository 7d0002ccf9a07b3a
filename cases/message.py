"""A message we said we would send, from the moment it is written down to the day the network tells what became of it.

It goes by SMS, by WhatsApp or by e-mail. States only move forward: written → unknown → sent → delivered, with
undelivered, failed, refused, opted_out, stopped, over_limit, not_sent and expired as the other ends. A message whose
request may have left is never sent again: only the network's word moves it on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import ForeignKey, Index, Select, String, Text, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.channel import Channel
from records.database import Base, insert
from records.glance import Moment, at

WAITS_FOR: Final = timedelta(hours=10)
"""A message that could not leave for so long says something that is no longer true."""
REQUEST_TIME: Final = timedelta(seconds=30)
"""A request is under way for no longer than this; until then its own process will tell what came of it."""

CODE_PLACE: Final = "{code}"
"""Where the code of a verification stands in the words of its message."""

Purpose = Literal["service", "collection"]
"""What a message is for. Somebody in hardship is not written to about money they owe."""

_RANK: Final = {"written": 0, "unknown": 1, "sent": 2}
_END: Final = 3
_TOLD_BY: Final = {
    **dict.fromkeys(("accepted", "scheduled", "queued", "sending", "sent"), "sent"),
    **dict.fromkeys(("delivered", "read"), "delivered"),
    **dict.fromkeys(("failed", "canceled"), "failed"),
    "undelivered": "undelivered",
}
"""The network's words for how a message fares → ours."""


_TO_SEND = text("state = 'written'")
"""Asked for in the very words of the index: only then does SQLite see that it holds all that is to be sent."""
_IN_DOUBT = text("state = 'unknown'")


class MessageRow(Base):
    """Table `messages`. `challenge` names the verification whose code takes the place of `{code}` as it leaves.

    It goes to `to_number`, or by e-mail to `to_email` under its `subject`. `template` is what it was written from and
    `written_by` who wrote it by hand. `content` is Twilio's content template with its variables, for WhatsApp.
    A message whose `purpose` is collection is stopped by the register of hardship. `secrets` are put into its words as
    it leaves, and kept no longer.
    `sid` is the network's name for it; of a letter, what its Message-ID begins with.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index(
            "messages_to_send",
            "not_before",
            sqlite_where=_TO_SEND,
            postgresql_where=_TO_SEND,
        ),
        Index(
            "messages_in_doubt",
            "posted_at",
            sqlite_where=_IN_DOUBT,
            postgresql_where=_IN_DOUBT,
        ),
    )

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[Channel] = mapped_column(String(16), default="sms", server_default="sms")
    to_number: Mapped[str | None] = mapped_column(String(20), index=True)
    to_email: Mapped[str | None] = mapped_column(String(254), index=True)
    subject: Mapped[str | None] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any] | None]
    secrets: Mapped[dict[str, Any] | None]
    template: Mapped[str | None] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(16), default="service", server_default="service")
    written_by: Mapped[str | None] = mapped_column(String(64))
    challenge: Mapped[str | None] = mapped_column(String(64))
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    state: Mapped[str] = mapped_column(String(16), default="written")
    sid: Mapped[str | None] = mapped_column(String(64), index=True)
    error_code: Mapped[int | None]
    written_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    posted_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be sent to whom, and what it is about. `id` names it: written twice, it is one message."""

    id: str
    body: str
    channel: Channel = "sms"
    to_number: str | None = None
    to_email: str | None = None
    subject: str | None = None
    content: dict[str, Any] | None = None
    secrets: dict[str, str] | None = None
    template: str | None = None
    purpose: Purpose = "service"
    written_by: str | None = None
    challenge: str | None = None
    customer_id: str | None = None
    case_number: str | None = None
    call: str | None = None


def write_message(
    session: Session,
    draft: Draft,
    *,
    now: datetime,
    lives_for: timedelta = WAITS_FOR,
    not_before: datetime | None = None,
) -> bool:
    """Into the outbox, to leave at once or at `not_before`. False when it is there already."""
    leaves = not_before or now
    written = {"state": "written", "written_at": now, "not_before": leaves, "expires_at": leaves + lives_for}
    told = {name: value for name, value in vars(draft).items() if value is not None}
    row = insert(session, MessageRow).values(**told, **written).on_conflict_do_nothing(index_elements=["id"])
    return session.scalar(row.returning(MessageRow.id)) is not None


def due_messages(session: Session, now: datetime, *, limit: int) -> Sequence[str]:
    """Ids of messages to be sent now, or whose sending nobody told the end of; the oldest first."""
    chosen = _due(now, now - REQUEST_TIME)
    return session.scalars(chosen.order_by(MessageRow.not_before, MessageRow.id).limit(limit)).all()


def _due(now: Moment, forgotten_since: Moment) -> Select[str]:
    free = or_(MessageRow.posted_at.is_(None), MessageRow.posted_at <= forgotten_since)
    return select(MessageRow.id).where(_TO_SEND, MessageRow.not_before <= now, free)


def messages_in_doubt(session: Session, *, before: datetime, limit: int) -> Sequence[MessageRow]:
    """Text messages that may have left, claimed before that moment, the oldest first. Of letters there is no list."""
    return session.scalars(
        _in_doubt().where(MessageRow.posted_at < before).order_by(MessageRow.posted_at).limit(limit)
    ).all()


def _in_doubt() -> Select[MessageRow]:
    return select(MessageRow).where(_IN_DOUBT, MessageRow.channel != "email")


MESSAGES_DUE: Final = _due(at(), at(-REQUEST_TIME)).exists()
MESSAGES_IN_DOUBT: Final = _in_doubt().exists()


def sids_taken(session: Session, sids: Sequence[str]) -> frozenset[str]:
    """Those of the network's names that are known to be of other messages."""
    return frozenset(sid for sid in session.scalars(select(MessageRow.sid).where(MessageRow.sid.in_(sids))) if sid)


def claim_message(session: Session, message_id: str, *, now: datetime) -> MessageRow | None:
    """The message, if its request is ours to send: whoever comes second must not send it too.

    One that was claimed and never heard of again may have left: it becomes unknown. One that is too old ends here.
    """
    row = _row(session, message_id)
    if row is None or row.state != "written" or row.not_before > now:
        return None
    if row.posted_at is not None:
        if row.posted_at <= now - REQUEST_TIME:
            row.state = "unknown"
        return None
    if row.expires_at <= now:
        _advance(row, "expired", now)
        return None
    row.posted_at = now
    return row


def postpone_message(session: Session, message_id: str, *, not_before: datetime) -> None:
    """The network did not take it and says so: it may leave again, later."""
    row = _row(session, message_id)
    if row is not None and row.state == "written":
        row.posted_at, row.not_before = None, not_before


def message_is(
    session: Session, message_id: str, state: str, *, now: datetime, sid: str | None = None, code: int | None = None
) -> None:
    """What came of the request: sent, unknown, refused or opted_out; `code` is the network's reason for refusing."""
    row = _row(session, message_id)
    if row is not None:
        row.sid = row.sid or sid
        row.error_code = row.error_code or code
        _advance(row, state, now)


def message_fares(session: Session, message_id: str, *, sid: str, status: str, code: int | None, now: datetime) -> None:
    """The network's word on a message, however late, often and out of order; another message's is not believed."""
    row = _row(session, message_id)
    state = _TOLD_BY.get(status)
    if row is None or state is None or row.sid not in (None, sid):
        return
    row.sid = sid
    row.error_code = row.error_code or code
    _advance(row, state, now)


def letter_came_back(session: Session, name: str, *, now: datetime) -> MessageRow | None:
    """A mail server says that the letter of this name will not arrive."""
    chosen = select(MessageRow).where(MessageRow.sid == name, MessageRow.channel == "email")
    row = session.scalars(chosen.with_for_update()).first()
    if row is not None:
        _advance(row, "undelivered", now)
    return row


def _row(session: Session, message_id: str) -> MessageRow | None:
    return session.get(MessageRow, message_id, with_for_update=True, populate_existing=True)


def _advance(row: MessageRow, state: str, now: datetime) -> None:
    if _RANK.get(state, _END) > _RANK.get(row.state, _END):
        row.state, row.secrets = state, None
        row.settled_at = now if state not in _RANK else None
