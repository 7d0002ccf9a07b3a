"""After a purchase we call, show how it works and ask what else the home needs: booked, and only with consent.

How long the call is and how far ahead it may be booked goes by the customer's tier. It is a promise like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ForeignKey, Index, Integer, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback, open_callback, promise_kept_in_mind
from callbacks.dialler.life import ends
from callbacks.dialler.number_policy import numbers_we_call
from callbacks.dialler.window import by_day
from callbacks.dialler.zones import zones_for
from cases.case import Case
from cases.customer import Customer
from cases.dialable import dialable
from cases.opening import put_on_record
from cases.people_rules import OnboardingTier
from cases.promise import end_promise, make_promise
from hours.errors import CalendarUnknown
from records.audit import append as append_audit
from records.database import Base, serialise
from records.owed_call import CALLBACK

Consent = Literal["spoken", "written", "web"]
SLOT: Final = timedelta(minutes=30)
REASON: Final = "onboarding"
BOOKED, CANCELLED = "booked", "cancelled"
MOST_LISTED: Final = 200
MEANING: Final = {
    "off": "This centre books no such calls.",
    "phone": "This is not a number we call.",
    "past": "This lies in the past.",
    "ahead": "This is further ahead than this customer's tier may book.",
    "slot": "A call begins on the hour or half past.",
    "closed": "Nobody is there then.",
    "night": "Where they are, nobody may be rung then.",
    "full": "Everybody is taken then.",
    "owed": "They are owed a call already.",
    "consent": "The consent lies in the future.",
}


class BookingRefused(Exception):
    """The call cannot be booked like this."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {MEANING[why]}")
        self.field, self.why = field, why


