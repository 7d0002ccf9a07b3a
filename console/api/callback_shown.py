"""A callback as it is shown: what was promised, how it stands, each step and each telephone that rang."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field, computed_field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from callbacks.callback import Callback
from callbacks.callback_step import steps_of_callback
from callbacks.dialler.kind import KINDS
from callbacks.dialler.life_told import reason_told, state_told
from callbacks.dialler.state_now import state_now
from callbacks.dialler.tries import Try, tries_of
from cases.promise import Promise
from cases.promise_book import PromiseBook
from console.api.fields import Moment
from console.api.promise_shown import PromiseWhole, whole
from console.wording import Told, in_both
from routing.errors import FloorUnavailable
from routing.floor import Floor


class Books(Protocol):
    """What it takes to look at callbacks: no flow, no network."""

    @property
    def database(self) -> Engine:
        """Where they stand."""

    @property
    def floor(self) -> Floor:
        """Where agents ring for them."""

    @property
    def clock(self) -> Callable[[], datetime]:
        """The present."""


def standing_told(state: str, why: str | None) -> Told:
    """How it stands in people's words: `planlandı (yanıt yok)`."""
    standing, reason = in_both(state_told(state)), in_both(reason_told(why)) if why else None
    if reason is None:
        return standing
    return Told(tr=f"{standing.tr} ({reason.tr})", en=f"{standing.en} ({reason.en})")


class CallbackShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    kind: str = Field(description=f"{', '.join(KINDS[:-1])} or {KINDS[-1]}.")
    made_as: str = Field(description="What it was before its promised time passed.")
    phone: str
    queue: str
    agent_id: str | None = Field(description="The owner it was promised by; null: anybody of the queue.")
    language: str
    customer_id: str | None
    case_number: str
    promise_id: int
    call: str
    state: str = Field(
        description="scheduled, owner_wait, pool, agent_ringing, customer_ringing, connected, kept, broken or released."
    )
    why: str | None = Field(description="Why it is in its state.")
    first: str = Field(description="Who is rung first: agent or customer.")
    zone: str | None = Field(description="The time zone they chose their time in.")
    place_at: Moment = Field(description="Since when they wait for us: their place in line.")
    not_before: Moment
    due_at: Moment = Field(description="By then we have promised to call.")
    until: Moment | None = Field(description="The end of the window they chose.")
    look_at: Moment | None = Field(description="When the dialler looks at it next; null: it is over.")
    tries: int = Field(description="Calls to the customer that reached nobody.")
    snoozes: int
    made_by: str | None
    made_at: Moment
    ended_at: Moment | None
    version: int = Field(description="Another one after every change; a change names the one it was made from.")

    @computed_field(description="Its state in words, with the reason where there is one.")  # type: ignore[prop-decorator]
    @property
    def told(self) -> Told:
        return standing_told(self.state, self.why)


class CallbackStepShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    at: Moment
    state: str = Field(description="The one it came into.")
    why: str | None
    who: str = Field(description="clock, caller, an agent, or who asked.")
    floor_call: str | None = Field(description="The stay in line it belongs to.")

    @computed_field(description="The step in words.")  # type: ignore[prop-decorator]
    @property
    def told(self) -> Told:
        return standing_told(self.state, self.why)


class CallbackTryShown(BaseModel):
    """A telephone that was made to ring for it: the customer's (`callback`), or an agent's (`agent_ring`)."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: str
    agent_id: str | None
    state: str = Field(description="intent, unknown, sent, live, done, rejected (by the network) or not_made.")
    status: str | None = Field(description="The network's last word on the leg: busy, no-answer, completed …")
    answered_by: str | None = Field(description="Whom the network takes to have picked up.")
    leg: str | None
    error_code: int | None
    created_at: Moment
    posted_at: Moment | None = Field(description="When the request left.")
    resolved_at: Moment | None


class CallbackWhole(CallbackShown):
    steps: tuple[CallbackStepShown, ...]
    attempts: tuple[CallbackTryShown, ...] = Field(description="The first one first.")
    promise: PromiseWhole


def callback_shown(books: Books, callback: Callback) -> CallbackShown:
    """As it stands now; as SQL has it where the floor does not answer."""
    return CallbackShown.model_validate(callback).model_copy(update={"state": _state(books, callback)})


def callback_whole(books: Books, session: Session, callback: Callback, book: PromiseBook) -> CallbackWhole:
    promise = session.get_one(Promise, callback.promise_id)
    return CallbackWhole(
        **callback_shown(books, callback).model_dump(),
        steps=tuple(CallbackStepShown.model_validate(step) for step in steps_of_callback(session, callback.id)),
        attempts=tuple(_try_shown(one) for one in tries_of(session, callback)),
        promise=whole(session, book, promise, books.clock()),
    )


def _try_shown(one: Try) -> CallbackTryShown:
    return CallbackTryShown.model_validate(one)


def _state(books: Books, callback: Callback) -> str:
    try:
        return state_now(books.floor, callback)
    except FloorUnavailable:
        return callback.state
