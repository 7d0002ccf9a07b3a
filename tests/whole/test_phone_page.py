"""An agent at a browser: the desk rings, agent and caller hear each other, and a lost line takes them off the floor."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.axe import breaches
from tests.browser.sound import COUNTED, hears
from tests.browser.telephones import Telephones
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
COLLEAGUES = ("ayse", "burak", "can", "deniz")
FIRST_CALLER = "İlk kez arayan"


@pytest.fixture
def elif_at_her_desk(house: House, page: Page) -> Iterator[Page]:
    """The only one who is there, so that every caller is hers, and with nobody to call back."""
    house.stage.ask("POST", "/api/v1/callbacks/demo-callback/cancellation", {"reason": "test"})
    for agent in COLLEAGUES:
        presence(house, agent, "logged_out")
    house.stage.suggest({"callers": [{"number": "+905557770001", "tr": FIRST_CALLER, "en": "First"}], "called": []})
    page.context.add_init_script(COUNTED)
    page.goto(f"{house.settings.public_url}/in/elif")
    expect(page.locator("body[data-phone=ready]")).to_be_attached()
    presence(house, "elif", "ready")
    yield page
    house.stage.ask("DELETE", "/api/v1/agents/elif/wrap-up", {"reason": "test"})
    presence(house, "elif", "logged_out")


def presence(house: House, agent: str, state: str) -> None:
    assert house.stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": state})[0] == 200


def at_work(house: House) -> dict[str, Any]:
    return dict(house.stage.ask("GET", "/api/v1/agents/elif")[1])


def test_a_lost_line_is_told_and_takes_the_agent_off_the_floor_until_it_is_back(
    house: House, elif_at_her_desk: Page
) -> None:
    desk = elif_at_her_desk
    carrier = f"http://127.0.0.1:{house.settings.simulator_port}/**"
    desk.context.route(carrier, lambda route: route.abort())
    expect(desk.locator("#phone")).to_contain_text("Hat yok")
    assert breaches(desk, "#phone") == []
    expect(desk.locator("#standing")).to_have_attribute("data-reason", "phone_lost")
    assert (at_work(house)["state"], at_work(house)["reason"]) == ("not_ready", "phone_lost")
    desk.context.unroute(carrier)
    expect(desk.locator("body[data-phone=ready]")).to_be_attached()
    expect(desk.locator("#phone")).not_to_be_visible()


def test_a_caller_and_the_agent_at_the_desk_hear_each_other(house: House, elif_at_her_desk: Page) -> None:
    desk = elif_at_her_desk
    tab = desk.context.new_page()
    telephones = Telephones(tab, house.settings.public_url)
    telephones.open("tr")
    caller = telephones.calls(FIRST_CALLER)
    telephones.hears(caller, "bir kişi için sıfıra")
    telephones.presses(caller, "0")
    expect(desk.locator("[data-phone=accept]")).to_be_visible(timeout=60_000)
    desk.keyboard.press("a")
    expect(desk.locator("body[data-phone=in_call]")).to_be_attached()
    expect(caller.locator(".about")).to_have_text("Görüşüyor: elif", timeout=30_000)
    hears(tab)
    caller.get_by_role("button", name="Mikrofonla konuş").click()
    hears(desk)
    expect(desk.locator("[data-phone=end]")).to_be_visible()
    desk.keyboard.press("x")
    expect(desk.locator("body[data-phone=ready]")).to_be_attached()
    expect(caller.locator(".state")).to_have_text("boşta")
    caller.get_by_role("button", name="telefonu bırak").click()


def test_an_agent_sees_that_they_are_heard_before_a_caller_does(house: House, page: Page) -> None:
    page.goto(f"{house.settings.public_url}/in/elif")
    page.goto(f"{house.settings.public_url}/desk/device")
    page.get_by_role("button", name="Mikrofonu dene").click()
    expect(page.get_by_text("Sesiniz geliyor")).to_be_visible()
    page.wait_for_function("document.getElementById('microphone-level').value > 0")
    microphone = page.locator("[data-device=microphone]")
    microphone.select_option(index=1)
    chosen = microphone.input_value()
    for play in page.get_by_role("button", name="Sesi dene").all():
        play.click()
    assert breaches(page) == []
    page.reload()
    page.get_by_role("button", name="Mikrofonu dene").click()
    expect(microphone).to_have_value(chosen)
