"""Telephones on the page: calling, hearing, pressing, talking, being rung."""

import re

import pytest
import requests
from playwright.sync_api import Page, expect

from simulator.server import Server
from tests.browser.telephones import Telephones
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer, room

pytestmark = pytest.mark.timeout(60)
MENU = '<Gather numDigits="1" action="/key"><Say language="tr-TR">Fatura için bire basın</Say></Gather>'
LONG_PAUSE = "<Pause length='600'/>"


def rings(server: Server, shop: Customer, to: str = AYSE) -> None:
    """The customer's server calls somebody."""
    sid, token = server.simulator.account.sid, server.simulator.account.auth_token
    told = {"To": to, "From": CENTRE, "Url": f"{shop.base}/agent"}  # type: ignore[attr-defined]  # set by the fixture
    where = f"{server.url}/2010-04-01/Accounts/{sid}/Calls.json"
    assert requests.post(where, data=told, auth=(sid, token), timeout=5).status_code == 201


def test_a_caller_hears_the_menu_presses_a_key_and_hangs_up(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", MENU)
    shop.says("/key", f"<Say language='tr-TR'>Fatura bölümü</Say>{LONG_PAUSE}")
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Fatura için bire basın")
    expect(mehmet.locator(".words").first).to_have_attribute("lang", "tr-TR")
    expect(mehmet.locator(".state")).to_have_text("hatta")
    expect(mehmet.locator(".wanted")).to_have_text("tuş bekleniyor")
    phones.presses(mehmet, "1")
    phones.hears(mehmet, "Fatura bölümü")
    expect(mehmet.locator(".heard.cut")).to_have_count(1)
    expect(mehmet.locator(".timer")).to_have_text(re.compile(r"\d:\d\d"))
    mehmet.get_by_role("button", name="Kapat", exact=True).click()
    expect(mehmet.locator(".about")).to_have_text("Çağrıyı sen kapattın.")
    expect(mehmet.get_by_role("button", name="Ara", exact=True)).to_be_focused()


def test_two_phones_in_hand_talk_with_each_other(phones: Telephones, server: Server, shop: Customer) -> None:
    shop.says("/voice", room("caller"))
    shop.says("/agent", '<Gather numDigits="1" action="/accept"><Say>Bire basın</Say></Gather>')
    shop.says("/accept", room("agent"))
    ayse = phones.take("Ayşe Demir")
    mehmet = phones.calls("Mehmet")
    expect(mehmet.locator(".playing")).to_contain_text("Bekleme müziği")
    rings(server, shop)
    expect(ayse.locator(".about")).to_have_text(f"{CENTRE} arıyor")
    ayse.get_by_role("button", name="Aç", exact=True).click()
    phones.hears(ayse, "Bire basın")
    phones.presses(ayse, "1")
    expect(mehmet.locator(".about")).to_have_text("Görüşüyor: Ayşe Demir")
    mehmet.get_by_label("Söylenecek söz").fill("Faturam iki kez çekilmiş")
    mehmet.get_by_label("Söylenecek söz").press("Enter")
    expect(ayse.locator(".voice .words")).to_have_text("Faturam iki kez çekilmiş")
    ayse.get_by_label("Söylenecek söz").fill("Hemen bakıyorum")
    ayse.get_by_label("Söylenecek söz").press("Enter")
    expect(mehmet.locator(".voice")).to_have_text(re.compile("Ayşe Demir.*Hemen bakıyorum"))


@pytest.mark.parametrize(
    ("name", "ended"), [("Reddet", "busy"), ("Meşgul", "busy"), ("Telesekreter", "in-progress"), ("Açma", "ringing")]
)
def test_a_ringing_phone_offers_every_way_not_to_answer(
    phones: Telephones, server: Server, shop: Customer, name: str, ended: str
) -> None:
    shop.says("/agent", LONG_PAUSE)
    ayse = phones.take("Ayşe Demir")
    rings(server, shop)
    expect(ayse.get_by_role("button", name="Aç", exact=True)).to_be_visible()
    ayse.get_by_role("button", name=name, exact=True).click()
    expect(ayse.locator(".incoming")).to_be_hidden()
    expect(ayse.locator(".state")).to_have_text("çalıyor" if ended == "ringing" else "boşta")
    assert server.simulator.legs()[-1].status in (ended, "in-progress", "completed")


def test_a_dropped_phone_is_gone_at_once_and_missed_later(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", f"<Say>Merhaba</Say>{LONG_PAUSE}")
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Merhaba")
    mehmet.get_by_role("button", name="Şebeke kopsun").click()
    expect(mehmet.locator(".state")).to_have_text("boşta")
    expect(mehmet.locator(".about")).to_contain_text("Şebeke koptu")
    assert shop.got("/over") == []


def test_words_are_said_into_a_gather(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", '<Gather input="speech" action="/said"><Say>Buyurun</Say></Gather>')
    shop.says("/said", LONG_PAUSE)
    mehmet = phones.calls("Mehmet")
    expect(mehmet.locator(".wanted")).to_have_text("söz bekleniyor")
    mehmet.get_by_label("Söylenecek söz").fill("fatura")
    mehmet.get_by_role("button", name="Söyle").click()
    expect(mehmet.locator(".own .words")).to_have_text("fatura")
    expect(phones.record("/said")).to_contain_text("fatura")


def test_everything_can_be_done_from_the_keyboard(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", MENU)
    shop.says("/key", f"<Say>Peki</Say>{LONG_PAUSE}")
    keyboard = phones.page.keyboard
    phones.page.get_by_role("button", name="Mehmet").focus()
    keyboard.press("Enter")
    mehmet = phones.phone("Mehmet")
    expect(mehmet.get_by_role("button", name="Ara", exact=True)).to_be_focused()
    keyboard.press("Enter")
    phones.hears(mehmet, "Fatura")
    expect(mehmet).to_be_focused()
    keyboard.press("1")
    phones.hears(mehmet, "Peki")
    expect(mehmet.locator("kbd")).to_have_text(["1"])
    for _ in range(40):
        keyboard.press("Tab")
        if phones.page.evaluate("document.activeElement.textContent") == "Kapat":
            break
    keyboard.press("Enter")
    expect(mehmet.locator(".state")).to_have_text("boşta")


def test_digits_typed_as_words_are_not_keys(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", f"<Say>Merhaba</Say>{LONG_PAUSE}")
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Merhaba")
    mehmet.get_by_label("Söylenecek söz").press_sequentially("42")
    expect(mehmet.get_by_label("Söylenecek söz")).to_have_value("42")
    expect(mehmet.locator(".own")).to_have_count(0)


def test_a_reload_finds_the_call_as_it_was(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", MENU)
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Fatura")
    phones.open()
    mehmet = phones.phone("Mehmet")
    phones.hears(mehmet, "Fatura")
    expect(mehmet.get_by_role("button", name="1 tuşu", exact=True)).to_be_visible()


def test_nine_pages_at_once_all_hear_the_call(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", MENU)
    others = [Telephones(phones.page.context.new_page(), phones.url) for _ in range(8)]
    for other in others:
        other.open()
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Fatura")
    for other in others:
        other.hears(other.phone("Mehmet"), "Fatura")
        other.page.close()


def test_what_a_call_says_is_never_markup(phones: Telephones, shop: Customer) -> None:
    hostile = "&lt;img src=x onerror=alert(1)&gt; &lt;script&gt;document.title='x'&lt;/script&gt;"
    shop.says("/voice", f"<Say>{hostile}</Say>{LONG_PAUSE}")
    phones.page.get_by_label("Başka bir numara").fill("<b>Mallory<b>")
    phones.page.get_by_role("button", name="Al", exact=True).click()
    card = phones.phone("<b>Mallory<b>")
    card.get_by_role("button", name="Ara", exact=True).click()
    phones.hears(card, "<img src=x onerror=alert(1)>")
    phones.record("/voice").locator(".head").click()
    expect(phones.record("/voice").locator(".code")).to_contain_text("onerror")
    assert phones.page.locator("#phones img, .record img, #phones script, .record script, #phones b b").count() == 0
    assert phones.page.title() == "Telefon · Twilio benzetimi"


def test_what_the_simulator_refuses_is_said_in_words(phones: Telephones, server: Server, page: Page) -> None:
    mehmet = phones.take("Mehmet")
    server.simulator.exchange.numbers.clear()
    mehmet.get_by_role("button", name="Ara", exact=True).click()
    expect(page.locator(".notice.wrong")).to_contain_text("not a number of this account")


def test_a_phone_is_put_back(phones: Telephones, server: Server) -> None:
    mehmet = phones.take("Mehmet")
    mehmet.get_by_role("button", name="telefonu bırak").click()
    expect(phones.page.get_by_role("article")).to_have_count(0)
    expect(phones.page.get_by_role("heading", name="Bir telefon al ve ara.")).to_be_visible()
    assert server.simulator.exchange.handsets == {}


def test_the_page_speaks_turkish_and_english_and_remembers_which(phones: Telephones, page: Page) -> None:
    phones.take("Mehmet")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("article").get_by_role("button", name="Call", exact=True)).to_be_visible()
    phones.open()
    expect(page.get_by_role("heading", name="Phone", exact=True)).to_be_visible()
    phones.open("tr")
    expect(page.get_by_role("heading", name="Telefon", exact=True)).to_be_visible()


def test_the_number_called_is_the_accounts_and_a_caller_withholding_theirs_is_anonymous(
    phones: Telephones, shop: Customer
) -> None:
    shop.says("/voice", LONG_PAUSE)
    card = phones.calls("gizli numara")
    expect(card.locator(".state")).not_to_have_text("boşta")
    expect(phones.record("/voice")).to_contain_text("200")
    assert shop.got("/voice")[0]["From"] == "anonymous"
    assert shop.got("/voice")[0]["To"] == CENTRE != MEHMET
