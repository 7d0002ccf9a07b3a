"""A caller whose flow asks another system: the answer is spoken, and a system that fails costs nobody their person."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree, rmtree

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.centre import read_centre
from engine.shipped import shipped
from engine.simulated_centre import SimulatedCentre
from simulator.sentences import Phone
from tests.callbacks.dips.crm import Crm, crm_running
from tests.house import demo_settings
from tests.without_diversions import lead_nobody_elsewhere

CALLER = "+905447778899"
FLOW = """\
flow: main
start: order
person: person
nodes:
  order:
    dip:
      get: "http://{host}/{path}?phone={{phone}}"
      keep: {{state: state, item: items.0.name}}
      say: {{tr: "Bir saniye, bakıyorum.", en: "One moment."}}
      personal: false
      ok: told
      not_found: nothing
      failed: person
  told: {{menu: {{say: {{tr: "Durum {{state}}: {{item}}.", en: "State {{state}}."}}, options: {{"1": person}}}}}}
  nothing: {{menu: {{say: {{tr: "Sipariş yok.", en: "No order."}}, options: {{"1": person}}}}}}
  person: {{agent: {{queue: destek}}}}
"""


@pytest.fixture
def crm() -> Iterator[Crm]:
    with crm_running() as running:
        yield running


@pytest.fixture
def centre_asking(
    crm: Crm, tmp_path: Path, database: Engine, database_url: str, redis: Redis, valkey_url: str
) -> Iterator[Callable[[str], SimulatedCentre]]:
    """A centre whose main flow asks our system for this path."""
    opened: list[SimulatedCentre] = []

    def centre(path: str) -> SimulatedCentre:
        folder = tmp_path / "centre"
        copytree(shipped("centre"), folder)
        rmtree(folder / "flows")
        lead_nobody_elsewhere(folder)
        (folder / "flows").mkdir()
        (folder / "flows" / "main.yaml").write_text(FLOW.format(host=crm.host, path=path), encoding="utf-8")
        (folder / "numbers.yaml").write_text(f'"{SimulatedCentre.number}": main\n', encoding="utf-8")
        (folder / "dips.yaml").write_text(f'hosts: {{"{crm.host}": {{private: true}}}}\n', encoding="utf-8")
        opened.append(SimulatedCentre(demo_settings(database_url, valkey_url), centre=read_centre(folder)))
        opened[0].open()
        return opened[0]

    yield centre
    for one in opened:
        one.voice.database.dispose()


def phone_of(centre: SimulatedCentre) -> Phone:
    return Phone(centre.sim, centre.advance, number=centre.number)


def test_the_answer_is_spoken_a_second_later(centre_asking: Callable[[str], SimulatedCentre], crm: Crm) -> None:
    caller = phone_of(centre_asking("ok")).call(CALLER, name="Deniz").hears("bakıyorum")
    caller.hears("Durum yolda: Bulaşık makinesi", within=10).presses("1").hears("hatta kalın")
    assert [path for path, _ in crm.asked] == ["/ok?phone=%2B905447778899"]


def test_what_is_not_there_is_said(centre_asking: Callable[[str], SimulatedCentre]) -> None:
    phone_of(centre_asking("missing")).call(CALLER, name="Deniz").hears("Sipariş yok", within=10)


@pytest.mark.parametrize("path", ["broken", "moved", "huge", "nonsense"])
def test_a_system_that_fails_leads_to_a_person(centre_asking: Callable[[str], SimulatedCentre], path: str) -> None:
    phone_of(centre_asking(path)).call(CALLER, name="Deniz").hears("hatta kalın", within=10)


def test_without_workers_a_person_takes_over_in_time(centre_asking: Callable[[str], SimulatedCentre]) -> None:
    centre = centre_asking("ok")
    centre.workers_away = True
    phone_of(centre).call(CALLER, name="Deniz").hears("hatta kalın", within=12)
