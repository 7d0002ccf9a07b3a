"""How long a lost floor takes to be right again, with a thousand live calls.

    python -m bench.rebuild [--quick]

Real Valkey and SQLite, the product's own rebuild, wall time of one process. Of the calls some talk, some have an agent
whom they wait for, the others wait. The floor is lost in two ways: emptied, and put back as it
was some while ago. Afterwards it is compared with what it was: everybody in their place, nobody booked twice.
"""

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

import structlog
from redis import Redis

from callbacks.rebuilding import rebuild_floor
from callbacks.writing import write_journal
from engine.simulated_centre import SimulatedCentre
from engine.simulated_stores import simulated_stores
from ivr.voice_board import VoiceBoard
from records.database import writing
from routing.plan import Plan, Step
from staff.agent import Agent

GOAL_SECONDS = 2.0
AGENTS = 300
QUEUE = Plan(
    steps=tuple(Step(after_seconds=30 * n, line=f"queue:destek/{n + 1}", why="ring") for n in range(3)), queue="destek"
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What must be the same afterwards: who waits, in which order, and who talks with whom."""

    waiting: list[str]
    talking: dict[str, str]


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    calls, rounds = (200, 1) if "--quick" in sys.argv else (1000, 5)
    with simulated_stores() as settings:
        centre = SimulatedCentre(settings)
        centre.open()
        voice = centre.voice
        redis = Redis.from_url(settings.redis_url or "")
        old = fill(voice, redis, calls)
        ways: dict[str, Callable[[], object]] = {
            "emptied": lambda: redis.flushall(),
            "put back as it was before": lambda: put_back(redis, old),
        }
        print(f"rebuilding with {calls:,} live calls and {AGENTS} agents      seconds, median   most      goal")
        for name, lose in ways.items():
            seconds = [rebuilt(voice, lose) for _ in range(rounds)]
            print(f"{name:56s} {median(seconds):12.2f} {max(seconds):10.2f} {GOAL_SECONDS:9.0f}")


def rebuilt(voice: VoiceBoard, lose: Callable[[], object]) -> float:
    """Seconds of a rebuild; raises AssertionError when the floor is not what it was."""
    before = picture(voice)
    lose()
    began = time.perf_counter()
    assert rebuild_floor(voice, holder="bench")
    seconds = time.perf_counter() - began
    after = picture(voice)
    assert after.waiting == before.waiting and after.talking == before.talking
    booked = Counter(agent.call for agent in voice.floor.agents() if agent.call)
    assert not booked or max(booked.values()) == 1
    write_journal(voice)
    return seconds


def picture(voice: VoiceBoard) -> Picture:
    agents = voice.floor.agents()
    return Picture(
        waiting=[call.id for call in voice.floor.waiting_for("destek", limit=10_000)],
        talking={agent.id: agent.call or "" for agent in agents if agent.state == "talking"},
    )


def fill(voice: VoiceBoard, redis: Redis, calls: int) -> dict[bytes, bytes]:
    """All agents talk and the other callers wait; the result is the floor as it was when half of them had come."""
    sign_in(voice)
    old: dict[bytes, bytes] = {}
    for number in range(calls):
        call = f"CA{number:032d}"
        voice.floor.note(
            "arrived", call=call, data={"from": f"+90532{number:07d}", "from_kind": "e164"}, now=voice.clock()
        )
        moves = voice.floor.caller_waits(call, plan=QUEUE, place_at=voice.clock(), now=voice.clock())
        for offer in moves.offers:
            voice.floor.agent_accepts(offer.id, leg=f"CA9{number:031d}", now=voice.clock())
            voice.floor.parties_meet(offer.call, now=voice.clock())
        if number == calls // 2:
            old = {key: redis.dump(key) or b"" for key in redis.scan_iter(count=1000)}
    write_journal(voice)
    return old


def sign_in(voice: VoiceBoard) -> None:
    now = voice.clock()
    people = [f"agent{number:03d}" for number in range(AGENTS)]
    with writing(voice.database) as session:
        for number, person in enumerate(people):
            session.add(
                Agent(
                    id=person, name=person, phone=f"+9055500{number:05d}", endpoint="phone", languages=["tr"],
                    skills={"support": 80}, presence="ready", presence_since=now,
                    presence_until=now + timedelta(hours=12),
                )
            )  # fmt: skip
    lines = [f"queue:destek/{n}" for n in (1, 2, 3)]
    for person in people:
        voice.floor.agent_presence(
            person, state="ready", lines=[f"agent:{person}", *lines], until=now + timedelta(hours=12), endpoint="phone",
            now=now,
        )  # fmt: skip


def put_back(redis: Redis, old: dict[bytes, bytes]) -> None:
    redis.flushall()
    for key, kept in old.items():
        redis.restore(key, 0, kept)


if __name__ == "__main__":
    main()
