"""Where questions and answers lie between the webhook that asks and the worker that fetches."""

import json
from dataclasses import dataclass
from typing import Final

from redis import Redis
from redis.exceptions import RedisError

from callbacks.dips.dip import Asked
from routing.errors import FloorUnavailable

SWEPT_AFTER_SECONDS: Final = 21_600
"""Six hours: far longer than anything here is good for. What is still fresh is told by its own moments."""


@dataclass(frozen=True)
class DipShelf:
    """One key for each question, `{site}:dip:<id>`: the question with its answer, as JSON."""

    redis: Redis
    site: str

    def look(self, dip_id: str) -> Asked | None:
        """Raises FloorUnavailable."""
        try:
            text = self.redis.get(self._key(dip_id))
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble
        try:
            return Asked.read(str(text)) if text else None
        except (ValueError, KeyError, TypeError, json.JSONDecodeError):
            return None

    def put(self, asked: Asked) -> None:
        """Raises FloorUnavailable."""
        try:
            self.redis.set(self._key(asked.dip.id), asked.written(), ex=SWEPT_AFTER_SECONDS)
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble

    def _key(self, dip_id: str) -> str:
        return f"{{{self.site}}}:dip:{dip_id}"
