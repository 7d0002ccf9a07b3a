"""The figures of every queue, kept where each process finds them: of the last hour, and of the day so far."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

from routing.floor_wire import FloorWire
from routing.instants import from_ms
from routing.lines import queues_of

FIRST: Final = 20
"""Callers looked at for who waits longest: boosts change the order of service, but not by twenty places for long."""


class FloorFigures:
    """Allowed in every epoch: figures decide nothing. They may be missing or old; whoever reads looks at their `at`."""

    _wire: FloorWire

    def keep_figures(self, figures: Mapping[str, Mapping[str, Any]]) -> None:
        """These are the figures now, by queue; a queue that is not among them has none."""
        self._keep(self._wire.keys.figures, figures)

    def keep_day(self, figures: Mapping[str, Mapping[str, Any]]) -> None:
        """The same of the day so far."""
        self._keep(self._wire.keys.day, figures)

    def figures(self, queues: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """As they were kept last, of those of these queues that have some."""
        if not queues:
            return {}
        with self._wire.answering() as redis:
            texts = cast(list[str | None], redis.hmget(self._wire.keys.figures, list(queues)))
        return {queue: _read(text) for queue, text in zip(queues, texts, strict=True) if text}

    def all_figures(self) -> dict[str, Mapping[str, Any]]:
        """The same of every queue that has some."""
        return self._kept(self._wire.keys.figures)

    def day(self) -> dict[str, Mapping[str, Any]]:
        """The day so far, of every queue that was counted."""
        return self._kept(self._wire.keys.day)

    def present_in(self, lines: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
        """Under the same names, who takes calls in any of these lines: now, or after the present one."""
        keys = self._wire.keys
        with self._wire.answering() as redis:
            pipeline: Any = redis.pipeline(transaction=False)
            for several in lines.values():
                pipeline.sunion([keys.present(line) for line in several])
            found = cast(list[set[str]], pipeline.execute())
        return {name: frozenset(people) for name, people in zip(lines, found, strict=True)}

    def longest_wait_since(self, queue: str) -> datetime | None:
        """Since when the caller waits who waits longest, of the first in the order of service; None: nobody waits."""
        keys = self._wire.keys
        with self._wire.answering() as redis:
            first = cast(list[str], redis.zrange(keys.queue(queue), 0, FIRST - 1))
            pipeline: Any = redis.pipeline(transaction=False)
            for call in first:
                pipeline.hget(keys.call(call), "place")
            places = [int(place) for place in pipeline.execute() if place]
        return from_ms(min(places)) if places else None

    def agents_of_queues(self) -> Counter[tuple[str, str]]:
        """How many agents serve a queue and are in a state, by (queue, state). One who serves two counts in both."""
        keys = self._wire.keys
        with self._wire.answering() as redis:
            pipeline: Any = redis.pipeline(transaction=False)
            for agent in cast(set[str], redis.smembers(keys.agents)):
                pipeline.hmget(keys.agent(agent), "state", "lines")
            rows = cast(list[tuple[str | None, str | None]], pipeline.execute())
        return Counter(
            (queue, state) for state, lines in rows if state for queue in queues_of((lines or "").split("\n"))
        )

    def _keep(self, name: str, figures: Mapping[str, Mapping[str, Any]]) -> None:
        with self._wire.answering() as redis:
            pipeline = redis.pipeline(transaction=True)
            pipeline.delete(name)
            if figures:
                pipeline.hset(name, mapping={queue: json.dumps(dict(one)) for queue, one in figures.items()})
            pipeline.execute()

    def _kept(self, name: str) -> dict[str, Mapping[str, Any]]:
        with self._wire.answering() as redis:
            rows = cast(dict[str, str], redis.hgetall(name))
        return {queue: _read(text) for queue, text in sorted(rows.items())}


def _read(text: str) -> Mapping[str, Any]:
    return cast(dict[str, Any], json.loads(text))
