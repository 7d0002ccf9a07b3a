"""Server CPU of the floor's transitions as the centre grows, beside a matcher that looks at every waiting call.

    python -m bench.floor [--quick]

Microseconds are the server's own (INFO commandstats), so they leave out the wire and the client; ratios are of one run.
"""

import itertools
import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from redis import Redis

from engine.embedded_valkey import using_embedded_valkey
from routing.floor import Floor
from routing.plan import Plan, Step

SIZES = ((10, 100), (1_000, 10_000), (10_000, 100_000))  # agents, waiting callers
NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
QUEUES = 20
ROUNDS = 400  # of each transition and size

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


def main() -> None:
    sizes = SIZES[:2] if "--quick" in sys.argv else SIZES
    with tempfile.TemporaryDirectory(prefix="bench") as folder, using_embedded_valkey(Path(folder)) as server:
        redis = Redis.from_url(server.url, decode_responses=True)
        columns = [measure(redis, *size) for size in sizes]
    print_table(sizes, columns)


def measure(redis: Redis, agents: int, waiting: int) -> dict[str, float]:
    """Microseconds of each transition on a floor of this size."""
    redis.flushall()
    numbers = itertools.count(1)
    floor = Floor(redis, site="bench", new_id=lambda: f"{next(numbers):032x}")
    fill(floor, redis, agents, waiting)
    busy = [f"a{n}" for n in range(min(agents // 2, ROUNDS))]
    offers: list[Any] = []
    ended = [partial(offers_of, floor, agent, offers) for agent in busy]
    figures = {"free agent → next caller": cpu(redis, ended)}
    acts: dict[str, Iterable[Callable[[], object]]] = {
        "offer → accepted": [partial(floor.agent_accepts, offer.id, now=NOW) for offer in offers],
        "accepted → talking": [partial(floor.parties_meet, offer.call, now=NOW) for offer in offers],
        "talking → wrap-up": [partial(floor.conversation_ends, o.call, by="caller", now=NOW) for o in offers],
        "caller → waits": [partial(wait, floor, f"CAw{n}", f"q{n % QUEUES}") for n in range(ROUNDS)],
        "caller → idle agent": [partial(wait, floor, f"CAi{n}", "idle") for n in range(len(busy))],
        "caller in line leaves": [
            partial(floor.caller_leaves, f"CAw{n}", why="hung_up", now=NOW) for n in range(ROUNDS)
        ],
    }
    figures |= {name: cpu(redis, each) for name, each in acts.items()}
    redis.zunionstore("{bench}:everybody", [f"{{bench}}:queue:q{n}" for n in range(QUEUES)])
    linear = redis.register_script(LINEAR)
    look = partial(linear, keys=["{bench}:everybody"], args=["q1"])
    figures["linear matcher"] = cpu(redis, [look] * 5)
    return figures


def offers_of(floor: Floor, agent: str, offers: list[Any]) -> None:
    offers.extend(floor.wrap_up_ends(agent, now=NOW).offers)


def fill(floor: Floor, redis: Redis, agents: int, waiting: int) -> None:
    """Half the agents wrap up beside full queues, half are ready beside an empty one."""
    floor.begin_epoch(1, now=NOW)
    with Piped(floor, redis):
        for n in range(agents):
            free = n >= agents // 2
            rings = [f"queue:idle/{ring}" if free else f"queue:q{(n + ring) % QUEUES}/1" for ring in (1, 2, 3)]
            floor.restore_agent(
                f"a{n}",
                state="ready",
                since=NOW - timedelta(seconds=n),
                lines=[f"agent:a{n}", f"team:t{n % 40}" if not free else "team:idle", *rings],
                until=NOW + timedelta(hours=12),
                endpoint="phone",
                wrap_up_until=None if free else NOW,
                now=NOW,
            )
        for n in range(waiting):
            since = NOW - timedelta(seconds=60, milliseconds=n)
            floor.restore_waiting(f"CA{n}", plan=plan(f"q{n % QUEUES}"), place_at=since, waiting_since=since, now=NOW)
    with Piped(floor, redis):
        for start in range(0, waiting, 500):
            calls = [f"CA{n}" for n in range(start, min(start + 500, waiting))]
            floor._wire.run("finish_rebuild", {"calls": calls, "open": False}, now=NOW)
    floor._wire.run("finish_rebuild", {"calls": [], "open": True}, now=NOW)


class Piped:
    """Scripts go out in batches while this lasts; their answers are not looked at."""

    def __init__(self, floor: Floor, redis: Redis) -> None:
        self.wire: Any = floor._wire
        self.pipeline = redis.pipeline(transaction=False)
        self.scripts = dict(self.wire._scripts)

    def __enter__(self) -> None:
        for name, script in self.scripts.items():
            self.wire._scripts[name] = partial(self.queue, script)

    def queue(self, script: Any, **given: Any) -> str:
        script(client=self.pipeline, **given)
        if len(self.pipeline) >= 500:
            self.pipeline.execute()
        reservation = {"id": "", "call": "", "agent": "", "line": "", "step": 1, "state": "", "deadline": 0}
        return json.dumps({"changed": True, "offers": [], "reservation": reservation})

    def __exit__(self, *error: object) -> None:
        self.pipeline.execute()
        self.wire._scripts.update(self.scripts)


def plan(queue: str) -> Plan:
    return Plan(steps=(Step(after_seconds=0, line=f"queue:{queue}/1", why="ring"),), queue=queue)


def wait(floor: Floor, call: str, queue: str) -> None:
    floor.caller_waits(call, plan=plan(queue), place_at=NOW, now=NOW)


def cpu(redis: Redis, acts: Iterable[Callable[[], object]]) -> float:
    """Microseconds of server time per script call, mean over the acts."""
    redis.config_resetstat()
    for act in acts:
        act()
    stats: Any = redis.info("commandstats")
    return float(stats["cmdstat_evalsha"]["usec_per_call"])


def print_table(sizes: Iterable[tuple[int, int]], columns: list[dict[str, float]]) -> None:
    heads = [f"{agents:,} / {waiting:,}" for agents, waiting in sizes]
    print(f"{'server µs; agents / waiting':<28}" + "".join(f"{head:>18}" for head in heads) + f"{'growth':>10}")
    for name in columns[0]:
        row = [column[name] for column in columns]
        print(f"{name:<28}" + "".join(f"{each:>18.1f}" for each in row) + f"{row[-1] / row[0]:>9.1f}x")
    ratio = columns[-1]["linear matcher"] / columns[-1]["free agent → next caller"]
    print(f"at the largest size the linear matcher costs {ratio:,.0f} times as much per free agent")


if __name__ == "__main__":
    main()
