"""What the CRM said of whom, and whether it answers at all: kept in Redis, for all processes, for a day at most.

`{site}:crm:<id>` is JSON; the id is computed from the number and our secret, so that no number stands in a key. The
number itself stands in `{site}:crm:ask:<id>`, for half a minute and only while its question is under way.
`{site}:crm:rest` tells until when nobody is to ask.
"""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from redis import Redis
from redis.exceptions import RedisError

from callbacks.crm.crm import CrmOwner
from routing.errors import FloorUnavailable
from routing.instants import from_ms, to_ms

STALE_SECONDS: Final = 86_400
"""Older than a day an answer is worth nothing, not even while a new one is on its way."""
QUESTION_KEPT_SECONDS: Final = 30
"""A question nobody took up by then is asked anew."""
FAILURES_IN_A_ROW: Final = 3
"""After so many the CRM is left alone."""
SHORTEST_REST: Final = timedelta(seconds=5)
LONGEST_REST: Final = timedelta(minutes=2)


@dataclass(frozen=True, kw_only=True)
class Said:
    """`asked_at` and `phone` while a question is under way; `answered_at` and `owner` are of the last answer."""

    phone: str = ""
    asked_at: datetime | None = None
    answered_at: datetime | None = None
    owner: CrmOwner | None = None


@dataclass(frozen=True)
class CrmShelf:
    redis: Redis
    site: str
    secret: bytes

    def id_of(self, phone: str) -> str:
        return hmac.new(self.secret, f"crm:{phone}".encode(), hashlib.sha256).hexdigest()[:32]

    def look(self, question: str) -> tuple[Said, datetime | None]:
        """What was said, and until when the CRM rests, in one round trip. Raises FloorUnavailable."""
        names = (question, "rest", f"ask:{question}")
        try:
            said, rest, phone = self.redis.mget(*(self._key(name) for name in names))
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble
        return _read(said, phone), _moment(_parsed(rest).get("until"))

    def put(self, question: str, said: Said) -> None:
        told = {
            "asked_at": to_ms(said.asked_at) if said.asked_at else None,
            "answered_at": to_ms(said.answered_at) if said.answered_at else None,
            "owner": asdict(said.owner) if said.owner else None,
        }
        self._set(question, told)
        ask = self._key(f"ask:{question}")
        try:
            if said.phone:
                self.redis.set(ask, said.phone, ex=QUESTION_KEPT_SECONDS)
            else:
                self.redis.delete(ask)
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble

    def failed(self, now: datetime, wish_seconds: float = 0) -> None:
        """One failure more in a row; after three the CRM rests, longer each time, or as long as it wishes."""
        try:
            failures = int(_parsed(self.redis.get(self._key("rest"))).get("failures") or 0) + 1
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble
        rest = min(SHORTEST_REST * (1 << min(max(failures - FAILURES_IN_A_ROW, 0), 8)), LONGEST_REST)
        rests = failures >= FAILURES_IN_A_ROW or wish_seconds > 0
        until = now + max(rest, timedelta(seconds=min(wish_seconds, 600))) if rests else None
        self._set("rest", {"failures": failures, "until": to_ms(until) if until else None})

    def answered(self) -> None:
        try:
            self.redis.delete(self._key("rest"))
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble

    def _set(self, name: str, told: dict[str, Any]) -> None:
        try:
            self.redis.set(self._key(name), json.dumps(told), ex=STALE_SECONDS)
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble

    def _key(self, name: str) -> str:
        return f"{{{self.site}}}:crm:{name}"


def _read(text: Any, phone: Any) -> Said:
    told = _parsed(text)
    owner = told.get("owner")
    try:
        return Said(
            phone=str(phone or ""),
            asked_at=_moment(told.get("asked_at")),
            answered_at=_moment(told.get("answered_at")),
            owner=CrmOwner(**owner) if isinstance(owner, dict) else None,
        )
    except TypeError:
        return Said()


def _parsed(text: Any) -> dict[str, Any]:
    try:
        told = json.loads(text) if text else {}
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _moment(ms: Any) -> datetime | None:
    try:
        return from_ms(ms) if ms else None
    except (ValueError, TypeError, OverflowError):
        return None
