"""Two things happen on the floor at once: in either order nobody is lost, booked twice or passed over.

Every act after every other in every world. `make interleavings` takes all of these pairs, `make test` one in so many.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from redis import Redis

from tests.routing.acts import ACTS, Act
from tests.routing.floor_rules import FloorRules
from tests.routing.house import House
from tests.routing.kept_floor import same_world
from tests.routing.stage import Stage
from tests.routing.worlds import WORLDS

ONE_IN = 1 if os.environ.get("INTERLEAVINGS") == "all" else 40


@pytest.fixture
def raw(valkey_url: str) -> Iterator[Redis]:
    """The same store, in bytes."""
    client = Redis.from_url(valkey_url)
    yield client
    client.close()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.__name__)
def test_two_things_at_once_break_nothing(house: House, raw: Redis, world: Callable[[House], None]) -> None:
    stage = Stage(house, raw, world)
    for number, first in enumerate(ACTS):
        stage.kept.bring_back(stage.start)
        between = _told(stage, [first], stage.at_start)
        kept = stage.kept.keep()
        if same_world(kept, stage.start):
            continue  # it was nothing: the second act alone is looked at anyway
        for second in ACTS[number % ONE_IN :: ONE_IN]:
            stage.kept.bring_back(kept)
            _told(stage, [first, second], between)


def _told(stage: Stage, acts: list[Act], before: FloorRules) -> FloorRules:
    try:
        return stage.happens(acts[-1], before)
    except AssertionError as broken:
        raise AssertionError(f"{', then '.join(map(str, acts))}: {broken}") from broken
