"""The demo as a newcomer tries it: a caller and an agent in hand on the page, and the whole engine between them."""

import re

import pytest
from playwright.sync_api import Page, expect

from engine.demo_day import begin_the_day, people_come_back
from tests.browser.telephones import Telephones
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
MENU = re.compile("hoş geldiniz", re.IGNORECASE)


def nobody_is_called_meanwhile(house: House) -> None:
    """The demo owes Mehmet a call, and he is to ring in himself."""
    house.stage.ask("POST", "/api/v1/callbacks/demo-callback/cancellation", {"reason": "test"})


def test_mehmet_reaches_his_own_agent_whose_phone_is_in_hand_too(house: House, page: Page) -> None:
    nobody_is_called_meanwhile(house)
    begin_the_day(house.stage)
    people_come_back(house.stage)
    telephones = Telephones(page, house.settings.public_url)
    telephones.open("tr")
    ayse = telephones.take("Ayşe Demir")
    mehmet = telephones.calls("Mehmet")
    expect(mehmet.get_by_role("log")).to_contain_text(MENU)
    expect(telephones.record("/voice/inbound")).to_contain_text("200")
    expect(ayse.get_by_role("button", name="Aç", exact=True)).to_be_visible(timeout=60_000)
    ayse.get_by_role("button", name="Aç", exact=True).click()
    expect(ayse.locator(".wanted")).to_contain_text("tuş")
    telephones.presses(ayse, "1")
    expect(mehmet.locator(".about")).to_have_text("Görüşüyor: Ayşe Demir", timeout=30_000)
    ayse.get_by_label("Söylenecek söz").fill("Merhaba Mehmet Bey, 4812 için mi aradınız?")
    ayse.get_by_role("button", name="Söyle").click()
    expect(mehmet.locator(".voice .words")).to_contain_text("4812 için mi")
    mehmet.get_by_role("button", name="Kapat", exact=True).click()
    expect(ayse.locator(".state")).to_have_text("boşta")
    for card in (ayse, mehmet):
        card.get_by_role("button", name="telefonu bırak").click()
    expect(page.get_by_role("article")).to_have_count(0)
