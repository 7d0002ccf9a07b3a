"""A real browser, a real simulator, and a small customer of Twilio that it calls: real HTTP, real time."""

import threading
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page
from werkzeug.serving import make_server

from simulator import Account
from simulator.server import Server, start_server
from tests.browser.telephones import Telephones
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer

KEY = ("SK" + "3" * 32, "a-secret-long-enough-for-hs256-signing")
ACCOUNT = Account(sid="AC" + "2" * 32, auth_token="browser", api_keys=(KEY,))


@pytest.fixture(scope="session")
def server(shop_address: tuple[Customer, str]) -> Iterator[Server]:
    """The customer's own pages are its guests."""
    running = start_server(0, ACCOUNT, guests=(shop_address[1],))
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
def phones(page: Page, server: Server, shop: Customer) -> Telephones:
    """The page, opened in Turkish and ready."""
    telephones = Telephones(page, server.url)
    telephones.open("tr")
    return telephones
