"""The inspector: every request with its answer, replay, filters, trouble on demand, time that leaps."""

import re

import pytest
from playwright.sync_api import expect

from simulator.server import Server
from tests.browser.telephones import Telephones
from tests.simulator.customer import Customer

pytestmark = pytest.mark.timeout(60)
HELLO = "<Say>Merhaba</Say><Pause length='600'/>"


def test_a_webhook_opens_with_its_twiml_parameters_and_signature(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", '<Gather numDigits="1"><Say language="tr-TR">Hoş geldiniz</Say></Gather>')
    phones.calls("Mehmet")
    row = phones.record("/voice")
    expect(row).to_contain_text("200")
    expect(row).to_contain_text("Gather · Say")
    expect(row.locator(".result small")).to_have_text(re.compile(r"\d+ ms"))
    row.locator(".head").click()
    expect(row.locator(".head")).to_have_attribute("aria-expanded", "true")
    expect(row.locator(".code")).to_contain_text('<Say language="tr-TR">Hoş geldiniz</Say>')
    expect(row.locator(".x-tag").first).to_have_text("Response")
    expect(row.get_by_role("row", name=re.compile("CallSid CA"))).to_be_visible()
    signature = shop.requests[0].headers["X-Twilio-Signature"]
    expect(row.locator(".signature code")).to_have_text(signature)


def test_a_webhook_is_sent_again_and_the_answers_are_compared(phones: Telephones, shop: Customer) -> None:
    answers = iter([HELLO, "<Say>Yeniden merhaba</Say><Pause length='600'/>"])
    shop.says("/voice", lambda form: next(answers))
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Merhaba")
    row = phones.record("/voice")
    row.locator(".head").click()
    row.get_by_role("button", name="Yeniden gönder").click()
    expect(row.locator(".verdict")).to_contain_text("farklı")
    expect(row.locator(".code-line.gone")).to_have_text(re.compile("<Say>Merhaba</Say>"))
    expect(row.locator(".code-line.new")).to_have_text(re.compile("Yeniden merhaba"))
    first, second = [each for each in shop.requests if each.path == "/voice"]
    assert first.form == second.form
    expect(mehmet.get_by_role("log")).not_to_contain_text("Yeniden")


def test_a_webhook_answered_the_same_again_is_said_to_be_the_same(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", HELLO)
    phones.calls("Mehmet")
    row = phones.record("/voice")
    expect(row).to_contain_text("200")
    row.locator(".head").click()
    row.get_by_role("button", name="Yeniden gönder").click()
    expect(row.locator(".verdict")).to_contain_text("Cevap aynı.")
    expect(row.locator(".code")).to_have_count(1)


def test_status_callbacks_and_errors_are_rows_and_errors_lead_to_their_page(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", "<Sing/>")
    phones.calls("Mehmet")
    expect(phones.record("/over")).to_be_visible()
    wrong = phones.page.locator(".record.wrong[data-kind=wrong]").first
    wrong.locator(".head").click()
    expect(wrong.get_by_role("link")).to_have_attribute("href", re.compile(r"/errors/12\d{3}$"))


def test_rows_are_filtered_by_kind_by_call_and_by_words(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", HELLO)
    phones.calls("Mehmet")
    expect(phones.record("/voice")).to_be_visible()
    phones.calls("gizli numara")
    expect(phones.page.locator(".record.webhook")).to_have_count(2)
    phones.page.get_by_label("Çağrı", exact=True).select_option(index=1)
    expect(phones.page.locator(".record.webhook")).to_have_count(1)
    phones.page.get_by_label("Çağrı", exact=True).select_option(index=0)
    phones.page.get_by_role("button", name="İstek", exact=True).click()
    expect(phones.page.locator(".record.webhook")).to_have_count(0)
    phones.page.get_by_role("button", name="İstek", exact=True).click()
    phones.page.get_by_label("Kayıtlarda ara").fill("MERHABA")
    expect(phones.page.locator(".record")).to_have_count(2)
    phones.page.get_by_label("Kayıtlarda ara").fill("hiç yok böyle bir şey")
    expect(phones.page.get_by_text("Bu süzgece uyan kayıt yok.")).to_be_visible()


def test_a_paused_inspector_keeps_what_comes_for_later(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", HELLO)
    phones.page.get_by_role("button", name="Durdur").click()
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Merhaba")
    expect(phones.page.locator(".count")).to_contain_text("Duruyor")
    assert phones.page.locator(".record.webhook").count() == 0
    phones.page.get_by_role("button", name="Sürdür").click()
    expect(phones.record("/voice")).to_be_visible()
    phones.page.get_by_role("button", name="Temizle").click()
    expect(phones.page.locator(".record")).to_have_count(0)


def test_trouble_is_armed_seen_and_called_off(phones: Telephones, server: Server, shop: Customer) -> None:
    shop.says("/voice", HELLO)
    phones.page.get_by_role("button", name="Aksilik").click()
    phones.page.get_by_role("button", name="Sıradaki istek iki kez gelsin").click()
    expect(phones.page.locator(".coming")).to_contain_text("Sıradaki istek iki kez gelsin")
    phones.page.get_by_role("button", name="REST 503 desin").click()
    expect(phones.page.locator(".coming li")).to_have_count(2)
    phones.page.keyboard.press("Escape")
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Merhaba")
    expect(phones.record("webhook_doubled")).to_be_visible()
    phones.page.get_by_role("button", name="Aksilik").click()
    phones.page.get_by_role("button", name="Hepsinden vazgeç").click()
    expect(phones.page.locator(".coming")).to_have_text("Yolda aksilik yok.")
    assert server.simulator.exchange.faults.pending == []


def test_time_leaps_to_a_half_day_holiday_and_by_the_slider(phones: Telephones, server: Server) -> None:
    before = server.simulator.clock()
    phones.page.get_by_role("button", name="Zaman").click()
    phones.page.get_by_label("Ne kadar ileri?").fill("120")
    expect(phones.page.locator("output")).to_contain_text("2 sa sonra")
    phones.page.get_by_role("button", name="Sıçra", exact=True).click()
    expect(phones.page.locator(".notice").first).to_contain_text("Şebekede saat şimdi")
    assert (server.simulator.clock() - before).total_seconds() >= 7200
    phones.page.get_by_role("button", name="Yarım gün tatil").click()
    expect(phones.page.locator(".clock-face")).to_have_text(re.compile(r"13:0[56]"))
    now = server.simulator.clock()
    assert (now.month, now.day, now.hour) == (10, 28, 10)
    phones.page.get_by_role("button", name="Pazar 03.00").click()
    expect(phones.page.locator(".clock-face")).to_have_text(re.compile(r"03:0[01]"))
    assert server.simulator.clock().weekday() == 6


def test_thousands_of_entries_leave_the_page_quick_and_small(
    phones: Telephones, server: Server, shop: Customer
) -> None:
    shop.says("/voice", HELLO)
    x = server.simulator.exchange
    with x.kernel.lock:
        for number in range(5000):
            x.tell("note", f"entry {number}")
    expect(phones.record("entry 4999")).to_be_visible()
    expect(phones.page.locator(".count")).to_contain_text("5000 kayıt")
    assert phones.page.locator(".record").count() <= 250
    phones.page.get_by_label("Kayıtlarda ara").fill("entry 17")
    expect(phones.page.locator(".record")).to_have_count(111)
    phones.page.get_by_label("Kayıtlarda ara").fill("")
    expect(phones.page.locator(".record")).to_have_count(250)
    phones.page.get_by_role("button", name=re.compile("Daha eskileri")).click()
    expect(phones.page.locator(".record")).to_have_count(500)
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Merhaba")
    expect(phones.record("/voice")).to_be_visible()
