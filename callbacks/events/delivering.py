"""Events are delivered: each subscriber has its own line, what is claimed is sent, and every outcome is written down.

The claim is committed before the request leaves and runs out by itself: an event may arrive twice, and is never lost.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from callbacks.board import Board
from callbacks.dips.errors import DipFailed
from callbacks.events.cloud_event import CONTENT_TYPE, cloud_event
from callbacks.events.outcome import Outcome, settle
from callbacks.events.signature import secrets_in_force, signed_headers
from callbacks.outside.exchange import Reply, Request
from records.database import reading, writing
from records.event_delivery import claim_next, subscribers_due
from records.event_subscription import EventSubscription
from records.outgoing_event import OutgoingEvent, event_name

log = structlog.get_logger(__name__)

ANSWER_SECONDS: Final = 15
"""How long a subscriber may take to say that it has the event; the specification's least."""
USER_AGENT: Final = "sahip-events/1"


@dataclass(frozen=True, kw_only=True)
class _Letter:
    """One delivery as it leaves."""

    delivery: int
    request: Request


def hand_over_events(board: Board) -> None:
    """Subscribers that something waits for are handed to a worker."""
    with reading(board.database) as session:
        due = subscribers_due(session, board.clock())
    for subscription_id in due:
        board.jobs.deliver(subscription_id)


def deliver(board: Board, subscription_id: str) -> None:
    """The worker's part: all that is due to this subscriber, beside what is under way to others."""
    board.outside.apart(subscription_id, lambda: deliver_what_is_due(board, subscription_id))


def deliver_what_is_due(board: Board, subscription_id: str) -> None:
    while letter := _claimed(board, subscription_id):
        outcome = _sent(board, letter.request)
        if not outcome.arrived:
            log.warning("event_not_delivered", subscription=subscription_id, status=outcome.status, why=outcome.why)
        with writing(board.database) as session:
            settle(session, letter.delivery, outcome, now=board.clock())


def _claimed(board: Board, subscription_id: str) -> _Letter | None:
    with writing(board.database) as session:
        delivery = claim_next(session, subscription_id, now=board.clock())
        if delivery is None:
            return None
        subscription = session.get_one(EventSubscription, subscription_id)
        event = session.get_one(OutgoingEvent, delivery.event_seq)
        return _Letter(delivery=delivery.id, request=_request(board, subscription, event))


def _request(board: Board, subscription: EventSubscription, event: OutgoingEvent) -> Request:
    body, now = cloud_event(event, source=board.urls.public), board.clock()
    secrets = secrets_in_force(board.secret, subscription, now)
    headers = {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": USER_AGENT,
        **signed_headers(secrets, name=event_name(event), now=now, body=body),
    }
    return Request(method="POST", url=subscription.url, headers=headers, body=body)


def _sent(board: Board, request: Request) -> Outcome:
    began = time.monotonic()
    try:
        reply = board.outside.subscribers.send(request, within_seconds=ANSWER_SECONDS)
    except DipFailed as failed:
        return Outcome(status=None, milliseconds=_since(began), why=str(failed))
    arrived = 200 <= reply.status < 300
    why = None if arrived else f"{reply.status} {_first_words(reply)}".strip()
    return Outcome(status=reply.status, milliseconds=_since(began), why=why, wish=wish_in(reply))


def wish_in(reply: Reply) -> timedelta | None:
    """The seconds of a Retry-After; its other form, a date, is taken as no wish."""
    told = reply.headers.get("retry-after", "").strip()
    return timedelta(seconds=int(told)) if told.isascii() and told.isdigit() and len(told) < 8 else None


def _first_words(reply: Reply) -> str:
    """Enough of their answer to see what they did not like."""
    text = reply.body[:400].decode("utf-8", "replace")
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:150]


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
