"""What Redis still says of somebody who is to be forgotten, and its files, which remember longer than it does.

Everything in Redis is a hint that can be rebuilt, so what mentions them is taken out: a value, a member, an entry.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from routing.errors import FloorUnavailable
from routing.keys import FloorKeys

KEYS_AT_ONCE: Final = 1_000


@dataclass(frozen=True)
class Traces:
    """Redis, asked in bytes: what others keep there need not be text."""

    redis: Redis
    site: str

    def sweep(self, needles: Collection[str], calls: Collection[str]) -> int:
        """Take out what mentions any needle and what was answered in these calls; how much. Raises FloorUnavailable."""
        try:
            return self._forget_answers(calls) + self._sweep(needles)
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble

    def rewrite_files(self) -> None:
        """Begin to write Redis's own files anew. A server that does not let us is its keeper's to rewrite."""
        try:
            for command in ("BGREWRITEAOF", "BGSAVE") if self._saves() else ("BGREWRITEAOF",):
                self.redis.execute_command(command)  # type: ignore[no-untyped-call]
        except ResponseError:
            return  # one is under way, or not ours to order: `is_rewritten` sees to the first
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble

    def is_rewritten(self) -> bool:
        """Whether no file of Redis is being written. Raises FloorUnavailable."""
        try:
            told: Any = self.redis.info("persistence")
        except RedisError as trouble:
            raise FloorUnavailable(str(trouble)) from trouble
        busy = ("aof_rewrite_in_progress", "aof_rewrite_scheduled", "rdb_bgsave_in_progress")
        return not any(told.get(name) for name in busy)

    def _forget_answers(self, calls: Collection[str]) -> int:
        keys = FloorKeys(site=self.site)
        names = [name for call in sorted(calls) for name in (keys.answers(call), keys.call(call), keys.refused(call))]
        return int(self.redis.delete(*names)) if names else 0

    def _sweep(self, needles: Collection[str]) -> int:
        if not needles:
            return 0
        sought = re.compile(b"|".join(re.escape(needle.encode()) for needle in sorted(needles)), re.IGNORECASE)
        return sum(_take_out(self.redis, key, sought) for key in self._keys())

    def _keys(self) -> Iterator[bytes]:
        yield from self.redis.scan_iter(count=KEYS_AT_ONCE)

    def _saves(self) -> bool:
        told: Any = self.redis.info("persistence")
        return bool(int(told.get("rdb_saves", 0) or 0))


def _take_out(redis: Any, key: bytes, sought: re.Pattern[bytes]) -> int:
    """How many things were taken out of what stands under this key."""
    kind = redis.type(key)
    if sought.search(key) or kind == b"string":
        return int(redis.delete(key)) if sought.search(key) or sought.search(redis.get(key) or b"") else 0
    match kind:
        case b"hash":
            found = [one for one, value in redis.hscan_iter(key) if sought.search(one) or sought.search(value)]
            return int(redis.hdel(key, *found)) if found else 0
        case b"set":
            found = [one for one in redis.sscan_iter(key) if sought.search(one)]
            return int(redis.srem(key, *found)) if found else 0
        case b"zset":
            found = [one for one, _ in redis.zscan_iter(key) if sought.search(one)]
            return int(redis.zrem(key, *found)) if found else 0
        case b"list":
            return sum(int(redis.lrem(key, 0, one)) for one in redis.lrange(key, 0, -1) if sought.search(one))
        case b"stream":
            found = [entry for entry, told in redis.xrange(key) if any(sought.search(one) for one in told.values())]
            return int(redis.xdel(key, *found)) if found else 0
    return 0
