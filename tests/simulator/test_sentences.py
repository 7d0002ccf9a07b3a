"""Sentences: what they let pass, and how they fail."""

from collections.abc import Callable

import pytest
from flask import Flask

from simulator.sentences import Phone
from tests.simulator.customer import AYSE, MEHMET, Customer

pytest_plugins = ["simulator.pytest_plugin"]

MENU = '<Gather numDigits="1" action="/key"><Say>Hoş geldiniz, satış için 2</Say></Gather>'
WHISPER = '<Gather numDigits="1" action="/accepted"><Say>Arayan var. Kabul 1</Say></Gather><Hangup/>'


@pytest.fixture
def phone(customer: Customer) -> Phone:
    customer.says("/voice", MENU)
    customer.says("/key", f'<Say>Aktarıyorum</Say><Dial timeout="30"><Number url="/whisper">{AYSE}</Number></Dial>')
    customer.says("/whisper", WHISPER)
    return Phone(customer.sim)


def test_a_whole_call_is_two_sentences(phone: Phone) -> None:
    mehmet = phone.call(MEHMET, name="Mehmet").hears("HOŞ GELDİNİZ").presses("2").hears("aktarıyorum")
    ayse = phone.rings(AYSE, name="Ayşe").answers(after=3).hears("kabul").presses("1")
    mehmet.joins("Ayşe").talks(30).never_hears("Kabul").hangs_up()
    ayse.is_hung_up().was_told("Arayan var")


def test_somebody_may_pick_up_a_telephone_that_rings_already(phone: Phone) -> None:
    mehmet = phone.call(MEHMET).presses("2").waits(10)
    phone.rings(AYSE, name="Ayşe").answers(after=0).presses("1")
    mehmet.joins("Ayşe")


def test_a_rejected_call_goes_on_for_the_caller(phone: Phone) -> None:
    mehmet = phone.call(MEHMET).presses("2")
    phone.rings(AYSE).rejects(after=1)
    mehmet.is_hung_up()


def test_somebody_lets_it_ring(phone: Phone) -> None:
    phone.call(MEHMET).presses("2")
    phone.rings(AYSE).lets_it_ring()


def test_somebody_calls_again(phone: Phone) -> None:
    phone.call(MEHMET).hears("hoş geldiniz").hangs_up().calls_again(after=60).hears("hoş geldiniz")


def test_what_is_not_heard_fails_with_the_place_and_the_last_lines(phone: Phone) -> None:
    with pytest.raises(AssertionError) as failed:
        phone.call(MEHMET, name="Mehmet").hears("hoş geldiniz").hears("Ayşe aranıyor", within=4).presses("2")
    told = str(failed.value)
    assert told.startswith("Mehmet did not hear 'Ayşe aranıyor' within 4 s")
    assert "call('+905551112233').hears('hoş geldiniz').▶hears('Ayşe aranıyor')◀" in told
    assert "Mehmet hears “Hoş geldiniz, satış için 2”" in told


def test_what_must_never_be_heard_fails_when_it_is(phone: Phone) -> None:
    with pytest.raises(AssertionError, match="must never hear it"):
        phone.call(MEHMET).never_hears("satış").hears("için 2")


def test_the_wrong_person_is_noticed(phone: Phone) -> None:
    mehmet = phone.call(MEHMET).presses("2")
    phone.rings(AYSE, name="Ayşe").answers().presses("1")
    with pytest.raises(AssertionError, match="is with Ayşe, not with Burak"):
        mehmet.joins("Burak")


def test_nobody_is_rung(phone: Phone) -> None:
    phone.call(MEHMET).hears("hoş geldiniz")
    with pytest.raises(AssertionError, match="was not rung within 20 s"):
        phone.rings(AYSE).answers(within=20)


def test_a_call_that_ends_too_soon_fails(customer: Customer) -> None:
    customer.says("/voice", "<Say>Hata</Say>")
    with pytest.raises(AssertionError, match="the call ended before anything listened"):
        Phone(customer.sim).call(MEHMET).hears("hata").presses("2")


def test_any_application_can_be_called(phone_for: Callable[..., Phone]) -> None:
    app = Flask("theirs")
    app.add_url_rule("/in", "in", lambda: ("<Response><Say>Welcome</Say></Response>", {"Content-Type": "text/xml"}),
                     methods=["POST"])  # fmt: skip
    phone_for(app, voice_url="/in").call("+905551112233").hears("welcome").is_hung_up()
