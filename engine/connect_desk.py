"""Connections with systems outside, as somebody at the keyboard sees and tries them."""

import os
import threading
import time
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from callbacks.crm.finding import QUESTION_SECONDS
from callbacks.crm.talking import owner_in_crm
from callbacks.crm.whose import agent_meant
from callbacks.dips.errors import DipFailed
from callbacks.events.delivering import ANSWER_SECONDS, deliver_what_is_due
from callbacks.events.subscribing import send_test
from cases.caller_id import parse_caller_id
from engine.board import board_from
from engine.centre import read_centre
from engine.connections_file import Connections
from engine.errors import OrderRefused
from engine.settings import Settings
from engine.stores import database_of, redis_of, see_to_schema
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from records.event_delivery import DeliveryTry, EventDelivery
from records.event_subscription import EventSubscription, subscriptions


def crm_shown(connections: Connections, environment: Mapping[str, str] = os.environ) -> dict[str, object]:
    """What is configured, and what is missing for it to work."""
    part = connections.crm
    if part is None:
        return {"kind": None}
    return {"kind": part.kind, "url": part.url, "fresh_minutes": part.fresh_minutes,
            "not_set": connections.missing(environment)}  # fmt: skip


def subscribers_shown(settings: Settings) -> list[dict[str, object]]:
    """Who is told, how it stands with them, and how much waits."""
    see_to_schema(settings)
    with reading(database_of(settings)) as session:
        waiting = dict(_waiting(session))
        return [
            {"id": one.id, "name": one.name, "url": one.url, "kinds": " ".join(one.kinds), "state": one.state,
             "failing_since": one.failing_since, "waiting": waiting.get(one.id, 0)}
            for one in subscriptions(session)
        ]  # fmt: skip


def ask_owner(settings: Settings, phone: str, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The CRM is asked now, past everything that is kept. Raises OrderRefused with what keeps it from answering."""
    caller = parse_caller_id(phone)
    crm = read_centre(settings.centre).connections.crm_with_secrets(environment)
    if crm is None:
        raise OrderRefused(f"No CRM is configured: see `crm` in {settings.centre / 'connections.yaml'}.")
    if caller.kind != "e164":
        raise OrderRefused(f"{phone!r} is no telephone number as the network sends it: +905321234567.")
    began = time.monotonic()
    try:
        owner = owner_in_crm(crm, caller.value, within_seconds=QUESTION_SECONDS)
    except DipFailed as failed:
        raise OrderRefused(f"The {crm.kind} CRM was not asked: {failed}") from None
    told: dict[str, Any] = {"milliseconds": round((time.monotonic() - began) * 1000), "owner": None, "agent": None}
    if owner is not None:
        see_to_schema(settings)
        with reading(database_of(settings)) as session:
            told |= {"owner": {"id": owner.id, "email": owner.email, "case": owner.case},
                     "agent": agent_meant(session, owner, crm.owners)}  # fmt: skip
    return told


def try_subscriber(settings: Settings, subscription_id: str) -> dict[str, object]:
    """Sends one event to it, now and from here, and tells what was answered."""
    with redis_of(settings) as redis_url:
        board = board_from(settings, redis_url)
        with writing(board.database) as session:
            known = session.get(EventSubscription, subscription_id)
            if known is None or known.state != "active":
                raise OrderRefused(
                    f"There is no active subscription {subscription_id}: `sahip connect show` lists them."
                )
            event = send_test(session, known, by="keyboard", now=board.clock())
        deliver_what_is_due(board, subscription_id)
        return _came_of(board, event or 0)


def _came_of(board: VoiceBoard, event: int) -> dict[str, object]:
    """A worker may have been quicker to take it than we: then we wait until it has its answer."""
    patience, until = threading.Event(), time.monotonic() + ANSWER_SECONDS + 5
    while (told := _told(board, event))["status"] is None and "why" not in told and time.monotonic() < until:
        patience.wait(0.2)
    return told


def _told(board: VoiceBoard, event: int) -> dict[str, object]:
    with reading(board.database) as session:
        delivery = session.scalars(select(EventDelivery).where(EventDelivery.event_seq == event)).one()
        log = select(DeliveryTry).filter_by(delivery_id=delivery.id).order_by(DeliveryTry.id.desc()).limit(1)
        last = session.scalars(log).first()
    shown: dict[str, object] = {"state": delivery.state, "status": delivery.answered}
    return shown | ({"milliseconds": last.milliseconds, "why": last.why} if last else {})


def _waiting(session: Session) -> list[tuple[str, int]]:
    counted = select(EventDelivery.subscription_id, func.count()).where(EventDelivery.state == "waiting")
    return [(row[0], row[1]) for row in session.execute(counted.group_by(EventDelivery.subscription_id))]
