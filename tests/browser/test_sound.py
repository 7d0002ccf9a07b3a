"""Two tabs of one browser hear each other: a telephone in hand, and the browser client of a customer's own page."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import requests
from flask import Response
from playwright.sync_api import Locator, Page, expect
from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from simulator.server import Server
from tests.browser.conftest import ACCOUNT, KEY
from tests.browser.sound import COUNTED, hears, hears_nobody
from tests.browser.telephones import Telephones
from tests.simulator.customer import Customer

APPLICATION = "AP" + "4" * 32
ROOM = "<Dial><Conference beep='false' waitUrl=''>room</Conference></Dial>"
DESK = "<!doctype html><title>desk</title>"
BEGIN = """async ([simulator, token]) => {
  const { Device } = await import(`${simulator}/phone/device.js`);
  window.device = new Device(token);
  window.told = [];
  for (const name of ["registered", "unregistered", "tokenWillExpire"]) device.on(name, () => told.push(name));
  await device.register();
}"""
CONNECT = """async () => {
  window.call = await device.connect({ params: { reservation: "R1" } });
  for (const name of ["accept", "disconnect"]) call.on(name, () => told.push(name));
  call.on("volume", (mine, theirs) => (window.loud = Math.max(window.loud || 0, theirs)));
}"""


def token(now: datetime) -> str:
    """Its times are counted on the network's clock, which other tests have leap."""
    issued = int(now.timestamp())
    made = AccessToken(ACCOUNT.sid, *KEY, identity="elif", nbf=issued, valid_until=issued + 3600)
    made.add_grant(VoiceGrant(incoming_allow=True, outgoing_application_sid=APPLICATION))
    return str(made.to_jwt())


@pytest.fixture
def desk(page: Page, server: Server, shop: Customer) -> Iterator[Page]:
    """A tab of the customer's, on an origin of its own, whose browser client is registered."""
    base = shop.base  # type: ignore[attr-defined]  # where it is reached
    shop.says("/desk.html", lambda form: Response(DESK, content_type="text/html"))
    for path in ("/voice", "/desk"):
        shop.says(path, ROOM)
    told = {"friendly_name": "desk", "sid": APPLICATION, "voice_url": f"{base}/desk"}
    requests.post(f"{server.url}/_sim/applications", json=told, timeout=5).raise_for_status()
    page.context.add_init_script(COUNTED)
    tab = page.context.new_page()
    tab.goto(f"{base}/desk.html")
    tab.evaluate(BEGIN, [server.url, token(server.simulator.clock())])
    yield tab
    tab.close()


@pytest.fixture
def mehmet(page: Page, server: Server, desk: Page) -> Locator:
    """Another tab: Mehmet's telephone, which talks with the desk."""
    telephones = Telephones(page, server.url)
    telephones.open("tr")
    card = telephones.calls("Mehmet")
    desk.evaluate(CONNECT)
    expect(card.locator(".about")).to_have_text("Görüşüyor: elif")
    return card


def test_caller_and_desk_hear_each_others_voice(page: Page, desk: Page, mehmet: Locator) -> None:
    hears(page)
    mehmet.get_by_role("button", name="Mikrofonla konuş").click()
    hears(desk)
    desk.wait_for_function("window.loud > 0")
    assert desk.evaluate("told") == ["registered", "accept"]
    desk.evaluate("call.mute(true)")
    expect(mehmet.get_by_role("button", name="Mikrofonu kapat")).to_be_visible()
    hears(desk)
    desk.evaluate("call.disconnect()")
    desk.wait_for_function("told.at(-1) === 'disconnect' && call.status() === 'closed'")
    mehmet.get_by_role("button", name="Kapat", exact=True).click()


def test_who_is_muted_or_on_hold_is_not_heard_and_who_closes_the_tab_is_gone(
    page: Page, server: Server, desk: Page, mehmet: Locator
) -> None:
    hears(page)
    desk.evaluate("call.mute(true)")
    hears_nobody(page)
    desk.evaluate("call.mute(false)")
    hears(page)
    desk.close()
    expect(mehmet.locator(".about")).not_to_have_text("Görüşüyor: elif")
    told = requests.get(f"{server.url}/_sim/devices", timeout=5).json()["devices"]
    assert [one["state"] for one in told] == ["destroyed"]
    mehmet.get_by_role("button", name="Kapat", exact=True).click()
