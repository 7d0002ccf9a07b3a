"""The wire to Redis: runs the floor's scripts and reads its keys. Driver errors end here."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from redis import Redis
from redis.exceptions import RedisError, ResponseError

from routing.errors import EpochChanged, FloorLost, FloorOpen, FloorRebuilding, FloorUnavailable
from routing.floor_scripts import floor_scripts
from routing.instants import seconds_ms, to_ms
from routing.keys import FloorKeys
from routing.plan import Plan
from routing.timing import Timing


class FloorWire:
    def __init__(self, redis: Redis, *, site: str, new_id: Callable[[], str], epoch: int, timing: Timing) -> None:
        self.keys = FloorKeys(site=site)
        self.new_id = new_id
        self.epoch = epoch
        self._redis = redis
        scripts = floor_scripts(timing.constants)
        self._scripts = {name: redis.register_script(text) for name, text in scripts.items()}

    def run(self, script: str, facts: Mapping[str, Any], *, now: datetime, op: str = "") -> dict[str, Any]:
        """One transition. The script sees the epoch we believe in, the time, the op and an id of its own to use."""
        head: list[int | str] = [self.epoch, to_ms(now), op, self.new_id()]
        with self.answering():
            reply = self._scripts[script](keys=[self.keys.root], args=[*head, json.dumps(facts, ensure_ascii=False)])
        return cast(dict[str, Any], json.loads(reply))

    @contextmanager
    def answering(self) -> Iterator[Redis]:
        """The Redis client, with its errors told in our words."""
        try:
            yield self._redis
        except ResponseError as error:
            raise self._refusal(str(error)) from error
        except RedisError as error:
            raise FloorUnavailable(str(error)) from error

    def set_deadline(self, member: str, at: int) -> None:
        with self.answering() as redis:
            redis.zadd(self.keys.deadlines, {member: at})

    def clear_deadline(self, member: str) -> None:
        with self.answering() as redis:
            redis.zrem(self.keys.deadlines, member)

    def _refusal(self, message: str) -> Exception:
        word, _, rest = message.partition(" ")
        if word == "FLOORLOST":
            return FloorLost(rest)
        if word == "REBUILDING":
            return FloorRebuilding()
        if word == "FLOOROPEN":
            return FloorOpen()
        if word == "EPOCHCHANGED":
            return EpochChanged(believed=self.epoch, current=int(rest))
        return FloorUnavailable(message)


def plan_facts(plan: Plan) -> dict[str, Any]:
    """A plan as the scripts keep it: the steps as JSON rows of milliseconds, line, why."""
    if not plan.steps:
        raise ValueError("a plan without steps would never be offered to anybody")
    rows = [[seconds_ms(step.after_seconds), step.line, step.why] for step in plan.steps]
    return {"plan": json.dumps(rows, ensure_ascii=False), "queue": plan.queue, "owner": plan.owner or ""}
