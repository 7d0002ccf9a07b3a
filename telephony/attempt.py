"""A try to ring somebody's phone, written down before the phone rings, so that nobody is rung twice.

States only move forward: intent → unknown → sent → live → done, with rejected and not_made as the other ends.
A webhook that carries the token proves that the call exists, whatever the REST request came back with.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from sqlalchemy import Index, String, bindparam, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import AwareDateTime, Base
from telephony.customer_number import TO_CUSTOMERS, block_of, country_of
from telephony.errors import AttemptOpen, AttemptUnknown
from telephony.leg import FINAL_STATUSES, Leg, later_status

OPEN = ("intent", "unknown", "sent", "live")
CLOSED = ("done", "rejected", "not_made")
MACHINES = ("machine", "fax")
UNKNOWN_ANSWERER = "unknown"

PROOF_SECONDS = 60  # after the ringing, this long without a webhook and without a leg in Twilio's list: not made
CLOCK_SKEW = timedelta(seconds=5)  # Twilio's creation times are whole seconds of another clock

_RANK = {"intent": 0, "unknown": 1, "sent": 2, "live": 3} | dict.fromkeys(CLOSED, 4)
_SHOWN_BY = {"in-progress": "live"} | dict.fromkeys(FINAL_STATUSES, "done")


_STILL_OPEN = text("state IN ('intent', 'unknown', 'sent', 'live')")
"""Asked for in the very words of the two indexes: only then does SQLite see that these hold all that is open."""


def _one_open(name: str, column: str) -> Index:
    return Index(name, column, unique=True, sqlite_where=_STILL_OPEN, postgresql_where=_STILL_OPEN)


_TO_A_CUSTOMER = text("block IS NOT NULL")


def _of_customers(name: str, *columns: str) -> Index:
    """What budgets count: found by when, however many calls there were before."""
    return Index(name, *columns, "created_at", sqlite_where=_TO_A_CUSTOMER, postgresql_where=_TO_A_CUSTOMER)


class AttemptRow(Base):
    """Table `attempts`; the two partial indexes are what keeps a phone from ringing twice.

    `block` and `country` are those of a customer's number; of whoever else is rung they stay empty.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        _one_open("one_open_attempt_per_subject", "subject"),
        _one_open("one_open_attempt_per_destination", "destination"),
        Index("attempts_by_subject", "subject", "created_at"),
        Index("attempts_by_leg", "leg"),
        Index("attempts_by_kind", "kind", "created_at"),
        _of_customers("calls_to_number", "destination"),
        _of_customers("calls_to_block", "block"),
        _of_customers("calls_to_country", "country"),
        _of_customers("calls_to_customers"),
    )

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(64))
    call: Mapped[str | None] = mapped_column(String(64), index=True)
    agent_id: Mapped[str | None] = mapped_column(String(64))
    destination: Mapped[str] = mapped_column(String(128), index=True)
    block: Mapped[str | None] = mapped_column(String(128))
    country: Mapped[str | None] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(16))
    leg: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str | None] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(AwareDateTime)
    not_before: Mapped[datetime | None] = mapped_column(AwareDateTime)
    posted_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(AwareDateTime)
    error_code: Mapped[int | None]
    answered_by: Mapped[str | None] = mapped_column(String(24))


