"""The desk with the whole engine behind it: a caller is answered with keys alone, and a killed browser is nobody's."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Error, Page, expect

from tests.axe import breaches
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
CALLER, CENTRE = "+905559990041", "+908502220000"
MOST = timedelta(seconds=20)


@pytest.fixture
def at_browsers(house: House) -> Iterator[None]:
    """Elif and Selin, who go home in the end; Elif owns a case of whoever calls."""
    told = {"phone": CALLER, "subject": "Fatura", "reason": "billing", "owner_id": "elif"}
    assert house.stage.ask("POST", "/api/v1/cases", told)[0] == 200
    yield
    for agent in ("elif", "selin"):
        house.stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": "logged_out"})


def test_a_caller_is_answered_with_keys_alone_and_whose_browser_was_killed_is_offered_nobody(
    house: House, at_browsers: None, browser: Browser, page: Page
) -> None:
    killed = _is_killed(house, browser)
    _is_ready(house, page, "elif")
    _rings(house)
    expect(page.locator("#work")).to_have_attribute("data-scene", "offered", timeout=60_000)
    page.keyboard.press("a")
    expect(page.locator("#work")).to_have_attribute("data-scene", "talking", timeout=60_000)
    assert breaches(page) == []
    page.keyboard.press("x")
    expect(page.locator("#work")).to_have_attribute("data-scene", "wrap_up")
    page.keyboard.press("w")
    expect(page.locator("[name=disposition]")).to_be_focused()
    for key in ("ArrowDown", "Tab", "Space", "w"):
        page.keyboard.press(key)
    expect(page.locator("#work")).to_have_attribute("data-scene", "ready")
    _is_gone(house, page, killed)


def _is_ready(house: House, page: Page, login: str) -> None:
    """Signed in, and ready by keys."""
    page.goto(f"{house.settings.public_url}/in/{login}")
    page.goto(f"{house.settings.public_url}/desk")
    page.keyboard.press("s")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#standing")).to_have_attribute("data-standing", "ready")


def _is_killed(house: House, browser: Browser) -> datetime:
    """Selin's, with no time for a last word. When it was."""
    with browser.new_context(locale="tr-TR") as context:
        page = context.new_page()
        _is_ready(house, page, "selin")
        with suppress(Error):
            page.goto("chrome://crash", timeout=3000)
        return house.stage.now()


def _rings(house: House) -> None:
    address = f"http://127.0.0.1:{house.settings.simulator_port}/_sim/calls"
    steps: list[Any] = ["joins", {"hears_end": None, "within": 60}]
    told = {"name": "Nil", "from": CALLER, "to": CENTRE, "steps": steps}
    requests.post(address, json=told, timeout=5).raise_for_status()


def _is_gone(house: House, page: Page, killed: datetime) -> None:
    """Not ready by our doing, and since when."""
    while house.stage.ask("GET", "/api/v1/agents/selin")[1]["state"] == "ready":
        assert house.stage.now() - killed < MOST
        page.wait_for_timeout(500)
    shown = house.stage.ask("GET", "/api/v1/agents/selin")[1]
    assert (shown["state"], shown["reason"]) == ("not_ready", "lost_contact")
    assert datetime.fromisoformat(shown["since"]) - killed <= MOST
