"""A service with opening hours, on the telephone: who calls in vain hears why and when, and zero is a person still."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.centre import read_centre
from engine.shipped import shipped
from simulator.sentences import Phone
from tests.hours.conftest import ISTANBUL
from tests.journeys.test_trouble import AYSE, STRANGER, signs_in
from tests.world import World

BILLS = "+908502220042"
FLOW = """\
flow: bills
start: hours
person: anyone
nodes:
  hours:
    hours: {of: fatura, open: open, closed: closed, last_call: soon}
  open:
    say: {tr: "Fatura servisine hoş geldiniz.", en: "Welcome to billing."}
    next: choose
  soon:
    say: {tr: "Saat {closes:time_locative} kapanıyoruz.", en: "We close at {closes:time}."}
    next: choose
  closed:
    say:
      tr: "Şu anda {reason}. {opens:date}, saat {opens:time_locative} açılıyoruz."
      en: "At the moment {reason}. We open on {opens:date} at {opens:time}."
    next: choose
  choose:
    menu:
      say:
        tr: "Şikâyet için 1'e, bir kişi için sıfıra basın."
        en: "For a complaint press 1, for a person press zero."
      options: {"1": grievance}
  grievance:
    agent: {queue: sikayet}
  anyone:
    agent: {queue: destek}
"""


@pytest.fixture
def billing(database: Engine, database_url: str, redis: Redis, valkey_url: str, tmp_path: Path) -> Iterator[World]:
    """The centre with a number of its own for bills."""
    folder = tmp_path / "centre"
    shutil.copytree(shipped("centre"), folder)
    (folder / "flows" / "bills.yaml").write_text(FLOW, encoding="utf-8")
    with (folder / "numbers.yaml").open("a", encoding="utf-8") as numbers:
        numbers.write(f'"{BILLS}": bills\n')
    world = World(database_url, valkey_url, centre=read_centre(folder))
    world.open()
    yield world
    world.voice.database.dispose()


def at(world: World, hour: float) -> Phone:
    """At this hour of a Monday in Istanbul."""
    world.clock.advance_to(datetime(2026, 11, 23, tzinfo=ISTANBUL).astimezone(UTC) + timedelta(hours=hour))
    world.settle()
    return Phone(world.sim, world.advance, number=BILLS)


def test_at_night_callers_hear_why_nobody_answers_and_when_somebody_will(billing: World) -> None:
    caller = at(billing, 22).call(STRANGER, name="Geç").hears("çalışma saatlerimiz dışındayız")
    caller.hears("sekiz otuzda açılıyoruz")
    signs_in(billing, "ayse")
    caller.presses("0")
    phone = Phone(billing.sim, billing.advance, number=BILLS)
    phone.rings(AYSE, name="Ayşe").answers(after=2).hears("Kabul").presses("1")
    caller.joins("Ayşe").hangs_up()
    billing.advance(5)


def test_in_the_last_minutes_callers_hear_when_it_closes(billing: World) -> None:
    at(billing, 17.8).call(STRANGER, name="Son").hears("on sekizde kapanıyoruz").hangs_up()


def test_a_service_closed_by_hand_is_closed_on_the_telephone_and_open_again_when_reopened(billing: World) -> None:
    phone = at(billing, 11)
    until = billing.clock().replace(hour=14, minute=0, second=0, microsecond=0).isoformat()
    body = {"until": until, "reason_tr": "sistem bakımda"}
    assert billing.ask("POST", "/api/v1/hours/fatura/closures", body, key=billing.key)[0] == 200
    phone.call(STRANGER, name="İlk").hears("Şu anda sistem bakımda").hangs_up()
    assert billing.ask("DELETE", "/api/v1/hours/fatura/closures", key=billing.key)[0] == 200
    phone.call(STRANGER, name="Sonra").hears("hoş geldiniz").hangs_up()


def test_a_crisis_closes_and_opens_services_for_the_callers_of_one_number(billing: World) -> None:
    phone = at(billing, 11)
    until = billing.clock().replace(hour=20, minute=0, second=0, microsecond=0).isoformat()
    body = {"message_tr": "Sistem arızası var.", "message_en": "Our systems fail.", "until": until, "hours": "closed"}
    elsewhere = body | {"region": {"numbers": [billing.number]}}
    assert billing.ask("POST", "/api/v1/crisis", elsewhere, key=billing.key)[0] == 200
    phone.call(STRANGER, name="İlk").hears("Fatura servisine hoş geldiniz").hangs_up()
    here = body | {"region": {"numbers": [BILLS]}}
    assert billing.ask("POST", "/api/v1/crisis", here, key=billing.key)[0] == 200
    phone.call(STRANGER, name="Sonra").hears("Sistem arızası").hears("olağanüstü durum nedeniyle kapalıyız").hangs_up()
