"""How a promise is shown: what was said, and how its clock stands at this moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from cases.promise import Promise
from cases.promise_book import PromiseBook
from cases.promise_pause import PromisePause, pauses_of, running_pause
from cases.promise_step import steps_of
from console.api.fields import Moment


class PromiseShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    case_number: str
    kind: str
    what: str
    agreed_for: Moment = Field(description="The moment the customer heard.")
    due_at: Moment = Field(description="What it comes to with the times in which we waited for them.")
    calendar: str | None = Field(description="Whose working hours count; null: those of the kind, or the centre's.")
    party: str = Field(description="Who owes it: us or customer.")
    by_agent: str | None
    status: str = Field(description="open, kept, broken or released.")
    made_at: Moment
    ended_at: Moment | None
    moves: int = Field(description="How often the customer agreed to another moment.")
    makes_good: int | None = Field(description="The broken promise this one is for.")
    made_good_at: Moment | None
    escalation_candidate: str | None = Field(
        description="Why it may become an escalation: broken, not_made_good or arrived_without_part."
    )


class PromiseOnTheClock(PromiseShown):
    """Computed as you look: nothing counts up in between."""

    warn_at: Moment = Field(description="When the owner is warned.")
    repeat_at: Moment = Field(description="When it is asked for again, should it be broken and not made good.")
    share_gone: float = Field(description="Of its working time: 0.75 is three quarters; more than 1 is late.")
    waits_for: str | None = Field(description="Why its clock stands still at present.")
    waits_until: Moment | None = Field(description="When it runs again by itself.")


class PromiseStepShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    step: str = Field(description="warned, broken, repeated, moved, kept, released or made_good.")
    at: Moment
    who: str
    note: str | None
    was_due: Moment | None = Field(description="Of what was moved: the moment agreed before.")


class PromiseWhole(PromiseOnTheClock):
    steps: tuple[PromiseStepShown, ...]


def on_the_clock(
    session: Session, book: PromiseBook, promises: Sequence[Promise], now: datetime
) -> tuple[PromiseOnTheClock, ...]:
    """Each with its clock as it stands now."""
    pauses = pauses_of(session, [promise.id for promise in promises])
    return tuple(PromiseOnTheClock(**_facts(book, one, pauses[one.id], now)) for one in promises)


def whole(session: Session, book: PromiseBook, promise: Promise, now: datetime) -> PromiseWhole:
    """One promise with all that happened to it."""
    pauses = pauses_of(session, [promise.id])[promise.id]
    steps = tuple(PromiseStepShown.model_validate(step) for step in steps_of(session, promise.id))
    return PromiseWhole(**_facts(book, promise, pauses, now), steps=steps)


def _facts(book: PromiseBook, promise: Promise, pauses: Sequence[PromisePause], now: datetime) -> dict[str, Any]:
    """Of one that has ended the clock stands where it stood then."""
    clock = book.milestones(promise, pauses)
    pause = running_pause(pauses, now) if promise.status == "open" else None
    told = PromiseShown.model_validate(promise).model_dump()
    if promise.status == "open":
        told["due_at"] = clock.due_at
    return told | {
        "warn_at": clock.warn_at,
        "repeat_at": clock.repeat_at,
        "share_gone": round(book.share_gone(promise, pauses, promise.ended_at or now), 4),
        "waits_for": pause.reason if pause else None,
        "waits_until": pause.until if pause else None,
    }
