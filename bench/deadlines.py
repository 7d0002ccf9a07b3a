"""How late the clock process keeps deadlines, in real time: never early, and by how many milliseconds late.

    python -m bench.deadlines [--quick]

A demo centre of its own, with its real clock process (`sahip clock`) and nothing of ours beside it. Wrap-ups that end,
offers nobody takes and plans that widen are spread over the run; each has a moment on the floor, and the entry it
leaves in the journal carries the server's time. Lateness is the one less the other: the clock's naps, its other duties,
the script. Beside it stands a process that does nothing but sleep until such moments: how late the machine itself is.
"""

import os
import queue
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from engine.embedded_valkey import using_embedded_valkey
from routing.errors import FloorUnavailable
from routing.floor import Floor
from routing.floor_journal import _happenings as happenings_in
from routing.happening import Happening
from routing.instants import to_ms
from routing.keys import FloorKeys
from routing.plan import Plan, Step

GOAL_MS = 100
A_SECOND = 60
TRIED = 20
SECONDS, QUICK = 60, 10
SITE = "main"
SOURCES = Path(__file__).parents[1]
SLEEPER = "--sleeper"
KINDS = ("wrap-up ends", "offer expires", "plan widens")
BEGINS_AFTER_SECONDS = 3.0  # for setting up
AHEAD = timedelta(milliseconds=500)
PATIENCE_SECONDS = 60
SAHIP = [sys.executable, "-P", "-m", "engine.cli"]

Due = dict[tuple[str, str], tuple[str, int]]
"""What the journal will say (kind of event, agent or call) → kind of deadline and its moment in milliseconds."""


Awaited = tuple[tuple[str, str], tuple[str, str]]
"""The same event, and the deadline: its kind and subject."""


def main() -> int:
    seconds = QUICK if "--quick" in sys.argv else SECONDS
    with subprocess.Popen(
        [sys.executable, "-m", "bench.deadlines", SLEEPER], stdout=subprocess.PIPE, text=True
    ) as bare:
        late, lost = lateness(seconds * A_SECOND, seconds)
        bare.terminate()
        asleep = [int(line) for line in (bare.stdout or ())]
    everything = [each for kind in KINDS for each in late[kind]]
    print(f"{'ms late':<26}{'number':>8}{'earliest':>10}{'p50':>8}{'p95':>8}{'p99':>8}{'worst':>8}")
    for name, each in {**late, "all": everything, "a sleeper": asleep}.items():
        row = (min(each), *(percentile(each, share) for share in (0.5, 0.95, 0.99)), max(each))
        print(f"{name:<26}{len(each):>8}{row[0]:>10}" + "".join(f"{figure:>8}" for figure in row[1:]))
    print(f"p99 against {GOAL_MS} ms: {percentile(everything, 0.99) / GOAL_MS:.2f}; early: "
          f"{sum(each < 0 for each in everything)}; never kept: {lost}")  # fmt: skip
    return int(lost > 0 or min(everything) < 0)


def sleep() -> None:
    """Until a moment, again and again: how many milliseconds late it woke up."""
    chance = random.Random(1)
    while True:
        until = time.monotonic() + chance.uniform(0.01, 0.1)
        time.sleep(until - time.monotonic())
        print(round((time.monotonic() - until) * 1000), flush=True)


def percentile(figures: list[int], share: float) -> int:
    return sorted(figures)[min(int(len(figures) * share), len(figures) - 1)]


def lateness(
    number: int, seconds: float, *, begins_after_seconds: float = BEGINS_AFTER_SECONDS
) -> tuple[dict[str, list[int]], int]:
    """Milliseconds late by kind, and how many were not kept within a minute after the last."""
    with tempfile.TemporaryDirectory(prefix="deadlines") as folder, centre(Path(folder)) as redis:
        floor = Floor(redis, site=SITE, new_id=lambda: uuid.uuid4().hex)
        needed = number * seconds_each(floor) + begins_after_seconds
        begin = datetime.now(UTC) + timedelta(seconds=needed)
        with ThreadPoolExecutor(1) as beside:
            give_up_at = time.monotonic() + needed + seconds + PATIENCE_SECONDS
            ready: queue.Queue[Due] = queue.Queue()
            watching = beside.submit(watched, redis, ready, give_up_at)
            ready.put(set_up(floor, begin, number, seconds))
            return watching.result()


def seconds_each(floor: Floor) -> float:
    """Twice what it takes to set up one, here and now."""
    begun, later = time.monotonic(), datetime.now(UTC) + timedelta(hours=1)
    for index in range(TRIED):
        wraps_up(floor, -1 - index, later)
    return 2 * (time.monotonic() - begun) / TRIED