_ALL_OPEN = select(AttemptRow).where(_STILL_OPEN).order_by(AttemptRow.created_at, AttemptRow.token)
ATTEMPTS_OPEN = select(AttemptRow.token).where(_STILL_OPEN).exists()
_OPEN_FOR = select(AttemptRow).where(AttemptRow.subject == bindparam("subject"), _STILL_OPEN)
_OPEN_TO = select(AttemptRow).where(AttemptRow.destination == bindparam("destination"), _STILL_OPEN)
_NEWEST_FOR = (
    select(AttemptRow).where(AttemptRow.subject == bindparam("subject")).order_by(AttemptRow.created_at.desc()).limit(1)
)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One attempt as it stands. `subject` is what it is for (a reservation's id), `status` Twilio's last word on its
    leg, `error_code` Twilio's reason for refusing it, `answered_by` whom it takes to have picked up."""

    token: str
    kind: str
    subject: str
    call: str | None
    agent_id: str | None
    destination: str
    state: str
    leg: str | None
    status: str | None
    created_at: datetime
    not_before: datetime | None
    posted_at: datetime | None
    resolved_at: datetime | None
    error_code: int | None
    answered_by: str | None

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def by_machine(self) -> bool:
        """Whether a machine picked up. Whoever it cannot tell is a person: nobody is taken for a machine by mistake."""
        return (self.answered_by or "").startswith(MACHINES)

    def is_leg(self, sid: str) -> bool:
        """Whether a leg that answered is this attempt's: open, and no other leg came first. If not, hang up on it."""
        return self.open and self.leg in (None, sid)


_FACTS = tuple(field.name for field in fields(Attempt))


def begin(
    session: Session,
    *,
    token: str,
    kind: str,
    subject: str,
    destination: str,
    now: datetime,
    call: str | None = None,
    agent_id: str | None = None,
    not_before: datetime | None = None,
) -> Attempt:
    """Write the intent down, to be dialled `not_before` a moment. Commit before the request leaves.

    Raises AttemptOpen when one is open for the subject or the destination: that phone is ringing already, or may be."""
    row = AttemptRow(token=token, kind=kind, subject=subject, call=call, agent_id=agent_id, destination=destination)
    row.state, row.created_at, row.not_before = "intent", now, not_before
    if kind in TO_CUSTOMERS:
        row.block, row.country = block_of(destination), country_of(destination)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as trouble:
        raise AttemptOpen(f"{kind} {subject}") from trouble
    return _attempt(row)


def claim(session: Session, token: str, *, now: datetime) -> bool:
    """The request is about to leave. True for one asker only: whoever comes second must not send it too."""
    row = _row(session, token)
    if row.state != "intent" or row.posted_at is not None:
        return False
    row.posted_at = now
    return True


def postpone(session: Session, token: str, *, not_before: datetime) -> None:
    """Twilio did not carry the request out and says so: it may leave again, later."""
    row = _row(session, token)
    if row.state == "intent":
        row.posted_at, row.not_before = None, not_before


def withdrawn(session: Session, token: str, *, now: datetime) -> bool:
    """Nobody wants this attempt any more. True when its request has not left and now never will."""
    row = _row(session, token)
    if row.state == "intent" and row.posted_at is None:
        _advance(row, "not_made", now)
    return row.state == "not_made"


def sent(session: Session, token: str, *, leg: str, now: datetime) -> Attempt:
    """Twilio made the call. A webhook may have said so first; then nothing changes."""
    row = _row(session, token)
    row.posted_at = row.posted_at or now
    row.leg = row.leg or leg
    return _advance(row, "sent", now)


def unknown(session: Session, token: str, *, now: datetime) -> Attempt:
    """The request was sent and its outcome is not known. Only proof moves the attempt on: see `observe` and `prove`."""
    row = _row(session, token)
    row.posted_at = row.posted_at or now
    return _advance(row, "unknown", now)


def rejected(session: Session, token: str, *, code: int, now: datetime) -> Attempt:
    """Twilio refused to make the call, for good. A leg that was seen says otherwise, and is believed."""
    row = _row(session, token)
    if row.leg is not None:
        return _attempt(row)
    row.error_code = row.error_code or code
    return _advance(row, "rejected", now)


def observe(session: Session, token: str, *, leg: str, status: str, now: datetime) -> Attempt:
    """A webhook with this token: the leg exists and has this CallStatus. Callbacks may come twice and in any order.

    The first leg seen is the attempt's; what a second leg with the same token does is not recorded: it is hung up on.
    """
    row = _row(session, token)
    if row.leg not in (None, leg) or row.state in CLOSED:
        return _attempt(row)
    row.leg = leg
    row.status = later_status(row.status, status)
    return _advance(row, _SHOWN_BY.get(row.status, "sent"), now)


def told_who_answered(session: Session, token: str, *, leg: str, by: str, now: datetime) -> Attempt:
    """What the network takes whoever picked up for. Its first word stands; that it cannot tell, of a leg that is over
    already, means that they hung up before it could."""
    row = _row(session, token)
    late = row.state in CLOSED and by == UNKNOWN_ANSWERER
    if row.leg not in (None, leg) or row.answered_by is not None or late:
        return _attempt(row)
    row.answered_by = by
    return observe(session, token, leg=leg, status="in-progress", now=now)


def prove(session: Session, token: str, *, legs: Iterable[Leg], ring_seconds: int, now: datetime) -> Attempt:
    """Settle an attempt nobody heard of with Twilio's list of calls to its destination: adopt its leg, or conclude that
    it was not made once ringing plus PROOF_SECONDS have passed without a leg in the list."""
    row = _row(session, token)
    if row.state not in ("intent", "unknown"):
        return _attempt(row)
    if leg := _leg_of(session, row, legs):
        return observe(session, token, leg=leg.sid, status=leg.status, now=now)
    if now - (row.posted_at or row.created_at) <= timedelta(seconds=ring_seconds + PROOF_SECONDS):
        return _attempt(row)
    return _advance(row, "not_made", now)


def attempt(session: Session, token: str) -> Attempt | None:
    row = session.get(AttemptRow, token)
    return _attempt(row) if row else None


def attempt_of_leg(session: Session, leg: str) -> Attempt | None:
    row = session.scalars(select(AttemptRow).where(AttemptRow.leg == leg)).first()
    return _attempt(row) if row else None


def open_attempt_for(session: Session, subject: str) -> Attempt | None:
    """The attempt that is ringing, or may be, for a subject; at most one."""
    row = session.scalars(_OPEN_FOR, {"subject": subject}).first()
    return _attempt(row) if row else None


def open_attempt_to(session: Session, destination: str) -> Attempt | None:
    """The attempt by which this phone is ringing, or may be; at most one."""
    row = session.scalars(_OPEN_TO, {"destination": destination}).first()
    return _attempt(row) if row else None


def attempt_for(session: Session, subject: str) -> Attempt | None:
    """The newest attempt for a subject, settled or not."""
    row = session.scalars(_NEWEST_FOR, {"subject": subject}).first()
    return _attempt(row) if row else None


def open_attempts(session: Session) -> tuple[Attempt, ...]:
    """Every attempt that is not settled, oldest first: what reconciliation asks Twilio about."""
    return tuple(_attempt(row) for row in session.scalars(_ALL_OPEN))


def _row(session: Session, token: str) -> AttemptRow:
    row = session.get(AttemptRow, token, with_for_update=True)
    if row is None:
        raise AttemptUnknown(token)
    return row


def _advance(row: AttemptRow, state: str, now: datetime) -> Attempt:
    if _RANK[state] > _RANK[row.state]:
        row.state = state
        row.resolved_at = now if state in CLOSED else None
    return _attempt(row)


def _leg_of(session: Session, row: AttemptRow, legs: Iterable[Leg]) -> Leg | None:
    """The one leg that can be this attempt's: dialled by us to its destination since, and nobody else's."""
    since = row.created_at - CLOCK_SKEW
    ours = (leg for leg in legs if leg.direction == "outbound-api" and leg.to == row.destination)
    new = (leg for leg in ours if leg.created_at and leg.created_at >= since)
    return next((leg for leg in new if attempt_of_leg(session, leg.sid) is None), None)


def _attempt(row: AttemptRow) -> Attempt:
    return Attempt(**{name: getattr(row, name) for name in _FACTS})
