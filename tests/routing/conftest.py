from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis

from routing.floor import Floor
from tests.routing.house import TIMING, House


@pytest.fixture
def house(redis: Redis, new_id: Callable[[], str], clock: Any) -> House:
    floor = Floor(redis, site="centre", new_id=new_id, timing=TIMING)
    clock.start = clock()
    floor.begin_epoch(1, now=clock())
    floor.finish_rebuild(now=clock())
    return House(floor=floor, clock=clock)