def set_up(floor: Floor, begin: datetime, number: int, seconds: float) -> Due:
    """So many deadlines, spread at random over so many seconds."""
    chance, due = random.Random(1), Due()
    for index in range(number):
        at = begin + timedelta(milliseconds=chance.randrange(int(seconds * 1000)))
        kind = KINDS[index % len(KINDS)]
        act = {"wrap-up ends": wraps_up, "offer expires": is_offered, "plan widens": widens}[kind]
        if at - datetime.now(UTC) > AHEAD:  # else this machine is too slow to set up so many in time
            awaited, deadline = act(floor, index, at)
            if moment := floor.deadline(*deadline):
                due[awaited] = kind, to_ms(moment)
    return due


def wraps_up(floor: Floor, index: int, at: datetime) -> Awaited:
    reservation, call = offered(floor, index, at)
    now = datetime.now(UTC)
    floor.agent_accepts(reservation, now=now)
    floor.parties_meet(call, now=now)
    floor.conversation_ends(call, by="agent", wrap_up_seconds=(at - now).total_seconds(), now=now)
    return ("agent_state", f"a{index}"), ("wrap", f"a{index}")


def is_offered(floor: Floor, index: int, at: datetime) -> Awaited:
    reservation, call = offered(floor, index, at)
    floor.reservation_rings(reservation, leg=f"leg{index}", deadline=at, now=datetime.now(UTC))
    return ("offer_failed", call), ("offer", reservation)


def widens(floor: Floor, index: int, at: datetime) -> Awaited:
    """Somebody is there, who talks; the next step opens in time."""
    reservation, busy = offered(floor, index, at)
    now, call = datetime.now(UTC), f"CAwaits{index}"
    floor.agent_accepts(reservation, now=now)
    floor.parties_meet(busy, now=now)
    first = Step(after_seconds=0, line=f"agent:a{index}", why="owner")
    then = Step(after_seconds=(at - now).total_seconds(), line="queue:nobody/1", why="ring")
    floor.caller_waits(call, plan=Plan(steps=(first, then), queue="nobody"), place_at=now, now=now)
    return ("widened", call), ("widen", call)


def offered(floor: Floor, index: int, at: datetime) -> tuple[str, str]:
    """An agent of one's own and a call that is offered to them."""
    now, agent, call = datetime.now(UTC), f"a{index}", f"CA{index}"
    until = at + timedelta(hours=1)
    floor.agent_presence(agent, state="ready", lines=[f"agent:{agent}"], until=until, endpoint="phone", now=now)
    plan = Plan(steps=(Step(after_seconds=0, line=f"agent:{agent}", why="owner"),), queue="destek")
    [offer] = floor.caller_waits(call, plan=plan, place_at=now, now=now).offers
    return offer.id, call


def watched(redis: Redis, ready: "queue.Queue[Due]", give_up_at: float) -> tuple[dict[str, list[int]], int]:
    """Reads the journal as it is written; an entry's id is the server's time. `ready` tells what is due."""
    due, seen, after = Due(), dict[tuple[str, str], int](), "0"
    while time.monotonic() < give_up_at and (not due or due.keys() - seen.keys()):
        read: Any = redis.xread({FloorKeys(site=SITE).journal: after}, count=1000, block=200)
        for after, row in read[0][1] if read else ():
            for event in happenings_in(after, row):
                seen.setdefault(name_of(event), int(after.split("-")[0]))
        if not ready.empty():
            due = ready.get()
    late: dict[str, list[int]] = {kind: [] for kind in KINDS}
    for name in due.keys() & seen.keys():
        kind, at = due[name]
        late[kind].append(seen[name] - at)
    return late, len(due.keys() - seen.keys())


def name_of(event: Happening) -> tuple[str, str]:
    """As in `Due`; the agent's other changes of state, on the way to the one that is awaited, have none."""
    if event.kind == "agent_state":
        return event.kind, event.agent or "" if event.data["from"] == "wrap_up" else ""
    return event.kind, event.call or ""


@contextmanager
def centre(folder: Path) -> Iterator[Redis]:
    """A demo's folder and clock; its floor is open."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment |= {"SAHIP_MODE": "demo", "SAHIP_VAR": str(folder), "PYTHONPATH": str(SOURCES)}
    subprocess.run([*SAHIP, "db", "upgrade"], env=environment, check=True, capture_output=True)
    with using_embedded_valkey(folder / "valkey") as server:
        clock = subprocess.Popen(
            [*SAHIP, "clock"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            redis = Redis.from_url(server.url, decode_responses=True)
            wait_until_open(redis)
            yield redis
        finally:
            clock.terminate()
            clock.wait()


def wait_until_open(redis: Redis) -> None:
    """The clock builds the floor when it finds none."""
    floor, give_up_at = Floor(redis, site=SITE, new_id=lambda: uuid.uuid4().hex), time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        try:
            return floor.check()
        except (FloorUnavailable, RedisError):
            time.sleep(0.1)
    raise TimeoutError("the clock process does not open the floor")


if __name__ == "__main__":
    if SLEEPER in sys.argv:
        sleep()
    sys.exit(main())
