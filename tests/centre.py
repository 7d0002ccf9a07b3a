"""The demo centre's people, customers and cases, and a key to the API."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from cases.case_import import import_cases
from cases.customer_import import import_customers
from console.api_key import make_key
from engine.shipped import shipped
from records.database import writing
from staff.agent import Agent
from staff.csv_import import import_agents
from tests.world import World


def open_the_centre(world: World) -> None:
    demo = shipped("centre") / "demo"
    with writing(world.voice.database) as session:
        import_agents(session, demo / "agents.csv")
        session.flush()
        import_customers(session, demo / "customers.csv", new_id=world.voice.new_id, now=world.clock())
        session.flush()
        staff = frozenset(session.scalars(select(Agent.id)))
        import_cases(session, demo / "cases.csv", agents=staff, zone=ZoneInfo("Europe/Istanbul"), now=world.clock())
        key_id, secret = world.voice.new_id(), "s" * 32
        world.key = make_key(session, id=key_id, secret=secret, name="test", role="admin", now=world.clock())
