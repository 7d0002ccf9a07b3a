"""A centre with its agents, customers and cases, in which callers go through flows of a few nodes."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from redis import Redis
from sqlalchemy import Engine

from cases.case_import import import_cases
from cases.customer_import import import_customers
from engine.shipped import shipped
from ivr.voice_board import VoiceBoard
from records.database import writing
from staff.csv_import import import_agents
from tests.conftest import SettableClock
from tests.house import house

DEMO = shipped("centre") / "demo"


@pytest.fixture
def voice(
    database: Engine, database_url: str, redis: Redis, valkey_url: str, clock: SettableClock, new_id: Callable[[], str]
) -> VoiceBoard:
    voice = house(database_url, valkey_url, clock=clock, new_id=new_id)
    voice.floor.begin_epoch(1, now=clock())
    voice.floor.finish_rebuild(now=clock())
    with writing(database) as session:
        import_agents(session, DEMO / "agents.csv")
        session.flush()
        import_customers(session, DEMO / "customers.csv", new_id=new_id, now=clock())
        session.flush()
        agents = ("ayse", "burak", "can", "deniz", "elif")
        import_cases(session, DEMO / "cases.csv", agents=agents, zone=ZoneInfo("Europe/Istanbul"), now=clock())
    return voice
