"""A demo centre in a world of its own for each journey."""

from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine

from tests.centre import open_the_centre
from tests.world import World


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    world = World(database_url, valkey_url)
    open_the_centre(world)
    yield world
    world.voice.database.dispose()
