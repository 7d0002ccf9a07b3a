"""Server time of the floor's transitions as the centre grows, beside a matcher that looks at every waiting call.

    python -m bench.floor [--quick]

Real Valkey with its append-only file (everysec), the production scripts with all they do: epoch, op_id, refusals, plans
that widen, deadlines, the journal's events. An agent belongs to six lines, one call in ten was refused by somebody.
Transitions go out in pipelines; microseconds are the server's own (INFO commandstats: by the wall, so nothing else may
run beside it), the median of many batches; they leave out the wire and the client. Ratios are of one run.
"""

import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from redis import Redis

from engine.embedded_valkey import using_embedded_valkey
from routing.floor import Floor
from routing.plan import Plan, Step

SIZES = ((10, 100), (1_000, 10_000), (10_000, 100_000))  # agents, waiting callers
GOAL_US, GOAL_GROWTH, GOAL_RATE = 30.0, 2.0, 30_000
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
QUEUES = 100
TEAMS = 40
LATE = NOW + timedelta(hours=12)
SAMPLES = 1_000  # of each transition and size
BATCH = 100
MATCHES = ("free agent → next caller", "caller → idle agent")

LINEAR = """
-- What an agent who becomes free costs when every waiting call is looked at.
local best, score
for _, id in ipairs(redis.call("ZRANGE", KEYS[1], 0, -1)) do
  local call = redis.call("HMGET", "{bench}:call:" .. id, "state", "score", "queue")
  if call[1] == "waiting" and call[3] == ARGV[1] and (not score or tonumber(call[2]) < score) then
    best, score = id, tonumber(call[2])
  end
end
return best
"""

Act = Callable[[], object]
Figures = dict[str, list[float]]
"""Microseconds of each batch, by transition."""


def main() -> None:
    sizes = SIZES[:2] if "--quick" in sys.argv else SIZES
    columns = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench") as folder, using_embedded_valkey(Path(folder)) as server:
            columns.append(Centre(Redis.from_url(server.url, decode_responses=True), *size).figures())
    print_table(sizes, columns)


