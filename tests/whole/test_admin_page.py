"""An administrator at a browser: somebody new is let in, and out again."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import breaches
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
SECTIONS = ("people", "skills", "numbers", "keys", "webhooks", "audit", "privacy", "system")
PASSWORD = "correct horse battery"


def test_somebody_is_let_in_given_a_skill_and_shown_out(house: House, page: Page, browser: Browser) -> None:
    here = house.settings.public_url
    page.goto(f"{here}/in/admin")
    for section in SECTIONS:
        page.goto(f"{here}/admin/{section}")
        assert breaches(page) == [], section
    page.goto(f"{here}/admin/people")
    page.get_by_text("Kişi ekle").click()
    page.get_by_label("Kullanıcı adı").fill("nur")
    page.get_by_label("Ad", exact=True).fill("Nur Ay")
    page.get_by_label("Parola").fill(PASSWORD)
    page.get_by_role("button", name="Ekle", exact=True).click()
    page.get_by_role("link", name="Nur Ay").click()
    nurs = browser.new_context(locale="tr-TR").new_page()
    nurs.goto(f"{here}/login")
    nurs.get_by_label("Kullanıcı adı").fill("NUR")
    nurs.get_by_label("Parola").fill(PASSWORD)
    nurs.get_by_role("button", name="Giriş yap").click()
    nurs.goto(f"{here}/me")
    expect(nurs.get_by_text("bu tarayıcı")).to_be_visible()
    assert breaches(nurs) == []
    page.reload()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Hesabı kapat").click()
    expect(page.get_by_role("button", name="Yeniden aç")).to_be_visible()
    nurs.goto(f"{here}/me")
    expect(nurs).to_have_url(re.compile("/login$"))
    nurs.context.close()


def test_a_key_is_shown_once_and_a_level_is_kept_as_its_field_is_left(house: House, page: Page) -> None:
    here = house.settings.public_url
    page.goto(f"{here}/in/admin")
    page.goto(f"{here}/admin/keys")
    page.get_by_label("Kim kullanacak").fill("CRM")
    page.get_by_role("button", name="Anahtar yap").click()
    expect(page.locator("output")).to_have_text(re.compile("^sahip_[0-9a-f]{32}_"))
    expect(page.get_by_role("row", name=re.compile("CRM"))).to_be_visible()
    page.reload()
    expect(page.locator("output")).to_have_text("")
    page.goto(f"{here}/admin/skills")
    given = page.locator("#new-skill")
    given.get_by_label("Temsilci").select_option("deniz")
    given.get_by_label("Yetenek").fill("italyanca")
    given.get_by_role("button", name="Ver").click()
    level = page.get_by_label("Deniz Kaya, italyanca")
    expect(level).to_have_value("50")
    level.fill("35")
    level.press("Tab")
    expect(level).to_have_class(re.compile("kept"))
    page.reload()
    expect(level).to_have_value("35")
