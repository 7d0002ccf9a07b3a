"""Who asks for a manager gets whoever is on duty, in turn; with nobody there, or after long, a named call."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from callbacks.callback import Callback
from escalations.duty import DutyWanted, put_on_duty
from records.database import reading, writing
from staff.agent import Agent
from tests.journeys.test_trouble import STRANGER, answers, calls, dialled, outcome, signs_in
from tests.world import World

MORNING = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
ZEYNEP, SELIN = "+905550000009", "+905550000010"
ASKS: list[Any] = [{"says": "Yöneticinizle görüşmek istiyorum."}]


@pytest.fixture(autouse=True)
def _in_the_morning(world: World) -> None:
    world.clock.advance_to(MORNING)
    world.settle()


def is_on_duty(world: World, agent: str, rank: str = "lead") -> None:
    with writing(world.voice.database) as session:
        wanted = DutyWanted(agent_id=agent, rank=rank, starts_at=MORNING, until=MORNING + timedelta(hours=8))
        put_on_duty(session, wanted, by="test", now=MORNING)


def owed(world: World) -> list[tuple[str, str | None]]:
    with reading(world.voice.database) as session:
        return [(one.kind, one.agent_id) for one in session.scalars(select(Callback))]


def test_the_manager_who_talked_with_too_few_customers_is_rung_first_and_the_lead_when_they_do_not_answer(
    world: World,
) -> None:
    world.sim.person(SELIN, "Selin", never_answers=True)
    answers(world, ZEYNEP, "Zeynep")
    with writing(world.voice.database) as session:
        session.get_one(Agent, "selin").endpoint = "phone"
    signs_in(world, "selin")
    signs_in(world, "zeynep")
    is_on_duty(world, "zeynep")
    is_on_duty(world, "selin", "manager")
    caller = calls(world, STRANGER, "Nuri", steps=[*ASKS, "joins", {"talks": 5}, "hangs_up"])
    world.advance(90)
    assert (dialled(world, SELIN), dialled(world, ZEYNEP)) == (1, 1)
    assert outcome(world, caller) == ("answered", "zeynep")


def test_a_lead_who_is_there_and_not_on_duty_is_left_alone_and_a_call_is_promised_by_name(world: World) -> None:
    answers(world, ZEYNEP, "Zeynep")
    signs_in(world, "zeynep")
    is_on_duty(world, "selin", "manager")
    steps = [*ASKS, {"hears": "nöbetçi yöneticimiz yok"}, {"hears": "Selin Arslan sizi arasın mı"}, {"presses": "1"},
             {"hears": "Söz verdik: Selin Arslan"}, "hangs_up"]  # fmt: skip
    caller = calls(world, STRANGER, "Nuri", steps=steps)
    world.advance(60)
    assert caller.failures == [] and owed(world) == [("supervisor", "selin")]


def test_whoever_waits_for_three_minutes_is_promised_a_call_instead(world: World) -> None:
    answers(world, ZEYNEP, "Zeynep", never_answers=True)
    is_on_duty(world, "zeynep")
    signs_in(world, "zeynep")
    steps = [*ASKS, {"hears": "hâlâ görüşmede", "within": 400}, {"presses": "1"},
             {"hears": "Söz verdik: Zeynep Öztürk"}, "hangs_up"]  # fmt: skip
    calls(world, STRANGER, "Nuri", steps=steps)
    world.advance(20)
    signs_in(world, "zeynep", "not_ready")
    world.advance(300)
    assert owed(world) == [("supervisor", "zeynep")]