class Centre:
    """Half of the agents are with callers, the other half wait beside an empty queue."""

    def __init__(self, redis: Redis, agents: int, waiting: int) -> None:
        numbers = itertools.count(1)
        self.redis = redis
        self.floor = Floor(redis, site="bench", new_id=lambda: f"{next(numbers):032x}")
        self.busy = [f"a{n}" for n in range(agents // 2)]
        self.idle = agents - len(self.busy)
        self.calls = (f"CA{n:032}" for n in itertools.count(waiting))
        self.ops = (f"op{n}" for n in itertools.count())
        self.found: Figures = {}
        self.rate = 0.0
        self.floor.begin_epoch(1, now=NOW)
        with Piped(self.floor, redis):
            for n in range(agents):
                self._sign_in(n)
            for n in range(waiting):
                self._wait_since(f"CA{n:032}", n)
        with Piped(self.floor, redis):
            for start in range(0, waiting, 500):
                some = [f"CA{n:032}" for n in range(start, min(start + 500, waiting))]
                self.floor._wire.run("finish_rebuild", {"calls": some, "open": False}, now=NOW)
        self.floor._wire.run("finish_rebuild", {"calls": [], "open": True}, now=NOW)

    def _sign_in(self, n: int) -> None:
        works = n < len(self.busy)
        rings = [f"queue:q{(n + k) % QUEUES if works else 'idle'}/{k + 1}" for k in range(4)]
        self.floor.restore_agent(
            f"a{n}", state="ready", since=NOW - timedelta(seconds=n % 3600), until=LATE, endpoint="phone",
            lines=[f"agent:a{n}", f"team:t{n % TEAMS if works else 'idle'}", *rings],
            wrap_up_until=NOW if works else None, now=NOW,
        )  # fmt: skip

    def _wait_since(self, call: str, n: int) -> None:
        since = NOW - timedelta(seconds=60, milliseconds=n)
        refused = ["somebody"] if n % 10 == 0 else []
        plan = plan_of(f"q{n % QUEUES}")
        self.floor.restore_waiting(call, plan=plan, place_at=since, waiting_since=NOW, refused_by=refused, now=NOW)

    def figures(self) -> "Centre":
        while not self.found or len(self.found[MATCHES[0]]) * self._batch < SAMPLES:
            self._round()
        self.rate = self._decisions_a_second()
        self.redis.zunionstore("{bench}:everybody", [f"{{bench}}:queue:q{n}" for n in range(QUEUES)])
        linear = self.redis.register_script(LINEAR)
        look = partial(linear, keys=["{bench}:everybody"], args=["q1"])
        self.found["linear matcher"] = [self._cpu([look]) for _ in range(5)]
        return self

    @property
    def _batch(self) -> int:
        return min(BATCH, len(self.busy))

    def _round(self) -> None:
        """A batch of agents has a caller each from beginning to end; as many callers come anew."""
        floor, some = self.floor, self.busy[: self._batch]
        self.busy = self.busy[self._batch :] + some
        self._take(MATCHES[0], [partial(floor.wrap_up_ends, agent, now=NOW, op=next(self.ops)) for agent in some])
        held = [floor.agent(agent) for agent in some]
        offers = [(one.reservation or "", one.call or "") for one in held if one]
        leg = itertools.count()
        self._take(
            "offer → accepted",
            [partial(floor.agent_accepts, o, leg=f"CL{next(leg)}", now=NOW, op=next(self.ops)) for o, _ in offers],
        )
        self._take("accepted → talking", [partial(floor.parties_meet, c, now=NOW) for _, c in offers])
        ends = [partial(floor.conversation_ends, c, by="caller", now=NOW) for _, c in offers]
        self._take("talking → wrap-up", ends)
        self._pipe([partial(floor.caller_leaves, c, why="hung_up", now=NOW) for _, c in offers])
        come = [next(self.calls) for _ in offers]
        self._take("caller → waits", [partial(self._wait, c, f"q{n % QUEUES}") for n, c in enumerate(come)])
        few = [next(self.calls) for _ in range(min(len(offers), self.idle))]
        self._take(MATCHES[1], [partial(self._wait, c, "idle") for c in few])
        self._take("caller is gone", [partial(floor.caller_leaves, c, why="hung_up", now=NOW) for c in few])

    def _wait(self, call: str, queue: str) -> None:
        self.floor.caller_waits(call, plan=plan_of(queue), place_at=NOW, now=NOW, op=next(self.ops))

    def _decisions_a_second(self) -> float:
        """Free agents who get their next caller, by the wall: pipelined, from one client that has everything ready."""
        some = self.busy[: min(len(self.busy), 1_000)]
        with Piped(self.floor, self.redis, at_once=10_000) as piped:
            for agent in some:
                self.floor.wrap_up_ends(agent, now=NOW, op=next(self.ops))
            began = time.perf_counter()
            piped.pipeline.execute()
            return len(some) / (time.perf_counter() - began)

    def _take(self, name: str, acts: Sequence[Act]) -> None:
        self.found.setdefault(name, []).append(self._cpu(acts, piped=True))

    def _pipe(self, acts: Sequence[Act]) -> None:
        with Piped(self.floor, self.redis):
            for act in acts:
                act()

    def _cpu(self, acts: Sequence[Act], *, piped: bool = False) -> float:
        """Microseconds of server time per script call, mean over the acts."""
        self.redis.config_resetstat()
        if piped:
            self._pipe(acts)
        else:
            for act in acts:
                act()
        stats: Any = self.redis.info("commandstats")
        return float(stats["cmdstat_evalsha"]["usec_per_call"])


class Piped:
    """Scripts go out in batches while this lasts; their answers are not looked at."""

    def __init__(self, floor: Floor, redis: Redis, *, at_once: int = 500) -> None:
        self.wire: Any = floor._wire
        self.pipeline = redis.pipeline(transaction=False)
        self.at_once = at_once

    def __enter__(self) -> "Piped":
        self.ran, self.wire._ran = self.wire._ran, self._queue
        return self

    def _queue(self, script: Any, arguments: Sequence[int | str]) -> str:
        script(keys=[self.wire.keys.root], args=arguments, client=self.pipeline)
        if len(self.pipeline) >= self.at_once:
            self.pipeline.execute()
        return json.dumps({"changed": False, "offers": []})

    def __exit__(self, *error: object) -> None:
        self.pipeline.execute()
        self.wire._ran = self.ran


def plan_of(queue: str) -> Plan:
    """Three rings, each a little wider."""
    steps = tuple(Step(after_seconds=30 * k, line=f"queue:{queue}/{k + 1}", why="ring") for k in range(3))
    return Plan(steps=steps, queue=queue)


def print_table(sizes: Sequence[tuple[int, int]], columns: Sequence[Centre]) -> None:
    heads = [f"{agents:,} / {waiting:,}" for agents, waiting in sizes]
    print(f"{'server µs; agents / waiting':30}" + "".join(f"{head:>18}" for head in heads) + f"{'growth':>10}")
    for name, *values in rows(columns):
        growth = values[-1] / values[0]
        goal = f"  goals: {GOAL_US:.0f} µs, {GOAL_GROWTH:.0f}x" if name in MATCHES else ""
        print(f"{name:30}" + "".join(f"{value:18.1f}" for value in values) + f"{growth:9.1f}x{goal}")
    last = columns[-1]
    ratio = median(last.found["linear matcher"]) / median(last.found[MATCHES[0]])
    print(f"at the largest size the linear matcher costs {ratio:,.0f} times as much per free agent")
    print(f"decisions a second, pipelined, at the largest size: {last.rate:,.0f} (goal {GOAL_RATE:,})")


def rows(columns: Sequence[Centre]) -> Iterator[Any]:
    for name in columns[0].found:
        yield (name, *(median(column.found[name]) for column in columns))


if __name__ == "__main__":
    main()
