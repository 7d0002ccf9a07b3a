"""Storms from fixed seeds; `make torture` runs many more."""

import os
import shutil
from pathlib import Path

import pytest
from redis import Redis

from simulator import transcript
from tests.centre import open_the_centre
from tests.storm.storm import Storm
from tests.world import World

FIRST = int(os.environ.get("STORM_FIRST", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("STORM_SEEDS", "3")))
STEPS = int(os.environ.get("STORM_STEPS", "60"))

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_comes_to_a_proper_end(world: World, redis: Redis, seed: int) -> None:
    storm = Storm(world, redis, seed)
    try:
        storm.rage(STEPS)
        storm.heal_and_drain()
        storm.everybody_came_to_an_end()
        storm.nobody_was_rung_twice()
    except AssertionError as broken:
        raise AssertionError(f"seed {seed}: {broken}\n{transcript(list(world.sim.trace.since(0))[-200:])}") from broken


def test_the_same_seed_is_the_same_day(database_url: str, valkey_url: str, redis: Redis, tmp_path: Path) -> None:
    """Without this no failing seed would mean anything."""
    digests = set()
    for day in ("first", "second"):
        redis.flushall()
        file = tmp_path / f"{day}.sqlite"
        shutil.copy(database_url.removeprefix("sqlite:///"), file)
        world = World(f"sqlite:///{file}", valkey_url)
        open_the_centre(world)
        storm = Storm(world, redis, FIRST)
        storm.rage(25)
        digests.add(storm.digest())
        world.voice.database.dispose()
    assert len(digests) == 1
