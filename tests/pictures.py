"""The README's pictures, taken from a demo that runs: `make pictures`."""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from tests.browser.telephones import Telephones
from tests.chromium import CHROMIUM
from tests.whole.conftest import House, a_house

PICTURES = Path("docs/pictures")
SIZE: ViewportSize = {"width": 1366, "height": 768}
MEHMET, CALLER = "+905321234567", "Mehmet Kaya"
LONG_ENOUGH = 12_000
"""Milliseconds after an answer: who is called is told to its end before they talk."""
SETTLED = 2_000


def take_pictures() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, a_house(Path(folder)) as house, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        _a_desk_in_conversation(browser, house)
        for name, login, path in (
            ("floor", "zeynep", "/floor"),
            ("studio", "ops", "/studio/flows/main"),
            ("report", "zeynep", "/reports/promises?days=90"),
        ):
            page = _signed_in(browser, house, login)
            page.goto(f"{house.settings.public_url}{path}")
            page.wait_for_timeout(SETTLED)
            page.screenshot(path=PICTURES / f"{name}.png")
            page.context.close()
        browser.close()


def _a_desk_in_conversation(browser: Browser, house: House) -> None:
    """Somebody calls, Elif answers in her browser."""
    house.stage.ask("POST", "/api/v1/callbacks/demo-callback/cancellation", {"reason": "picture"})
    house.stage.suggest({"callers": [{"number": MEHMET, "tr": CALLER, "en": CALLER}], "called": []})
    desk = _signed_in(browser, house, "elif")
    expect(desk.locator("body[data-phone=ready]")).to_be_attached()
    house.stage.ask("PUT", "/api/v1/agents/elif/presence", {"state": "ready"})
    tab = desk.context.new_page()
    telephones = Telephones(tab, house.settings.public_url)
    telephones.open("tr")
    caller = telephones.calls(CALLER)
    desk.bring_to_front()
    expect(desk.locator("[data-phone=accept]")).to_be_visible(timeout=90_000)
    desk.keyboard.press("a")
    expect(desk.locator("body[data-phone=in_call]")).to_be_attached()
    desk.wait_for_timeout(LONG_ENOUGH)
    desk.screenshot(path=PICTURES / "desk.png")
    tab.bring_to_front()
    tab.screenshot(path=PICTURES / "phone.png")
    caller.get_by_role("button", name="Kapat").first.click()
    desk.context.close()


def _signed_in(browser: Browser, house: House, login: str) -> Page:
    page = browser.new_context(viewport=SIZE, locale="tr-TR", color_scheme="light").new_page()
    page.goto(f"{house.settings.public_url}/in/{login}")
    return page


if __name__ == "__main__":
    os.umask(0o022)
    take_pictures()
