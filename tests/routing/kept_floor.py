"""A whole store put aside and brought back, quicker than it could be played again."""

from typing import Any, Final, cast

from redis import Redis

KEEP: Final = """
local kept = {}
for _, name in ipairs(redis.call("KEYS", "*")) do
  kept[#kept + 1] = name
  kept[#kept + 1] = redis.call("DUMP", name)
end
return kept
"""


class KeptFloors:
    """`redis` answers in bytes."""

    def __init__(self, redis: Redis) -> None:
        self.redis = redis
        self._keep = redis.register_script(KEEP)

    def keep(self) -> list[bytes]:
        return sorted_pairs(cast(list[bytes], self._keep()))

    def bring_back(self, kept: list[bytes]) -> None:
        pipeline: Any = self.redis.pipeline(transaction=False)
        pipeline.flushdb()
        for name, dump in zip(kept[::2], kept[1::2], strict=True):
            pipeline.restore(name, 0, dump)
        pipeline.execute()


def sorted_pairs(flat: list[bytes]) -> list[bytes]:
    pairs = sorted(zip(flat[::2], flat[1::2], strict=True))
    return [each for pair in pairs for each in pair]


def same_world(one: list[bytes], other: list[bytes]) -> bool:
    """But for the stored answers."""
    return _without_ops(one) == _without_ops(other)


def _without_ops(kept: list[bytes]) -> list[tuple[bytes, bytes]]:
    return [(name, dump) for name, dump in zip(kept[::2], kept[1::2], strict=True) if b":op:" not in name]
