"""What we said we would do, by when, and who said it. A promise ends kept, broken or released, and once.

One of ours that was broken is not over: it stands in the ledger until somebody has made it good.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import ForeignKey, Index, Integer, Select, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.promise_step import Step, take_step
from records.audit import append as append_audit
from records.database import Base
from records.glance import Moment, at
from records.outgoing_event import announce

End = Literal["kept", "broken", "released"]
Party = Literal["us", "customer"]
NEXT_ACTION: Final = "next_action"
ANEW: Final = "agreed anew when they talked again"
WITH_THE_CASE: Final = (NEXT_ACTION, "update", "answer")
"""Kinds that have nothing to be kept for once their case is closed."""
OURS: Final = "us"
REFRAINING: Final = ("patience",)
"""Kinds that are kept by not doing something until then: time does not break them, it keeps them."""
_TO_LOOK_AT = text("look_at IS NOT NULL")


class Promise(Base):
    """`kind` is next_action, update, callback, delivery or whatever policy names; `what` is in people's words.

    `party` is who owes it: `us`, or the `customer`. `agreed_for` is the moment they heard; `due_at` is what it comes to
    with the times in which we waited for them. The clock counts from `counted_from`, in the hours of `calendar`.
    `look_at` is when the clock's duty looks at it next, never later than something is to be done.
    `moves` counts how often they agreed to another moment. `makes_good` is the broken promise this one is for.
    """

    __tablename__ = "promises"
    __table_args__ = (
        Index("ix_promises_status_due", "status", "due_at"),
        Index("promises_by_due", "due_at", "id"),
        Index("promises_to_look_at", "look_at", sqlite_where=_TO_LOOK_AT, postgresql_where=_TO_LOOK_AT),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_number: Mapped[str] = mapped_column(ForeignKey("cases.number", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(Text)
    agreed_for: Mapped[datetime]
    due_at: Mapped[datetime]
    calendar: Mapped[str | None] = mapped_column(String(40))
    party: Mapped[str] = mapped_column(String(16), default="us")
    by_agent: Mapped[str | None] = mapped_column(String(64), index=True)
    status: Mapped[str] = mapped_column(String(16), default="open")
    made_at: Mapped[datetime]
    counted_from: Mapped[datetime]
    look_at: Mapped[datetime | None]
    moves: Mapped[int] = mapped_column(Integer, default=0)
    ended_at: Mapped[datetime | None]
    makes_good: Mapped[int | None] = mapped_column(Integer, index=True)
    made_good_at: Mapped[datetime | None]
    escalation_candidate: Mapped[str | None] = mapped_column(String(40))


def make_promise(
    session: Session,
    *,
    case_number: str,
    kind: str,
    what: str,
    due_at: datetime,
    by_agent: str | None,
    now: datetime,
    party: Party = "us",
    calendar: str | None = None,
    makes_good: int | None = None,
) -> Promise:
    """Write a promise down before it is spoken. The same open promise again is the same promise.

    What comes next is agreed anew each time: the next action agreed before it is released.
    """
    same = {"case_number": case_number, "kind": kind, "what": what, "agreed_for": due_at, "status": "open"}
    promise = session.scalars(select(Promise).filter_by(**same)).first()
    if promise is None:
        if kind == NEXT_ACTION:
            _release_the_one_before(session, case_number, now)
        promise = Promise(**same, due_at=due_at, calendar=calendar, party=party, by_agent=by_agent, made_at=now,
                          counted_from=now, look_at=now, moves=0, makes_good=makes_good)  # fmt: skip
        session.add(promise)
        session.flush()
        _announce(session, "promise.made", promise, now)
    return promise


def end_promise(
    session: Session, promise_id: int, how: End, now: datetime, *, who: str | None = None, note: str | None = None
) -> bool:
    """Settle an open promise; False if it had ended before or there is none.

    One of ours that is kept too late was broken, and is made good by it. Kept in time, it makes good what it was for.
    It is audited as `who`'s act; an act that settles promises beside other things is audited as a whole, without one.
    """
    promise = session.get(Promise, promise_id, with_for_update=True, populate_existing=True)
    if promise is None or promise.status != "open":
        return False
    late = how == "kept" and _would_be_late(promise, now)
    promise.status, promise.ended_at = ("broken" if late else how), now
    promise.look_at = now if promise.status == "broken" and promise.party == "us" else None
    _write_down(session, promise, "broken" if late else how, who, note, now)
    _announce(session, f"promise.{promise.status}", promise, now)
    if late:
        make_good(session, promise, who=who, note=note, now=now)
    if how == "kept" and promise.makes_good is not None:
        _make_good_what_it_was_for(session, promise, who=who, now=now)
    return True


def make_good(session: Session, promise: Promise, *, who: str | None, note: str | None, now: datetime) -> bool:
    """What was broken is put right: nobody asks for it any longer. False where it was already, or was not broken."""
    if promise.status != "broken" or promise.made_good_at is not None:
        return False
    promise.made_good_at, promise.look_at, promise.escalation_candidate = now, None, None
    _write_down(session, promise, "made_good", who, note, now)
    _announce(session, "promise.made_good", promise, now)
    return True


def promises_of(session: Session, case_number: str) -> Sequence[Promise]:
    """All promises about a case, the next due first."""
    chosen = select(Promise).where(Promise.case_number == case_number)
    return session.scalars(chosen.order_by(Promise.due_at, Promise.id)).all()


def promises_to_look_at(session: Session, now: datetime, *, limit: int = 100) -> Sequence[Promise]:
    """Promises the clock is to look at now, those that waited longest first: of a million it reads only these."""
    return session.scalars(_to_look_at(now).order_by(Promise.look_at).limit(limit)).all()


def _to_look_at(now: Moment) -> Select[Promise]:
    return select(Promise).where(_TO_LOOK_AT, Promise.look_at <= now)


PROMISES_TO_LOOK_AT: Final = _to_look_at(at()).exists()


def _would_be_late(promise: Promise, now: datetime) -> bool:
    return promise.party == "us" and promise.kind not in REFRAINING and now > promise.due_at


def _release_the_one_before(session: Session, case_number: str, now: datetime) -> None:
    before = select(Promise.id).where(
        Promise.case_number == case_number, Promise.kind == NEXT_ACTION, Promise.status == "open", Promise.party == "us"
    )
    for promise_id in session.scalars(before).all():
        end_promise(session, promise_id, "released", now, note=ANEW)


def _make_good_what_it_was_for(session: Session, promise: Promise, *, who: str | None, now: datetime) -> None:
    """The broken promise, and the calls about it that came too late or not at all."""
    chain = select(Promise).where((Promise.id == promise.makes_good) | (Promise.makes_good == promise.makes_good))
    for broken in session.scalars(chain.where(Promise.status == "broken").order_by(Promise.id)).all():
        make_good(session, broken, who=who, note=promise.what, now=now)


def _write_down(
    session: Session, promise: Promise, step: Step, who: str | None, note: str | None, now: datetime
) -> None:
    by = who or promise.by_agent or OURS
    take_step(
        session, promise.id, step, case_number=promise.case_number, round=promise.moves, at=now, who=by, note=note
    )
    if who is not None:
        told = {"promise": promise.id, "kind": promise.kind, "note": note}
        append_audit(session, who, f"promise_{step}", f"case:{promise.case_number}", told, now)
    session.flush()


def _announce(session: Session, kind: str, promise: Promise, now: datetime) -> None:
    """What was promised is in people's words and stays here."""
    told = {
        "promise": promise.id,
        "case": promise.case_number,
        "kind": promise.kind,
        "party": promise.party,
        "due_at": promise.due_at.isoformat(),
        "by_agent": promise.by_agent,
    }
    announce(session, kind, f"case:{promise.case_number}", told, now=now)
