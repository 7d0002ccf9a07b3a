"""What changed, for pages that watch: a short stream any number of processes read, each from where it is."""

import json
from collections.abc import Sequence
from typing import Any, Final, cast

from routing.floor_wire import FloorWire
from routing.news import FIRST, News, Told

KEPT: Final = 10_000
"""As in lua/words/door.lua."""


class FloorLive:
    """Allowed in every epoch: nothing is decided by it, and whoever missed something looks at everything anew."""

    _wire: FloorWire

    def tell(self, news: Sequence[News]) -> None:
        """What is no transition of the floor; those tell of themselves."""
        rows = json.dumps([_row(one) for one in news], ensure_ascii=False)
        with self._wire.answering() as redis:
            redis.xadd(self._wire.keys.live, {"told": rows}, maxlen=KEPT, approximate=True)

    def told_after(self, last: str, *, limit: int = 500, wait_ms: int | None = None) -> list[Told]:
        """The oldest of what was told after this; with `wait_ms` none of it is waited for, for so long at most."""
        name = self._wire.keys.live
        with self._wire.answering() as redis:
            found: Any = redis.xread({name: last}, count=limit, block=wait_ms)
        return [_told(entry, row) for _, entries in found for entry, row in entries]

    def told_from(self) -> str:
        """The oldest that is still known."""
        return self._end("xrange")

    def told_until(self) -> str:
        """The newest."""
        return self._end("xrevrange")

    def _end(self, command: str) -> str:
        with self._wire.answering() as redis:
            rows = cast(list[tuple[str, Any]], getattr(redis, command)(self._wire.keys.live, count=1))
        return rows[0][0] if rows else FIRST


def _row(one: News) -> list[Any]:
    row: list[Any] = [one.kind, one.call, one.agent, one.reservation]
    return [*row, one.about, list(one.agents)] if one.about or one.agents else row


def _told(entry: str, row: dict[str, str]) -> Told:
    return Told(id=entry, news=tuple(_news(*each) for each in json.loads(row["told"])))


def _news(kind: str, call: str, agent: str, reservation: str, about: str = "", agents: Sequence[str] = ()) -> News:
    return News(kind=kind, call=call, agent=agent, reservation=reservation, about=about, agents=tuple(agents))
