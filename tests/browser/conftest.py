"""A real browser, a real simulator, and a small customer of Twilio that it calls: real HTTP, real time."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright
from werkzeug.serving import make_server

from simulator import Account
from simulator.server import Server, start_server
from tests.browser.telephones import Telephones
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer

CHROMIUM = Path("/usr/bin/chromium")
ACCOUNT = Account(sid="AC" + "2" * 32, auth_token="browser")
SLOWEST_MS = 15_000
"""How long a page on a busy machine may take to show something."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        why = f"there is no {CHROMIUM}: `make chromium` as root, or apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(why)
        pytest.skip(why)
    expect.set_options(timeout=SLOWEST_MS)
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio"]
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    running = start_server(0, ACCOUNT)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def shop_address() -> Iterator[tuple[Customer, str]]:
    customer = Customer()
    http = make_server("127.0.0.1", 0, customer._app(), threaded=True)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    yield customer, f"http://127.0.0.1:{http.port}"
    http.shutdown()
    http.server_close()


@pytest.fixture
def shop(shop_address: tuple[Customer, str], server: Server) -> Customer:
    """A customer with nothing said yet, on a network where nothing has happened yet."""
    customer, base = shop_address
    customer.replies.clear()
    customer.requests.clear()
    server.simulator.reset()
    told = {"voice_url": f"{base}/voice", "status_callback": f"{base}/over", "fallback_url": f"{base}/fallback"}
    for path, body in (("numbers", {"number": CENTRE, **told}), ("suggestions", SUGGESTED)):
        requests.post(f"{server.url}/_sim/{path}", json=body, timeout=5).raise_for_status()
    customer.base = base  # type: ignore[attr-defined]  # where it is reached
    return customer


SUGGESTED = {
    "callers": [
        {"number": MEHMET, "tr": "Mehmet, sadık müşteri", "en": "Mehmet, a returning customer"},
        {"number": "anonymous", "tr": "gizli numara", "en": "a withheld number"},
        {"number": "+442079460123", "tr": "Emma, İngilizce konuşur", "en": "Emma, who speaks English"},
    ],
    "called": [{"number": AYSE, "tr": "Ayşe Demir", "en": "Ayşe Demir"}],
}


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh visitor, that must not have stumbled over anything by the end."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, locale="tr-TR", reduced_motion="reduce")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda told: errors.append(told.text) if _is_ours(told) else None)
    yield opened
    try:
        context.close()
    except Error:
        errors.append("the browser was gone")
    assert errors == []


def _is_ours(told: ConsoleMessage) -> bool:
    """An error of the page. An order the simulator refuses is told by the browser too, and is none."""
    return told.type == "error" and "Failed to load resource" not in told.text


@pytest.fixture
def phones(page: Page, server: Server, shop: Customer) -> Telephones:
    """The page, opened in Turkish and ready."""
    telephones = Telephones(page, server.url)
    telephones.open("tr")
    return telephones
