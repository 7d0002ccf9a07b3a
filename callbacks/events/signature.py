"""Standard Webhooks 1.0: whoever knows the secret sees that an event is ours, whole and of now.

A secret is computed, never kept: nobody who reads the database can sign in our name.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final

from records.event_subscription import EventSubscription

BOTH_FOR: Final = timedelta(hours=24)
"""After a rotation events carry both signatures for so long: nobody has to change over at the same moment as we."""
PREFIX: Final = "whsec_"
TOLERANCE_SECONDS: Final = 300
"""An event whose timestamp is further away than this may be somebody's repetition."""


def secret_of(key: bytes, subscription_id: str, turn: int) -> bytes:
    """32 bytes, out of our own secret key."""
    return hmac.new(key, f"event-subscription:{subscription_id}:{turn}".encode(), hashlib.sha256).digest()


def secret_shown(secret: bytes) -> str:
    """As its holder is given it."""
    return PREFIX + base64.b64encode(secret).decode()


def secrets_in_force(key: bytes, subscription: EventSubscription, now: datetime) -> list[bytes]:
    """The present secret, and the one before while both count."""
    turn, until = subscription.secret_turn, subscription.old_secret_until
    turns = [turn, turn - 1] if until is not None and now < until else [turn]
    return [secret_of(key, subscription.id, each) for each in turns]


def signed_headers(secrets: list[bytes], *, name: str, now: datetime, body: bytes) -> dict[str, str]:
    """The three headers. `name` is the event's, the same at every try; the moment is that of this try."""
    at = str(int(now.timestamp()))
    signatures = " ".join(f"v1,{_signature(secret, name, at, body)}" for secret in secrets)
    return {"webhook-id": name, "webhook-timestamp": at, "webhook-signature": signatures}


def is_ours(secret: str, *, name: str, at: str, signatures: str, body: bytes, now: datetime) -> bool:
    """What a receiver asks: signed with this secret (`whsec_…`), and lately. Anything unreadable is a no."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        fresh = abs(now.timestamp() - int(at)) <= TOLERANCE_SECONDS
    except ValueError:
        return False
    wanted = f"v1,{_signature(key, name, at, body)}".encode()
    return fresh and any(hmac.compare_digest(wanted, each.encode()) for each in signatures.split(" "))


def _signature(secret: bytes, name: str, at: str, body: bytes) -> str:
    signed = f"{name}.{at}.".encode() + body
    return base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
