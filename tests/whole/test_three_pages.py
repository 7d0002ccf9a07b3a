"""A customer at a telephone, an agent and a lead at their browsers, each with a page and sound of their own: each page
shows what is true, and whoever should be heard is heard by them and by nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Locator, Page, expect

from tests.axe import breaches
from tests.browser.sound import COUNTED, hears, hears_nobody
from tests.browser.telephones import Telephones
from tests.screenshots import keep_picture
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
NUMBER, CUSTOMER = "+905557770002", "Nermin Ay"
SUBJECT = "Teslimat iki kez gecikti"
ELSEWHERE = ("ayse", "burak", "can", "deniz", "zeynep")
LONGEST_SILENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Three:
    """`handset` is the customer's telephone on their page; `case` theirs, which is Elif's; `since`: when it began."""

    customer: Page
    desk: Page
    lead: Page
    handset: Locator
    case: str
    since: str

    def keep(self, moment: str) -> None:
        for who in ("customer", "desk", "lead"):
            keep_picture(getattr(self, who), f"{moment}-{who}")


@pytest.fixture
def three(house: House, browser: Browser, page: Page) -> Iterator[Three]:
    """Elif talks with Nermin, whose microphone is off; Selin is at her page and takes no calls yet."""
    house.stage.ask("POST", "/api/v1/callbacks/demo-callback/cancellation", {"reason": "test"})
    for agent in ELSEWHERE:
        presence(house, agent, "logged_out")
    house.stage.suggest({"callers": [{"number": NUMBER, "tr": CUSTOMER, "en": CUSTOMER}], "called": []})
    since = network(house)["now"]
    told = {"phone": NUMBER, "subject": SUBJECT, "reason": "billing", "owner_id": "elif"}
    status, case = house.stage.ask("POST", "/api/v1/cases", told)
    assert status == 200, case
    with browser.new_context(**SEEN) as customers, browser.new_context(**SEEN) as leads:
        desk = _at_browser(house, page, "elif")
        lead = _at_browser(house, leads.new_page(), "selin")
        customer = customers.new_page()
        customer.add_init_script(COUNTED)
        handset = _talk(house, customer, desk)
        yield Three(customer=customer, desk=desk, lead=lead, handset=handset, case=case["number"], since=since)
        keep_picture(lead, "end-lead")
        keep_picture(customer, "end-customer")
        _all_go_home(house, handset)


CUT_OFF = """() => [...document.querySelectorAll(".wide")].filter(one => one.scrollWidth > one.clientWidth)
                .map(one => one.innerText)"""
"""What of the tables on a page can only be seen by moving them sideways."""
SEEN: Any = {"viewport": {"width": 1366, "height": 768}, "locale": "tr-TR", "reduced_motion": "reduce"}


def presence(house: House, agent: str, state: str) -> None:
    assert house.stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": state})[0] == 200


def _at_browser(house: House, page: Page, login: str) -> Page:
    page.set_viewport_size(SEEN["viewport"])
    page.add_init_script(COUNTED)
    page.goto(f"{house.settings.public_url}/in/{login}")
    return page


def _talk(house: House, customer: Page, desk: Page) -> Locator:
    expect(desk.locator("body[data-phone=ready]")).to_be_attached()
    presence(house, "elif", "ready")
    telephones = Telephones(customer, house.settings.public_url)
    telephones.open("tr")
    handset = telephones.calls(CUSTOMER)
    expect(desk.locator("#work")).to_have_attribute("data-scene", "offered", timeout=60_000)
    desk.keyboard.press("a")
    expect(desk.locator("body[data-phone=in_call]")).to_be_attached(timeout=60_000)
    expect(handset.locator(".about")).to_have_text("Görüşüyor: elif", timeout=30_000)
    expect(desk.locator("#work")).to_have_attribute("data-scene", "talking")
    return handset


def _all_go_home(house: House, handset: Locator) -> None:
    handset.get_by_role("button", name="telefonu bırak").click()
    expect(handset).to_have_count(0)
    for agent in ("elif", "selin"):
        while (state := house.stage.ask("GET", f"/api/v1/agents/{agent}")[1]["state"]) in ("talking", "reserved"):
            handset.page.wait_for_timeout(200)
        if state == "wrap_up":
            house.stage.ask("DELETE", f"/api/v1/agents/{agent}/wrap-up", {"reason": "test"})
        presence(house, agent, "logged_out")


def test_a_lead_is_brought_in_from_the_desk_and_each_of_the_three_sees_and_hears_what_is_true(
    house: House, three: Three
) -> None:
    customer, desk, lead = three.customer, three.desk, three.lead
    hears(customer)
    presence(house, "selin", "ready")
    _asks_for_a_lead(desk)
    _is_rung(lead)
    _is(desk, "Arkadaşınız aranıyor")
    hears_nobody(customer)
    expect(three.handset.get_by_role("log")).to_contain_text("yöneticimizi arıyoruz")
    three.keep("2-rings")
    lead.keyboard.press("a")
    _is(desk, "müşteri bekliyor")
    _is(lead, "müşteri bekliyor")
    hears(desk)
    hears(lead)
    hears_nobody(customer)
    expect(three.handset.locator(".playing")).to_have_text("Bekleme müziği")
    expect(three.handset.locator(".playing [title]")).to_have_attribute("title", "hold.wav")
    three.keep("3-they-talk-first")
    desk.get_by_role("button", name="Üçünü birleştir").click()
    _is(desk, "Üçünüz birliktesiniz")
    _is(lead, "Üçünüz birliktesiniz")
    hears(customer, lines=2)
    three.keep("4-all-three")
    desk.get_by_role("button", name="Ayrıl").click()
    expect(desk.locator("#work")).to_have_attribute("data-scene", "wrap_up")
    _is(lead, "Müşteri artık sizde")
    expect(three.handset.locator(".about")).to_have_text("Görüşüyor: selin")
    hears(customer)
    three.keep("5-the-agent-left")
    three.handset.get_by_role("button", name="Kapat", exact=True).click()
    expect(lead.locator("#work")).to_have_attribute("data-scene", "wrap_up")
    three.keep("6-over")
    assert house.stage.ask("GET", f"/api/v1/cases/{three.case}")[1]["owner_id"] == "elif"
    silences = _longest_silences(house, three.since)
    assert set(silences) == {CUSTOMER, "elif", "selin"}
    assert max(silences.values()) < LONGEST_SILENCE_SECONDS, silences


def network(house: House) -> Any:
    return requests.get(f"http://127.0.0.1:{house.settings.simulator_port}/_sim/state", timeout=5).json()


def _longest_silences(house: House, since: str) -> dict[str, float]:
    """Of each who was on the line, in seconds."""
    return {leg["name"]: leg["silence"] for leg in network(house)["legs"] if leg["created_at"] >= since}


def _asks_for_a_lead(desk: Page) -> None:
    desk.keyboard.press("t")
    desk.locator("#asking [name=kind]").select_option("supervisor")
    assert breaches(desk) == []
    keep_picture(desk, "0-asks-for-a-lead")
    desk.locator("#asking form button").click()


def _is_rung(lead: Page) -> None:
    """On the floor, where she stands; what it is about is told at her desk."""
    expect(lead.locator(".rung")).to_contain_text("çağırıyor")
    assert breaches(lead) == []
    keep_picture(lead, "1-rung-on-the-floor")
    lead.keyboard.press("a")
    expect(lead.locator("[data-offer]")).to_contain_text(SUBJECT)
    expect(lead.locator("body[data-phone=ready]")).to_be_attached()
    assert breaches(lead) == []


def _is(page: Page, state: str) -> None:
    expect(page.locator(".transfer .sign")).to_contain_text(state, timeout=30_000)


def test_a_lead_whispers_from_the_floor_and_only_the_agent_hears_her_until_she_joins(
    house: House, three: Three
) -> None:
    customer, desk, lead = three.customer, three.desk, three.lead
    hears(customer)
    desk.keyboard.press("m")
    hears_nobody(customer)
    presence(house, "selin", "ready")
    lead.get_by_role("button", name="Dinle Elif").click()
    lead.locator("#listen button:not([type=button])").click()
    _listens(three, "Dinleyen")
    hears_nobody(desk)
    hears_nobody(customer)
    three.keep("1-listens")
    lead.locator(".listening").get_by_role("button", name="Fısılda").click()
    _listens(three, "müşteri duymaz")
    hears(desk, lines=2)
    hears_nobody(customer)
    three.keep("2-whispers")
    lead.locator(".listening").get_by_role("button", name="Katıl").click()
    _listens(three, "katılan")
    hears(customer, lines=2)
    hears(desk, lines=2)
    assert breaches(desk) == []
    assert breaches(lead) == []
    assert lead.evaluate(CUT_OFF) == []
    three.keep("3-joins")
    lead.locator(".listening").get_by_role("button", name="Çık").click()
    expect(desk.locator(".listens")).to_have_count(0)
    hears_nobody(customer)
    expect(lead.locator("#standing")).to_have_attribute("data-presence", "ready")


def _listens(three: Three, how: str) -> None:
    """The agent's desk says who, and how."""
    expect(three.desk.locator(".listens")).to_contain_text(how, timeout=30_000)
    expect(three.desk.locator(".listens")).to_contain_text("Selin Arslan")
