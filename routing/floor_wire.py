"""The wire to Redis: runs the floor's scripts and reads its keys. Driver errors end here."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from redis import Redis
from redis.commands.core import Script
from redis.exceptions import NoScriptError, RedisError, ResponseError

from routing.errors import EpochChanged, FloorLost, FloorOpen, FloorRebuilding, FloorUnavailable
from routing.floor_scripts import floor_scripts
from routing.instants import seconds_ms, to_ms
from routing.keys import FloorKeys
from routing.plan import Plan
from routing.timing import Timing

_json = json.JSONEncoder(ensure_ascii=False).encode


class FloorWire:
    def __init__(self, redis: Redis, *, site: str, new_id: Callable[[], str], epoch: int, timing: Timing) -> None:
        self.keys = FloorKeys(site=site)
        self.new_id = new_id
        self.epoch = epoch
        self._redis = redis
        self.keep_times(timing)

    def keep_times(self, timing: Timing) -> None:
        """From now on transitions go by these times. Whoever is in the middle of one goes by those before."""
        scripts = floor_scripts(timing.constants)
        self._scripts = {name: self._redis.register_script(text) for name, text in scripts.items()}

    def run(self, script: str, facts: Mapping[str, Any], *, now: datetime, op: str = "") -> dict[str, Any]:
        """One transition. The script sees the epoch we believe in, the time, the op and an id of its own to use."""
        arguments = (self.epoch, to_ms(now), op, self.new_id(), _json(facts))
        try:
            reply = self._ran(self._scripts[script], arguments)
        except RedisError as error:
            raise self._in_our_words(error) from error
        return cast(dict[str, Any], json.loads(reply))

    def _ran(self, script: Script, arguments: Sequence[int | str]) -> Any:
        """As the driver runs it, which looks at more first; what Redis does not know yet is given to the driver."""
        redis: Any = self._redis
        try:
            return redis.execute_command("EVALSHA", script.sha, 1, self.keys.root, *arguments)
        except NoScriptError:
            return script(keys=[self.keys.root], args=arguments)

    @contextmanager
    def answering(self) -> Iterator[Redis]:
        """The Redis client, with its errors told in our words."""
        try:
            yield self._redis
        except RedisError as error:
            raise self._in_our_words(error) from error

    def _in_our_words(self, error: RedisError) -> Exception:
        return self._refusal(str(error)) if isinstance(error, ResponseError) else FloorUnavailable(str(error))

    def set_deadline(self, member: str, at: int) -> None:
        with self.answering() as redis:
            redis.zadd(self.keys.deadlines, {member: at})

    def set_new_deadlines(self, members: Mapping[str, int]) -> None:
        if members:
            with self.answering() as redis:
                redis.zadd(self.keys.deadlines, dict(members), nx=True)

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
    known = {"plan": json.dumps(rows, ensure_ascii=False), "queue": plan.queue, "owner": plan.owner or ""}
    return {**known, "once": "1"} if plan.asked_once else known
