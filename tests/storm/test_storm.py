"""Storms from fixed seeds; `make torture` runs many more."""

import os

import pytest
from redis import Redis

from simulator import transcript
from tests.storm.storm import Storm
from tests.world import World

FIRST = int(os.environ.get("STORM_FIRST", "1"))
SEEDS = range(FIRST, FIRST + int(os.environ.get("STORM_SEEDS", "4")))
STEPS = int(os.environ.get("STORM_STEPS", "60"))

pytestmark = pytest.mark.timeout(600)


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_comes_to_a_proper_end(world: World, redis: Redis, seed: int) -> None:
    storm = Storm(world, redis, seed)
    try:
        storm.rage(STEPS)
        storm.heal_and_drain()
        storm.everybody_came_to_an_end()
    except AssertionError as broken:
        raise AssertionError(f"seed {seed}: {broken}\n{transcript(list(world.sim.trace.since(0))[-200:])}") from broken
