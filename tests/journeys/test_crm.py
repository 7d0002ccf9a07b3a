"""A caller nobody of ours owns, but somebody in the CRM does, reaches that person; a CRM that fails costs nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.centre import read_centre
from engine.connections_file import Connections
from engine.crm_part import CrmPart
from engine.shipped import shipped
from ivr.explaining import explain_call
from tests.callbacks.crm.system import System, answering
from tests.centre import open_the_centre
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, STRANGER, answers, calls, signs_in
from tests.without_diversions import lead_nobody_elsewhere
from tests.world import World

AT_ONCE = """\
flow: main
start: person
person: person
nodes:
  person: {agent: {queue: destek, owner: true}}
"""


@pytest.fixture
def system() -> Iterator[System]:
    with answering() as running:
        running.body = b'{"owner": "B. Yilmaz", "email": "BURAK@example.com", "case": "T-77"}'
        yield running


@pytest.fixture
def world(system: System, database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    crm = CrmPart(kind="webhook", url=f"http://{system.host}/owner", private=True)
    centre = replace(read_centre(shipped("centre")), connections=Connections(crm=crm))
    world = World(database_url, valkey_url, centre=centre)
    open_the_centre(world)
    yield world
    world.voice.database.dispose()


def people_are_there(world: World) -> None:
    for agent, number, name in (("ayse", AYSE, "Ayşe"), ("burak", BURAK, "Burak")):
        signs_in(world, agent)
        answers(world, number, name)


def told(world: World, phone: str = STRANGER) -> str:
    return "\n".join(explain_call(world.voice, phone, language="en"))


def test_who_has_an_owner_in_the_crm_reaches_them_and_hears_no_menu(world: World, system: System) -> None:
    people_are_there(world)
    assert "The CRM was asked whose they are and has not answered" in told(world)
    world.settle()
    explained = told(world)
    assert "By the CRM their owner is Burak Yılmaz (it said so 0 s ago)" in explained
    assert "First the owner of the case, Burak Yılmaz" in explained
    caller = calls(world, STRANGER, "Deniz")
    world.advance(60)
    call = world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]
    assert (call["agent_id"], call["owner_id"]) == ("burak", "burak")
    assert len(system.asked) == 1
    case = world.ask("GET", f"/api/v1/cases/{call['case_number']}", key=world.key)[1]
    assert case["owner_id"] == "burak"
    why = world.ask("GET", f"/api/v1/calls/{caller.sid}/explanation?language=en", key=world.key)[1]
    assert any("The CRM says that Burak Yılmaz owns this caller's matter" in row["text"] for row in why["sentences"])


def test_our_own_records_come_before_the_crm(world: World, system: System) -> None:
    people_are_there(world)
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(40)
    assert world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["agent_id"] == "ayse"
    assert system.asked == []


def answers_500(system: System) -> None:
    system.status = 500


def is_down(system: System) -> None:
    system.server.server_close()


@pytest.mark.parametrize("spoil", [answers_500, is_down])
def test_with_a_crm_that_fails_a_caller_is_led_as_without_one(
    world: World, system: System, spoil: Callable[[System], None]
) -> None:
    spoil(system)
    people_are_there(world)
    caller = calls(world, STRANGER, "Deniz", steps=[{"presses": "0"}])
    world.advance(60)
    assert world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["agent_id"] in ("ayse", "burak")


def test_an_owner_nobody_here_knows_is_named_in_the_explanation_alone(world: World, system: System) -> None:
    system.body = b'{"owner": "someone@elsewhere.example"}'
    told(world)
    world.settle()
    assert "someone@elsewhere.example, who is none of our agents" in told(world)
    system.status = 404
    world.clock.advance(3_600)
    world.settle()
    told(world)
    world.settle()
    assert "The CRM knows no owner either" in told(world)


def test_an_answer_that_comes_late_is_used_for_who_waits_by_then(
    system: System, tmp_path: Path, database: Engine, database_url: str, redis: Redis, valkey_url: str
) -> None:
    folder = tmp_path / "centre"
    copytree(shipped("centre"), folder)
    rmtree(folder / "flows")
    lead_nobody_elsewhere(folder)
    (folder / "flows").mkdir()
    (folder / "flows" / "main.yaml").write_text(AT_ONCE, encoding="utf-8")
    (folder / "numbers.yaml").write_text(f'"{World.number}": main\n', encoding="utf-8")
    crm = f'crm: {{kind: webhook, url: "http://{system.host}/owner", private: true}}\n'
    (folder / "connections.yaml").write_text(crm, encoding="utf-8")
    world = World(database_url, valkey_url, centre=read_centre(folder))
    open_the_centre(world)
    world.workers_away = True
    caller = calls(world, STRANGER, "Deniz", steps=[{"waits": 300}])
    world.advance(2)
    waits = world.voice.floor.call(caller.sid)
    assert waits is not None and waits.owner is None
    world.workers_away = False
    world.advance(120)
    waits = world.voice.floor.call(caller.sid)
    assert waits is not None and waits.owner == "burak"
    assert {"agent:burak", "queue:destek/1"} <= set(waits.lines)
    people_are_there(world)
    world.advance(30)
    assert world.ask("GET", f"/api/v1/calls/{caller.sid}", key=world.key)[1]["owner_id"] == "burak"
    world.voice.database.dispose()
