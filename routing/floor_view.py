"""Reading the floor. Nothing here changes anything; two reads may be a moment apart."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from routing.agent_on_floor import AgentOnFloor
from routing.call_on_floor import CallOnFloor, WaitingCall
from routing.counts import Counts
from routing.deadline import Deadline
from routing.errors import EpochChanged, FloorLost, FloorRebuilding
from routing.floor_reply import agent_in, call_in, reservation_in
from routing.floor_wire import FloorWire
from routing.instants import from_ms, to_ms
from routing.line_facts import LineFacts
from routing.reservation import Reservation


class FloorView:
    _wire: FloorWire

    def check(self) -> None:
        """Raises what a transition would raise now: FloorLost, FloorRebuilding, EpochChanged, FloorUnavailable."""
        with self._wire.answering() as redis:
            world = cast(str, redis.get(self._wire.keys.epoch) or "0")
        current = int(world.removesuffix("r"))
        if current < self._wire.epoch:
            raise FloorLost()
        if current > self._wire.epoch:
            raise EpochChanged(believed=self._wire.epoch, current=current)
        if world.endswith("r"):
            raise FloorRebuilding()

    def agent(self, agent: str) -> AgentOnFloor | None:
        row = self._hash(self._wire.keys.agent(agent))
        return agent_in(agent, row) if row else None

    def agents(self) -> list[AgentOnFloor]:
        """Every agent the floor has seen since it was built, by id."""
        with self._wire.answering() as redis:
            ids = sorted(cast(set[str], redis.smembers(self._wire.keys.agents)))
            pipeline = redis.pipeline(transaction=False)
            for agent in ids:
                pipeline.hgetall(self._wire.keys.agent(agent))
            rows = pipeline.execute()
        return [agent_in(agent, row) for agent, row in zip(ids, rows, strict=True) if row]

    def call(self, call: str) -> CallOnFloor | None:
        keys = self._wire.keys
        with self._wire.answering() as redis:
            pipeline = redis.pipeline(transaction=False)
            pipeline.hgetall(keys.call(call))
            pipeline.smembers(keys.refused(call))
            row, refused = pipeline.execute()
        return call_in(call, row, refused, self.position(call, row.get("queue", ""))) if row else None

    def calls(self, calls: Sequence[str]) -> dict[str, CallOnFloor]:
        """Those of these calls that the floor knows, in one question: without their position, and who refused them."""
        with self._wire.answering() as redis:
            pipeline = redis.pipeline(transaction=False)
            for call in calls:
                pipeline.hgetall(self._wire.keys.call(call))
            rows = pipeline.execute()
        return {call: call_in(call, row, (), None) for call, row in zip(calls, rows, strict=True) if row}

    def reservation(self, reservation: str) -> Reservation | None:
        """None: the floor we believe in knows of no such offer; where it is gone, raises what `check` does."""
        row = self._hash(self._wire.keys.reservation(reservation))
        if not row:
            self.check()
            return None
        return reservation_in({"id": reservation, **row})

    def waiting(self, line: str, *, limit: int = 100) -> list[WaitingCall]:
        """The first calls waiting in a line, in the order of service."""
        with self._wire.answering() as redis:
            rows = redis.zrange(self._wire.keys.waiting(line), 0, limit - 1, withscores=True)
        return [WaitingCall(id=call, score=int(score)) for call, score in cast(list[tuple[str, float]], rows)]

    def waiting_for(self, queue: str, *, limit: int = 100) -> list[WaitingCall]:
        """The first calls waiting for a queue, whichever lines are open to them."""
        with self._wire.answering() as redis:
            rows = redis.zrange(self._wire.keys.queue(queue), 0, limit - 1, withscores=True)
        return [WaitingCall(id=call, score=int(score)) for call, score in cast(list[tuple[str, float]], rows)]

    def how_many_wait(self, queue: str) -> int:
        with self._wire.answering() as redis:
            return redis.zcard(self._wire.keys.queue(queue))

    def waiting_by_queue(self) -> dict[str, int]:
        """How many wait, of every queue the floor has seen."""
        keys = self._wire.keys
        with self._wire.answering() as redis:
            queues = sorted(cast(set[str], redis.smembers(keys.queues)))
            pipeline = redis.pipeline(transaction=False)
            for queue in queues:
                pipeline.zcard(keys.queue(queue))
            return dict(zip(queues, pipeline.execute(), strict=True))

    def ready(self, line: str, *, limit: int = 100) -> list[str]:
        """The ready agents of a line, longest idle first."""
        with self._wire.answering() as redis:
            return cast(list[str], redis.zrange(self._wire.keys.ready(line), 0, limit - 1))

    def present(self, line: str) -> frozenset[str]:
        """The agents of a line who take calls: ready now, or after the present call and its wrap-up."""
        with self._wire.answering() as redis:
            return frozenset(cast(set[str], redis.smembers(self._wire.keys.present(line))))

    def somebody_present(self, line: str) -> bool:
        """What plan_for wants to know about a line."""
        with self._wire.answering() as redis:
            return bool(redis.exists(self._wire.keys.present(line)))

    def line_facts(self, line: str, *, limit: int = 20) -> LineFacts:
        """How a line stands, for whoever wants to know why a caller waits."""
        keys = self._wire.keys
        with self._wire.answering() as redis:
            pipeline = redis.pipeline(transaction=False)
            pipeline.smembers(keys.present(line))
            pipeline.zrange(keys.ready(line), 0, limit - 1)
            pipeline.zcard(keys.waiting(line))
            present, ready, waiting = pipeline.execute()
        return LineFacts(line=line, present=tuple(sorted(present)[:limit]), ready=tuple(ready), waiting=waiting)

    def position(self, call: str, queue: str = "") -> int | None:
        """How many-th in its queue, from 1. None when the call does not wait."""
        with self._wire.answering() as redis:
            queue = queue or cast(str, redis.hget(self._wire.keys.call(call), "queue") or "")
            rank = cast(int | None, redis.zrank(self._wire.keys.queue(queue), call))
        return None if rank is None else rank + 1

    def counts(self) -> Counts:
        keys = self._wire.keys
        with self._wire.answering() as redis:
            people = cast(set[str], redis.smembers(keys.agents))
            pipeline = redis.pipeline(transaction=False)
            pipeline.zcard(keys.deadlines)
            pipeline.xlen(keys.journal)
            for agent in people:
                pipeline.hget(keys.agent(agent), "state")
            deadlines, happenings, *states = pipeline.execute()
        return Counts(
            waiting=self.waiting_by_queue(),
            agents=dict(Counter(state for state in states if state)),
            deadlines=deadlines,
            happenings=happenings,
        )

    def due(self, *, now: datetime, limit: int = 100) -> list[Deadline]:
        """What must be looked at by now, the most overdue first. Never early."""
        return self._deadlines(f"{to_ms(now)}", limit)

    def next_deadline(self) -> datetime | None:
        first = self._deadlines("+inf", 1)
        return first[0].at if first else None

    def deadline(self, kind: str, subject: str) -> datetime | None:
        with self._wire.answering() as redis:
            score = redis.zscore(self._wire.keys.deadlines, f"{kind}:{subject}")
        return None if score is None else from_ms(int(score))

    def _deadlines(self, until: str, limit: int) -> list[Deadline]:
        with self._wire.answering() as redis:
            rows = redis.zrangebyscore(self._wire.keys.deadlines, "-inf", until, start=0, num=limit, withscores=True)
        return [_deadline(member, score) for member, score in cast(list[tuple[str, float]], rows)]

    def _hash(self, key: str) -> dict[str, Any]:
        with self._wire.answering() as redis:
            return cast(dict[str, Any], redis.hgetall(key))


def _deadline(member: str, score: float) -> Deadline:
    kind, _, subject = member.partition(":")
    return Deadline(kind=kind, id=subject, at=from_ms(int(score)))
