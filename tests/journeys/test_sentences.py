"""Journeys through the centre, told as those who take part would tell them."""

import pytest

from simulator.sentences import Phone
from tests.journeys.test_trouble import AYSE, BURAK, EMMA, MEHMET, STRANGER, signs_in
from tests.world import World


@pytest.fixture(autouse=True)
def at_work(world: World) -> None:
    for agent in ("ayse", "burak"):
        signs_in(world, agent)


def test_a_returning_caller_reaches_the_owner_of_the_case(phone: Phone) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").never_hears("4812").never_hears("Kaya").hears("hoş geldiniz")
    mehmet.hears("Ayşe Demir aranıyor")
    ayse = phone.rings(AYSE, name="Ayşe").answers(after=3).hears("Mehmet Kaya, dosya 4812").presses("1")
    mehmet.joins("Ayşe").talks(30).hangs_up()
    ayse.is_hung_up()


def test_an_owner_who_refuses_leaves_the_caller_to_a_colleague(phone: Phone) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("aranıyor")
    phone.rings(AYSE, name="Ayşe").answers(after=2).hears("Kabul 1").presses("2")
    phone.rings(BURAK, name="Burak").answers(after=2).hears("Kabul 1").presses("1")
    mehmet.joins("Burak").talks(10).hangs_up()


def test_an_owner_who_rejects_the_call_does_not_cost_the_caller_the_place(phone: Phone) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("aranıyor")
    phone.rings(AYSE, name="Ayşe").rejects(after=1)
    phone.rings(BURAK, name="Burak").answers(after=1).hears("Kabul").presses("1")
    mehmet.joins("Burak").never_hears("4812").hangs_up()


def test_a_caller_who_gives_up_stops_the_ringing(phone: Phone) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("aranıyor")
    ayse = phone.rings(AYSE, name="Ayşe").is_ringing()
    mehmet.waits(4).hangs_up()
    ayse.stops_ringing(within=2)


def test_a_wrong_key_is_asked_again(phone: Phone) -> None:
    deniz = phone.call(STRANGER, name="Deniz").hears("hoş geldiniz").hears("basın").presses("9").hears("basın")
    deniz.presses("1").hears("hatta kalın")


def test_a_caller_who_is_cut_off_calls_again_and_reaches_the_same_person(phone: Phone) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("aranıyor")
    ayse = phone.rings(AYSE, name="Ayşe").answers().hears("Kabul").presses("1").joins("Mehmet")
    mehmet.talks(5).calls_again(after=20)
    ayse.is_hung_up()
    mehmet.hears("Ayşe Demir")
    phone.rings(AYSE, name="Ayşe").answers(within=90).hears("dosya 4812").presses("1")
    mehmet.joins("Ayşe")


def test_an_english_caller_is_spoken_to_in_english(phone: Phone) -> None:
    phone.call(EMMA, name="Emma").hears("Ayşe").never_hears("aranıyor")


def test_what_is_said_by_one_is_heard_by_the_other(phone: Phone) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("aranıyor")
    ayse = phone.rings(AYSE, name="Ayşe").answers().hears("Kabul").presses("1")
    mehmet.joins("Ayşe").says("Kargom nerede?")
    ayse.hears("KARGOM NEREDE").says("Yarın sabah kapınızda")
    mehmet.hears("yarın SABAH").hangs_up()
