"""The pace of new calls: Twilio starts so many a second and queues the rest out of our sight, so we queue them here."""

from datetime import UTC, datetime, timedelta
from importlib import resources
from math import floor

from redis import Redis
from redis.exceptions import RedisError

from telephony.errors import PaceUnavailable


class Pace:
    """One pace for all processes of a site: `per_second` calls, evenly spaced."""

    def __init__(self, redis: Redis, site: str, per_second: float) -> None:
        if per_second <= 0:
            raise ValueError("The pace must be more than zero calls a second.")
        self._take = redis.register_script((resources.files("telephony") / "lua" / "take_slot.lua").read_text())
        self._key = f"{{{site}}}:pace:calls"
        self._between = timedelta(seconds=1 / per_second)

    def slot(self, now: datetime) -> datetime:
        """The next free moment to create a call, taken for the asker. Raises PaceUnavailable."""
        try:
            at = self._take(keys=[self._key], args=[_ms(now), max(1, round(self._between / timedelta(milliseconds=1)))])
        except RedisError as trouble:
            raise PaceUnavailable(type(trouble).__name__) from trouble
        return max(now, datetime.fromtimestamp(int(at) / 1000, UTC))


def _ms(moment: datetime) -> int:
    """Never a moment to come: a slot that is free now must not have to wait for the clock."""
    return floor(moment.timestamp() * 1000)
