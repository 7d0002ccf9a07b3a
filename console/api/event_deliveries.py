"""What became of events on their way, try by try, and sending them once more."""

from collections.abc import Sequence
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.events.subscribing import MOST_AGAIN, is_told, resend, send_since
from console.api.event_subscriptions import PATH, known_subscription
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Problem, unknown, wrong
from records.database import reading, writing
from records.event_delivery import DeliveryTry, EventDelivery
from records.event_subscription import EventSubscription
from records.outgoing_event import OutgoingEvent, event_name

State = Literal["waiting", "delivered", "given_up"]
MOST_DIGITS: Final = 15


class DeliveryShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int
    subscription_id: str
    event: str = Field(description="The event's id, the same at every try: webhook-id.")
    kind: str
    subject: str
    happened_at: Moment
    state: str = Field(description="waiting, delivered or given_up.")
    tries: int
    answered: int | None = Field(description="The status of the last answer; null when there was none.")
    next_at: Moment | None = Field(description="When it is tried next; null when it is over.")


class TryShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    at: Moment
    milliseconds: int
    status: int | None
    why: str | None


class DeliveryTold(DeliveryShown):
    data: dict[str, Any]
    log: tuple[TryShown, ...]


class DeliveriesQuery(PageQuery):
    state: State | None = None


class ResendingWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    since: Moment
    until: Moment | None = None
    states: tuple[State, ...] = Field(
        ("waiting", "given_up"), description="`delivered` as well to tell all of it anew."
    )


class Resent(BaseModel):
    model_config = ConfigDict(frozen=True)

    deliveries: int = Field(description=f"How many are sent again; at most {MOST_AGAIN} at once, the oldest first.")


def list_event_deliveries(board: Board, asked: Asked) -> Page[DeliveryShown]:
    """The newest first."""
    query: DeliveriesQuery = asked.query
    with reading(board.database) as session:
        known = known_subscription(session, asked)
        rows = _page(session, known.id, query)
    shown = tuple(_shown(delivery, event) for delivery, event in rows[: query.limit])
    return Page(items=shown, next_cursor=cursor_at(str(shown[-1].id)) if len(rows) > query.limit else None)


def show_event_delivery(board: Board, asked: Asked) -> DeliveryTold:
    with reading(board.database) as session:
        delivery = _known(session, asked)
        event = session.get_one(OutgoingEvent, delivery.event_seq)
        log = session.scalars(select(DeliveryTry).filter_by(delivery_id=delivery.id).order_by(DeliveryTry.id)).all()
        tries = tuple(TryShown(at=one.at, milliseconds=one.milliseconds, status=one.status, why=one.why) for one in log)
        return DeliveryTold(**_shown(delivery, event).model_dump(), data=event.data, log=tries)


def post_delivery_resending(board: Board, asked: Asked) -> DeliveryShown:
    """Send it once more, under its old id: whoever had it already sees that they had."""
    with writing(board.database) as session:
        delivery = _known(session, asked)
        _again(board, asked, session, delivery.subscription_id, [delivery])
        return _shown(delivery, session.get_one(OutgoingEvent, delivery.event_seq))


def post_resending(board: Board, asked: Asked) -> Resent:
    """After an outage on their side: everything of a time that did not arrive, or all of it."""
    wanted: ResendingWanted = asked.body
    until = wanted.until or board.clock()
    if wanted.since >= until:
        raise wrong("since", "Before `until`, and before now.")
    with writing(board.database) as session:
        known = known_subscription(session, asked)
        found = send_since(session, known, wanted.since, until, wanted.states)
        return Resent(deliveries=_again(board, asked, session, known.id, found))


def _again(board: Board, asked: Asked, session: Session, to: str, found: list[EventDelivery]) -> int:
    known = session.get_one(EventSubscription, to)
    if not is_told(known):
        raise Problem(409, f"This subscription is {known.state}: nothing is sent to it.")
    return resend(session, known, found, by=asked.who.label, now=board.clock())


def _page(session: Session, id: str, query: DeliveriesQuery) -> Sequence[tuple[EventDelivery, OutgoingEvent]]:
    chosen = select(EventDelivery, OutgoingEvent).join(OutgoingEvent, OutgoingEvent.seq == EventDelivery.event_seq)
    chosen = chosen.where(EventDelivery.subscription_id == id)
    if query.state is not None:
        chosen = chosen.where(EventDelivery.state == query.state)
    if (after := query.after(1)) is not None:
        chosen = chosen.where(EventDelivery.id < _number(after[0], "cursor"))
    rows = session.execute(chosen.order_by(EventDelivery.id.desc()).limit(query.limit + 1))
    return [(row[0], row[1]) for row in rows]


def _known(session: Session, asked: Asked) -> EventDelivery:
    text = asked.path["delivery"]
    known = session.get(EventDelivery, _number(text, "delivery")) if _is_number(text) else None
    if known is None:
        raise unknown("delivery", text)
    return known


def _number(text: str, field: str) -> int:
    if not _is_number(text):
        raise wrong(field, "This is not one we gave out.")
    return int(text)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _shown(delivery: EventDelivery, event: OutgoingEvent) -> DeliveryShown:
    return DeliveryShown(
        id=delivery.id,
        subscription_id=delivery.subscription_id,
        event=event_name(event),
        kind=event.kind,
        subject=event.subject,
        happened_at=event.at,
        state=delivery.state,
        tries=delivery.tries,
        answered=delivery.answered,
        next_at=delivery.next_at if delivery.state == "waiting" else None,
    )


OPERATIONS = (
    Operation(method="GET", path=f"{PATH}/deliveries", scope="events:read", summary="List a subscriber's events",
              does=list_event_deliveries, answers=Page[DeliveryShown], query=DeliveriesQuery, problems=(404,)),
    Operation(method="POST", path=f"{PATH}/resending", scope="events:write", summary="Send the events of a time again",
              does=post_resending, answers=Resent, body=ResendingWanted, problems=(404, 409)),
    Operation(method="GET", path="/event-deliveries/{delivery}", scope="events:read",
              summary="Show an event on its way, try by try", does=show_event_delivery, answers=DeliveryTold,
              problems=(404,)),
    Operation(method="POST", path="/event-deliveries/{delivery}/resending", scope="events:write",
              summary="Send an event again", does=post_delivery_resending, answers=DeliveryShown, problems=(404, 409)),
)  # fmt: skip
