"""What people at desks do while the calls of a script go on, and what a script may expect of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.scripted_call import play, read_script
from engine.simulated_stage import SimulatedStage
from tests.flows import world_with
from tests.shipped_centre import shipped_centre
from tests.world import World

A_CALL = """title: {en: Mehmet asks for more than Ayşe may give}
agents: {ayse: ready}
people:
  Ayşe:
    phone: "+905550000001"
    answers_after: 2
    steps: [{hears: Kabul}, {presses: "1"}, {hears: görüşmek istiyorum}, {waits: 1}, {says: "Bir saniye."}]
callers:
  Mehmet:
    from: "+905321234567"
    to: "+908502220000"
    steps: [joins, {says: "Yöneticinizle görüşmek istiyorum."}, {hears: bir saniye}, {waits: 4}, hangs_up]
lasts: 60
"""
A_TASK = """meanwhile:
  - when: {Ayşe: Yöneticinizle}
    api: POST calls/{Mehmet}/looks
    answers: 404
  - {after: 1, api: POST cases/4812/tasks, with: {department: sevkiyat, what: "{Mehmet}"}}
  - {api: "POST cases/{Mehmet.case}/tasks/{made}/completion", with: {outcome: Shipped}}
"""


@pytest.fixture
def world(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, shipped_centre()) as world:
        yield world


def played(world: World, tmp_path: Path, more: str) -> list[str]:
    file = tmp_path / "call.yaml"
    file.write_text(A_CALL + more)
    return play(SimulatedStage(world), read_script(file))


def test_somebody_acts_when_they_hear_it_and_the_script_sees_what_came_of_it(world: World, tmp_path: Path) -> None:
    expected = """expect:
  hears: {Ayşe: [Kabul, Yöneticinizle görüşmek istiyorum], Mehmet: [Bir saniye.]}
  silence: {Mehmet: 1, Ayşe: 1}
  shows: {"cases/{Mehmet.case}/tasks": {department: sevkiyat, status: done}}
"""
    assert played(world, tmp_path, A_TASK + expected) == []


def test_what_comes_out_otherwise_is_told(world: World, tmp_path: Path) -> None:
    wrong = """meanwhile:
  - {api: PUT agents/nobody/presence, with: {state: ready}}
  - {api: "POST transfers/{Mehmet.transfer}/join"}
  - {when: {Ayşe: a word that is never said}, api: POST cases}
then:
  - {api: "POST cases/{Fatma}/tasks"}
  - {api: "POST cases/4812/tasks/{made}/withdrawal"}
expect:
  never_hears: {Ayşe: [Yöneticinizle]}
  transfers: {Mehmet: {state: done}}
  shows: {"agents": {id: ayse, state: on_holiday}}
"""
    failures = "\n".join(played(world, tmp_path, wrong))
    assert "PUT agents/nobody/presence was answered 404" in failures
    assert "there is no transfer of the call of Mehmet" in failures
    assert "POST cases was never asked for (waited for Ayşe: “a word that is never said”)" in failures
    assert "there is no caller Fatma" in failures and "nothing was made" in failures
    assert "Ayşe heard “Yöneticinizle”" in failures
    assert "agents: none of" in failures
