"""The front page's five steps, walked one after the other in one browser, each ticking itself."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from console.people.account import Account
from engine.demo_day import ZONE, begin_the_day
from engine.demo_life.regulars import FOR_THE_NEWCOMER
from engine.scripted_scene import it_is_day, nobody_else_is_owed_a_call
from engine.stores import database_of
from records.database import writing
from tests.browser.telephones import Telephones
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
OLD, NEW = "hoş geldiniz", "yepyeni bir günaydın"
SLOW = 60_000
A_DAY_SECONDS = 86_400


def test_each_step_of_the_first_five_minutes_ticks_itself(house: House, page: Page) -> None:
    _the_demo_begins(house)
    desk, tab = page.context.new_page(), page.context.new_page()
    page.goto(f"{house.settings.public_url}/?lang=tr")
    expect(_ticked(page)).to_have_count(0)
    _zeynep_is_ready(house, desk)
    _elif_is_ready(house, desk)
    telephones = Telephones(tab, house.settings.public_url)
    telephones.open("tr")
    derya = telephones.calls("Derya")
    _answers(desk)
    expect(_ticked(page)).to_have_count(2, timeout=SLOW)
    _asks_the_lead_in(desk)
    expect(_ticked(page)).to_have_count(3, timeout=SLOW)
    derya.get_by_role("button", name="Kapat", exact=True).click()
    _is_promised_a_call(telephones, derya, desk)
    _writes_up(house, desk)
    _is_called_back(telephones, derya, desk)
    expect(_ticked(page)).to_have_count(4, timeout=SLOW)
    _publishes(house, desk, OLD, NEW)
    expect(_ticked(page)).to_have_count(5, timeout=SLOW)
    telephones.calls("Derya")
    expect(derya.get_by_role("log")).to_contain_text(NEW, timeout=SLOW)
    _publishes(house, desk, NEW, OLD)
    for agent in ("elif", "zeynep"):
        house.stage.ask("DELETE", f"/api/v1/agents/{agent}/wrap-up")
        house.stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": "logged_out"})
    derya.get_by_role("button", name="telefonu bırak").click()


def _the_demo_begins(house: House) -> None:
    """By day, nobody is owed a call, and whatever other tests have done was before."""
    it_is_day(house.stage, {FOR_THE_NEWCOMER.number})
    nobody_else_is_owed_a_call(house.stage, set(), A_DAY_SECONDS)
    begin_the_day(house.stage)
    with writing(database_of(house.settings)) as session:
        session.execute(update(Account).values(made_at=house.stage.now()))


def _ticked(page: Page) -> Locator:
    return page.locator(".steps .good")


def _zeynep_is_ready(house: House, desk: Page) -> None:
    desk.goto(f"{house.settings.public_url}/in/zeynep")
    desk.locator("#standing").get_by_role("button", name="Hazır ol").click()
    expect(desk.locator("#standing[data-presence=ready]")).to_be_attached()


def _elif_is_ready(house: House, desk: Page) -> None:
    desk.goto(f"{house.settings.public_url}/in/elif")
    expect(desk.locator("body[data-phone=ready]")).to_be_attached()
    for key in ("s", "Tab", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator("#standing")).to_have_attribute("data-standing", "ready")


def _answers(desk: Page) -> None:
    _accepts(desk)
    expect(desk.locator("#work")).to_have_attribute("data-scene", "talking", timeout=SLOW)


def _accepts(desk: Page) -> None:
    desk.bring_to_front()
    expect(desk.locator("#work")).to_have_attribute("data-scene", "offered", timeout=SLOW)
    desk.keyboard.press("a")


def _asks_the_lead_in(desk: Page) -> None:
    desk.keyboard.press("t")
    desk.locator("[name=kind]").select_option("supervisor")
    desk.get_by_label("Zeynep Öztürk").check()
    desk.get_by_role("button", name="Çağır", exact=True).click()
    expect(desk.locator(".transfer")).to_be_visible()


def _writes_up(house: House, desk: Page) -> None:
    desk.bring_to_front()
    desk.locator("[name=disposition]").select_option("follow_up")
    desk.locator("[name=next_action]").fill("Sayacı yeniden okut")
    tomorrow = (house.stage.now() + timedelta(days=1)).astimezone(ZONE)
    desk.locator("[name=next_action_due]").fill(tomorrow.strftime("%Y-%m-%dT10:00"))
    desk.locator("button[data-key=KeyW]").click()


def _is_promised_a_call(telephones: Telephones, derya: Locator, desk: Page) -> None:
    """She asks for it while Elif has not written up the call before, and is hung up on once it is promised."""
    expect(desk.locator("#work")).to_have_attribute("data-scene", "wrap_up", timeout=SLOW)
    telephones.page.bring_to_front()
    derya.get_by_role("button", name="Ara", exact=True).click()
    expect(derya.locator(".wanted")).to_contain_text("tuş", timeout=SLOW)
    telephones.presses(derya, "2")
    telephones.hears(derya, "Doğruysa 1'e")
    telephones.presses(derya, "1")
    expect(derya.locator(".state")).to_have_text("boşta", timeout=SLOW)


def _is_called_back(telephones: Telephones, derya: Locator, desk: Page) -> None:
    _accepts(desk)
    telephones.page.bring_to_front()
    derya.get_by_role("button", name="Aç", exact=True).click(timeout=SLOW)
    expect(derya.locator(".about")).to_have_text("Görüşüyor: elif", timeout=SLOW)
    derya.get_by_role("button", name="Kapat", exact=True).click()


def _publishes(house: House, page: Page, old: str, new: str) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{house.settings.public_url}/in/ops")
    page.goto(f"{house.settings.public_url}/studio/flows/main")
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    in_force = page.locator("#in-force").inner_text()
    page.locator("#source").fill(page.locator("#source").input_value().replace(old, new, 1))
    expect(page.locator("#found-summary")).to_have_text("Hata yok")
    page.keyboard.press("Control+s")
    expect(page.locator("#drafted")).to_be_visible()
    page.get_by_role("button", name="Yayınla").click()
    expect(page.locator("#in-force")).not_to_have_text(re.compile(f"^{re.escape(in_force)}$"))