class Onboarding(Base):
    """Table `onboardings`. `consent` is how the customer agreed to be called about it, at `consent_at`."""

    __tablename__ = "onboardings"
    __table_args__ = (Index("ix_onboardings_at_state", "at", "state"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    promise_id: Mapped[int] = mapped_column(Integer)
    product: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(Integer)
    consent: Mapped[str] = mapped_column(String(16))
    consent_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=BOOKED)
    booked_by: Mapped[str] = mapped_column(String(80))
    booked_at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What is asked for; `phone` is where they want to be called. Without `at`, as soon as somebody is free."""

    customer: Customer
    phone: str
    product: str
    at: datetime | None
    consent: Consent
    consent_at: datetime
    by: str

    def begins(self) -> datetime:
        assert self.at is not None
        return self.at


def book_onboarding(session: Session, board: Board, booking: Booking) -> Onboarding:
    """The call is promised. The same customer, product and time again is the same call. Raises BookingRefused."""
    serialise(session, "onboarding")
    same = {"customer_id": booking.customer.id, "product": booking.product, "state": BOOKED}
    booked = select(Onboarding).filter_by(**same).where(Onboarding.at > board.clock())
    known = session.scalars(booked if booking.at is None else booked.where(Onboarding.at == booking.at)).first()
    if known is not None:
        return known
    tier = board.care.people.onboarding.tier(booking.customer.tier)
    booking = replace(booking, at=booking.at or _first_free(session, board, booking, tier))
    phone = _checked(session, board, booking, tier)
    case = _case(session, board, booking, phone)
    callback = _promised(session, board, booking, case, phone)
    kept = Onboarding(
        case_number=case.number, promise_id=callback.promise_id, minutes=tier.minutes, at=booking.at,
        consent=booking.consent, consent_at=booking.consent_at, booked_by=booking.by, booked_at=board.clock(), **same,
    )  # fmt: skip
    session.add(kept)
    session.flush()
    told = {"at": kept.at.isoformat(), "consent": booking.consent, "case": case.number}
    append_audit(session, booking.by, "onboarding_booked", f"customer:{booking.customer.id}", told, board.clock())
    return kept


def cancel_onboarding(session: Session, kept: Onboarding, *, by: str, now: datetime) -> bool:
    """They do not want it any more: the promise is released, and nobody calls. False where it was off already."""
    if kept.state != BOOKED:
        return False
    kept.state = CANCELLED
    owed = session.scalars(select(Callback).where(Callback.case_number == kept.case_number, NOT_OVER)).first()
    if owed is None or not ends(session, owed, "released", why="cancelled", who=by, now=now):
        end_promise(session, kept.promise_id, "released", now)
    append_audit(session, by, "onboarding_cancelled", f"customer:{kept.customer_id}", {"booking": kept.id}, now)
    return True


def onboardings(session: Session, now: datetime, *, customer_id: str | None = None) -> Sequence[Onboarding]:
    """What is booked from now on, the next first."""
    coming = select(Onboarding).where(Onboarding.at > now, Onboarding.state == BOOKED)
    chosen = coming if customer_id is None else coming.where(Onboarding.customer_id == customer_id)
    return session.scalars(chosen.order_by(Onboarding.at, Onboarding.id).limit(MOST_LISTED)).all()


def _first_free(session: Session, board: Board, booking: Booking, tier: OnboardingTier) -> datetime:
    """The next half hour in which they may be rung, and somebody is there and not taken."""
    begin = board.clock().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    for half_hours in range(tier.days_ahead * 48 - 2):
        at = begin + half_hours * SLOT
        if _why_not(session, board, booking, at) is None:
            return at
    raise BookingRefused("at", "full")


def _checked(session: Session, board: Board, booking: Booking, tier: OnboardingTier) -> str:
    """The number to call, where everything is as it should be."""
    rules, now, at = board.care.people.onboarding, board.clock(), booking.begins()
    phone = dialable(booking.phone, numbers_we_call(board))
    faults = (
        ("at", "off", rules.queue not in board.policy.queues),
        ("phone", "phone", phone is None),
        ("consent_at", "consent", booking.consent_at > now),
        ("at", "past", at <= now),
        ("at", "ahead", at > now + timedelta(days=tier.days_ahead)),
        ("at", "slot", bool(at.minute % 30 or at.second or at.microsecond)),
    )
    for field, why, wrong in faults:
        if wrong:
            raise BookingRefused(field, why)
    if why_not := _why_not(session, board, booking, at):
        raise BookingRefused("at", why_not)
    assert phone is not None
    if open_callback(session, phone) is not None:
        raise BookingRefused("phone", "owed")
    return phone


def _why_not(session: Session, board: Board, booking: Booking, at: datetime) -> str | None:
    """Nobody is there then, everybody is taken, or their telephone may not ring."""
    rules = board.care.people.onboarding
    if rules.queue not in board.policy.queues:
        return "off"
    calendar = board.policy.queues[rules.queue].hours
    try:
        if calendar and board.hours.opening_at(calendar, at).state == "closed":
            return "closed"
    except CalendarUnknown:
        return "closed"
    if _is_night(board, booking, at):
        return "night"
    taken = select(func.count()).where(Onboarding.at == at, Onboarding.state == BOOKED)
    return "full" if (session.scalar(taken) or 0) >= rules.at_once else None


def _is_night(board: Board, booking: Booking, at: datetime) -> bool:
    """Where they are. A number that is none is another fault."""
    zones = zones_for(dialable(booking.phone, numbers_we_call(board)) or "", booking.customer.zone)
    return bool(zones) and not by_day(board.policy, zones, at)


def _case(session: Session, board: Board, booking: Booking, phone: str) -> Case:
    now = board.clock()
    case = Case(customer_id=booking.customer.id, phone=phone, subject=booking.product, reason=REASON, status="open",
                opened_at=now, last_touched_at=now)  # fmt: skip
    return put_on_record(session, case, new_id=board.new_id)


def _promised(session: Session, board: Board, booking: Booking, case: Case, phone: str) -> Callback:
    promise = make_promise(session, case_number=case.number, kind=CALLBACK, what=booking.product,
                           due_at=booking.begins() + SLOT, by_agent=None, now=board.clock())  # fmt: skip
    callback = Callback(
        id=board.new_id(), phone=phone, queue=board.care.people.onboarding.queue,
        language=booking.customer.language or "tr", customer_id=booking.customer.id, case_number=case.number,
        call="", place_at=booking.begins(), not_before=booking.begins(), kind="onboarding",
    )  # fmt: skip
    return promise_kept_in_mind(session, promise, callback)
