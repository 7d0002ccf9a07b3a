"""The page for everybody: names for what can be pressed, contrast, small screens, no sound needed, no motion forced."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.server import Server
from tests.browser.telephones import Telephones
from tests.simulator.customer import Customer

pytestmark = pytest.mark.timeout(60)
MENU = '<Gather numDigits="1" action="/key"><Say language="tr-TR">Fatura için bire basın</Say></Gather>'

NAMELESS = """() => [...document.querySelectorAll('button, input, select, summary, a[href], [role=log], article')]
  .filter((each) => each.checkVisibility())
  .filter((each) => !(each.getAttribute('aria-label') || each.textContent.trim()
    || (each.id && document.querySelector(`label[for="${each.id}"]`))))
  .map((each) => each.outerHTML.slice(0, 120))"""

DOUBLED_IDS = """() => [...document.querySelectorAll('[id]')].map((each) => each.id)
  .filter((id, index, all) => all.indexOf(id) !== index)"""

SMALL_TARGETS = """() => [...document.querySelectorAll('button, input, select, summary')]
  .filter((each) => each.checkVisibility())
  .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 100)])
  .filter(([box]) => box.width < 24 || box.height < 24).map(([, html]) => html)"""

FAINT = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const read = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return { r, g, b, a: a / 255 };
  };
  const light = ({ r, g, b }) => [r, g, b].map((each) => each / 255)
    .map((each) => each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
    .reduce((sum, each, index) => sum + each * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = read(getComputedStyle(each).backgroundColor);
      if (colour.a > 0.99) return colour;
    }
    return { r: 255, g: 255, b: 255 };
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest(':disabled, svg')) continue;
    const style = getComputedStyle(element);
    const [one, two] = [light(read(style.color)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + 0.05) / (two + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.6 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) {
      found.add(`${ratio.toFixed(2)} ${element.className} ${walker.currentNode.data.trim()}`);
    }
  }
  return [...found];
}"""


def trouble(page: Page) -> dict[str, Any]:
    checks = {"nameless": NAMELESS, "doubled ids": DOUBLED_IDS, "small": SMALL_TARGETS, "faint": FAINT}
    return {name: found for name, check in checks.items() if (found := page.evaluate(check))}


@pytest.fixture
def small(browser: Browser, server: Server, shop: Customer) -> Iterator[Telephones]:
    """A telephone-sized screen, in the dark."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark", locale="en-GB")
    telephones = Telephones(context.new_page(), server.url)
    telephones.open()
    yield telephones
    context.close()


def test_everything_has_a_name_can_be_hit_and_can_be_read(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", MENU)
    assert trouble(phones.page) == {}
    mehmet = phones.calls("Mehmet")
    phones.hears(mehmet, "Fatura")
    phones.presses(mehmet, "1")
    phones.record("/voice").locator(".head").click()
    expect(phones.page.locator(".code").first).to_be_visible()
    phones.page.get_by_role("button", name="Aksilik").click()
    phones.page.get_by_role("button", name="REST 429 desin").click()
    assert trouble(phones.page) == {}
    phones.page.keyboard.press("Escape")
    phones.page.get_by_role("button", name="Koyu renkler").click()
    assert trouble(phones.page) == {}


def test_a_small_dark_screen_shows_one_thing_at_a_time_and_nothing_runs_off_its_side(
    small: Telephones, shop: Customer
) -> None:
    shop.says("/voice", MENU)
    page = small.page
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("heading", name="Take a phone and call.")).to_be_visible()
    page.get_by_role("button", name="Mehmet").click()
    card = small.phone("Mehmet")
    card.get_by_role("button", name="Call", exact=True).click()
    small.hears(card, "Fatura")
    assert trouble(page) == {}
    expect(small.record("/voice")).to_be_hidden()
    page.get_by_role("button", name="On the wire", exact=True).click()
    expect(small.record("/voice")).to_be_visible()
    expect(card).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert trouble(page) == {}


def test_captions_are_announced_and_the_focus_is_never_lost(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", MENU)
    mehmet = phones.calls("Mehmet")
    expect(mehmet.get_by_role("log")).to_have_attribute("aria-live", "polite")
    phones.hears(mehmet, "Fatura")
    expect(mehmet).to_be_focused()
    mehmet.get_by_role("button", name="Kapat", exact=True).click()
    expect(mehmet.get_by_role("button", name="Ara", exact=True)).to_be_focused()


def test_prompts_are_spoken_offline_in_their_own_language(phones: Telephones, shop: Customer) -> None:
    shop.says("/voice", MENU)
    with phones.page.expect_response(lambda answer: "/_sim/speech?text=" in answer.url) as spoken:
        phones.calls("Mehmet")
    assert spoken.value.header_value("content-type") == "audio/wav"
    assert "lang=tr-TR" in spoken.value.url


def test_sound_is_muted_by_one_button_and_stays_so(phones: Telephones) -> None:
    phones.page.get_by_role("button", name="Sesi kapat").click()
    phones.open()
    expect(phones.page.get_by_role("button", name="Sesi aç")).to_have_attribute("aria-pressed", "true")


def test_a_page_that_lost_its_simulator_says_so_and_goes_on_when_it_is_back(phones: Telephones, server: Server) -> None:
    phones.page.route("**/_sim/events**", lambda route: route.abort())
    server.simulator.exchange.tell("note", "the present poll is answered, the next one is not")
    expect(phones.page.get_by_role("alert")).to_contain_text("bağlantı yok")
    phones.page.unroute("**/_sim/events**")
    expect(phones.page.get_by_role("alert")).to_be_hidden()
