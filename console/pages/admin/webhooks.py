"""Which systems outside are told of events, how each fares, and sending again what they missed."""

from collections.abc import Mapping
from typing import Any, Final

from console.api.event_deliveries import DeliveriesQuery, list_event_deliveries, show_event_delivery
from console.api.event_subscriptions import (
    SubscriptionShown,
    list_event_kinds,
    list_event_subscriptions,
    show_event_subscription,
)
from console.pages.admin.section import whole_and_part
from console.pages.asking import ask
from console.pages.page import NotThere, Visit

STATES: Final = ("waiting", "delivered", "given_up")


def _webhooks(visit: Visit) -> Mapping[str, Any]:
    subscriptions = ask(visit, list_event_subscriptions).items
    standing = [each for each in subscriptions if each.state != "ended"]
    return {"subscriptions": standing, "kinds": ask(visit, list_event_kinds).items, "as_it_is": as_it_is}


def _webhook(visit: Visit) -> Mapping[str, Any]:
    known = ask(visit, show_event_subscription, subscription=visit.path["subscription"])
    state = visit.query.get("state") or None
    if state not in (None, *STATES):
        raise NotThere
    query = DeliveriesQuery.model_validate({"state": state, "cursor": visit.query.get("cursor")})
    page = ask(visit, list_event_deliveries, query, subscription=known.id)
    return {"known": known, "deliveries": page.items, "next": page.next_cursor, "state": state, "states": STATES,
            "as_it_is": as_it_is}  # fmt: skip


def _delivery(visit: Visit) -> Mapping[str, Any]:
    return {"delivery": ask(visit, show_event_delivery, delivery=visit.path["delivery"])}


def as_it_is(known: SubscriptionShown, state: str) -> dict[str, object]:
    """What is sent to pause one or take it up again: the whole of it, in another state."""
    told = known.model_dump(include={"name", "url", "contact_id"})
    return {**told, "kinds": list(known.kinds), "state": state}


PAGES = (
    *whole_and_part("webhooks", _webhooks),
    *whole_and_part("webhooks", _webhook, path="webhooks/<subscription>", template="webhook"),
    *whole_and_part("webhooks", _delivery, path="deliveries/<delivery>", template="delivery"),
)
