"""Callers who speak instead of pressing keys, and in their own language from then on."""

from collections.abc import Iterator

import pytest
from redis import Redis
from sqlalchemy import Engine

from simulator.sentences import Phone
from tests.flows import centre_with, world_with
from tests.journeys.test_trouble import AYSE, MEHMET, STRANGER, signs_in
from tests.world import World

SPOKEN = """
flow: main
start: greeting
person: anyone
complaint: complaint
nodes:
  greeting:
    menu:
      say: {tr: "Hoş geldiniz. Sizi dinliyorum.", en: "Welcome. How may we help?"}
      options:
        "1": {to: number, said: {tr: [dosya durumu], en: [case status]}}
        "2": {to: bill, said: {tr: [fatura, ödeme], en: [bill]}}
        "9": {to: english, said: {tr: [ingilizce, english], en: [english]}}
  english: {language: en, next: greeting}
  number:
    ask:
      say: {tr: "Dosya numaranızı söyleyin.", en: "Please say your case number."}
      by: both
      keep: number
    next: told
  told:
    say: {tr: "Numaranız {number:pairs}.", en: "Your number is {number:pairs}."}
    next: anyone
  bill:
    say: {tr: "Faturanız için.", en: "About your bill."}
    next: anyone
  complaint:
    say: {tr: "Şikâyetiniz için.", en: "About your complaint."}
    next: anyone
  anyone:
    agent: {queue: destek}
"""


@pytest.fixture
def spoken(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[World]:
    with world_with(database_url, valkey_url, centre_with(SPOKEN)) as world:
        yield world


@pytest.fixture
def phone(spoken: World) -> Phone:
    return Phone(spoken.sim, spoken.advance, number=spoken.number)


def test_a_caller_says_what_it_is_about_and_the_number_in_words(phone: Phone) -> None:
    deniz = phone.call(STRANGER, name="Deniz").hears("Sizi dinliyorum").says("DOSYAMIN DURUMUNU öğrenmek istiyorum")
    deniz.hears("Dosya numaranızı").says("dört bin sekiz yüz on iki").hears("kırk sekiz, on iki")
    deniz.hears("hatta kalın").hangs_up()


def test_a_complaint_is_understood_where_no_option_names_it(phone: Phone) -> None:
    deniz = phone.call(STRANGER, name="Deniz").hears("Sizi dinliyorum").says("bir şikayetim var")
    deniz.hears("Şikâyetiniz için").hears("hatta kalın").hangs_up()


def test_no_complaint_is_no_complaint(phone: Phone) -> None:
    deniz = phone.call(STRANGER, name="Deniz").hears("Sizi dinliyorum").says("şikayetim yok faturamı ödeyeceğim")
    deniz.hears("Faturanız için").hangs_up()


def test_a_known_caller_who_chose_english_is_greeted_in_english_the_next_time(spoken: World, phone: Phone) -> None:
    phone.call(MEHMET, name="Mehmet").hears("Sizi dinliyorum").says("english please").hears(
        "How may we help"
    ).hangs_up()
    spoken.advance(5)
    phone.call(MEHMET, name="Mehmet").hears("How may we help").never_hears("Hoş geldiniz").hangs_up()


def test_a_caller_nobody_knew_is_greeted_in_their_language_once_they_have_talked(spoken: World, phone: Phone) -> None:
    signs_in(spoken, "ayse")
    emma = phone.call(STRANGER, name="Emma").hears("Sizi dinliyorum").presses("9").hears("How may we help").presses("2")
    emma.hears("About your bill")
    phone.rings(AYSE, name="Ayşe").answers(after=2).hears("Kabul").presses("1")
    emma.joins("Ayşe").talks(10).hangs_up()
    spoken.advance(90)
    phone.call(STRANGER, name="Emma").hears("How may we help").hangs_up()
