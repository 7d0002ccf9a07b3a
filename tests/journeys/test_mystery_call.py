"""Somebody of the company rings in as a customer, and the report tells what a customer goes through."""

from datetime import timedelta

from ivr.mystery import mystery_calls
from records.database import reading
from simulator.sentences import Phone
from tests.journeys.test_trouble import AYSE, MEHMET, signs_in
from tests.world import World

MYSTERY = "+908502220003"
SELIN = "+905550000010"


def test_a_manager_who_rings_in_reads_what_was_heard_and_how_long_it_took(world: World) -> None:
    signs_in(world, "ayse")
    began = world.clock()
    phone = Phone(world.sim, world.advance, number=MYSTERY)
    selin = phone.call(SELIN, name="Selin").hears("hoş geldiniz").presses("0")
    phone.rings(AYSE, name="Ayşe").answers(after=2).hears("Kabul").presses("1")
    selin.joins("Ayşe").talks(5).hangs_up()
    world.advance(3)
    with reading(world.voice.database) as session:
        (told,) = mystery_calls(session, since=began)
        assert not mystery_calls(session, since=world.clock() + timedelta(seconds=1))
    assert (told.caller, told.agent, told.outcome) == (SELIN, "ayse", "answered")
    assert told.person_after_seconds is not None and 2 < told.person_after_seconds < 60
    assert "hoş geldiniz" in told.heard[0].what and told.heard[0].seconds < 1
    assert [heard.seconds for heard in told.heard] == sorted(heard.seconds for heard in told.heard)


def test_the_report_is_had_by_the_api_and_other_calls_are_not_in_it(world: World) -> None:
    signs_in(world, "ayse")
    Phone(world.sim, world.advance, number=MYSTERY).call(SELIN, name="Selin").waits(5).hangs_up()
    Phone(world.sim, world.advance, number=world.number).call(MEHMET, name="Mehmet").waits(5).hangs_up()
    world.advance(3)
    status, page = world.ask("GET", "/api/v1/reports/mystery", key=world.key)
    assert status == 200 and [call["caller"] for call in page["items"]] == [SELIN]
