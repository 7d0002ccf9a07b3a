"""A centre that may ask one system, which is a real server on this machine."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.dips_file import AllowedHosts, HostPart
from engine.simulated_centre import SimulatedCentre
from tests.callbacks.dips.crm import Crm, crm_running
from tests.house import demo_settings
from tests.shipped_centre import shipped_centre


@pytest.fixture
def crm() -> Iterator[Crm]:
    with crm_running() as running:
        yield running


@pytest.fixture
def asking(crm: Crm, database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[SimulatedCentre]:
    hosts = AllowedHosts({crm.host: HostPart(private=True)})
    centre = replace(shipped_centre(), hosts=hosts)
    asking = SimulatedCentre(demo_settings(database_url, valkey_url), centre=centre)
    yield asking
    asking.voice.database.dispose()
