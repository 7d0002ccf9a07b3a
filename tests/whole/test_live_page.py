"""A page's line to us, with the whole engine behind it: cut, and taken up where it was."""

import pytest
from playwright.sync_api import Page, expect

from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
HEARS = "window.told = []; document.body.addEventListener('heard', (event) => window.told.push(event.detail.topic))"


def is_told(house: House, state: str) -> None:
    told = {"state": state} if state == "logged_out" else {"state": state, "reason": "break"}
    assert house.stage.ask("PUT", "/api/v1/agents/deniz/presence", told)[0] == 200


def test_a_desk_that_was_cut_off_says_so_and_is_told_what_it_missed(house: House, page: Page) -> None:
    page.goto(f"{house.settings.public_url}/in/deniz")
    page.evaluate(HEARS)
    is_told(house, "not_ready")
    page.wait_for_function("window.told.includes('presence')")
    expect(page.locator("#standing")).to_have_attribute("data-standing", "not_ready")
    page.context.set_offline(True)
    expect(page.locator("body")).to_have_attribute("data-stale", "")
    page.evaluate("window.told.length = 0")
    is_told(house, "logged_out")
    page.context.set_offline(False)
    expect(page.locator("body")).not_to_have_attribute("data-stale", "", timeout=30_000)
    page.wait_for_function("window.told.includes('presence')")
    expect(page.locator("#standing")).to_have_attribute("data-standing", "logged_out", timeout=30_000)
