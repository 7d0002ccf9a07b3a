"""A supervisor in a real browser, with the whole house running: they whisper to an agent, and their screens tell when
what they show is old."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from engine.http_stage import HttpStage
from engine.scripted_call import Script, play
from tests.axe import breaches
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)

COLLEAGUES = ("ayse", "burak", "deniz", "elif", "selin", "zeynep")
WHISPERED = "Ona iade teklif et."
CAN = {"phone": "+905550000003", "answers_after": 1,
       "steps": [{"hears": "Kabul"}, {"presses": "1"}, "joins", {"says": "Kaydınıza bakıyorum."},
                 {"hears": WHISPERED, "within": 60}, {"says": "Size iade yapalım."}]}  # fmt: skip
ZEYNEP = {"phone": "+905550000009", "answers_after": 1,
          "steps": [{"hears": "dinlemeniz istendi", "within": 60}, {"presses": "1"}, "joins", {"waits": 7},
                    {"says": WHISPERED}]}  # fmt: skip
CALLER = {"from": "+905551110931", "to": "+908502220000",
          "steps": [{"hears": "hoş geldiniz"}, {"presses": "0"}, "joins", {"hears": "Kaydınıza"},
                    {"hears": "iade yapalım", "within": 90}, {"talks": 1}, "hangs_up"]}  # fmt: skip


class Supervised(HttpStage):
    """The stage, with a lead at her page: she listens as soon as they talk, and whispers as soon as she is there."""

    def __init__(self, house: House, page: Page) -> None:
        super().__init__(*house.stage.addresses, now=house.stage.now)
        self.page = page
        self.done: list[str] = []

    def let_pass(self, seconds: float) -> None:
        for name, act in (("is ready", self._is_ready), ("listens", self._listens), ("whispers", self._whispers)):
            if name not in self.done:
                if act():
                    self.done.append(name)
                break
        self.page.wait_for_timeout(seconds * 1000)

    def _is_ready(self) -> bool:
        """Not before they talk: the call would be hers."""
        if not self._talks.count():
            return False
        self.page.locator("#standing").get_by_role("button", name="Hazır ol").click()
        return True

    def _listens(self) -> bool:
        if not self.page.locator("#standing[data-presence=ready]").count():
            return False
        self._talks.first.click()
        self.page.locator("#listen button:not([type=button])").click()
        return True

    @property
    def _talks(self) -> Locator:
        return self.page.locator("#calls button[data-opens=listen]")

    def _whispers(self) -> bool:
        button = self.page.locator("#calls .listening").get_by_role("button", name="Fısılda")
        if not button.count() or not button.is_enabled():
            return False
        assert breaches(self.page) == []
        button.click()
        return True


def test_a_lead_whispers_to_an_agent_and_the_caller_never_hears_it(house: House, page: Page, tmp_path: Path) -> None:
    script = Script(
        path=tmp_path, title={"en": "whisper"}, people={"Can": CAN, "Zeynep": ZEYNEP}, callers={"Orhan": CALLER},
        lasts=150, agents={"can": "ready"},
        expect={"hears": {"Can": [WHISPERED], "Orhan": ["iade yapalım"]}, "never_hears": {"Orhan": [WHISPERED]}},
    )  # fmt: skip
    page.goto(f"{house.settings.public_url}/in/zeynep")
    expect(page).to_have_url(f"{house.settings.public_url}/floor")
    for agent in COLLEAGUES:
        house.stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": "logged_out"})
    stage = Supervised(house, page)
    failures = play(stage, script)
    for agent in ("can", "zeynep"):
        house.stage.ask("PUT", f"/api/v1/agents/{agent}/presence", {"state": "logged_out"})
    assert not failures, "\n".join([*failures, stage.transcript(colour=False)])
    assert stage.done == ["is ready", "listens", "whispers"]


def test_a_screen_on_a_wall_turns_grey_when_what_it_shows_is_old_and_comes_back(house: House, page: Page) -> None:
    status, hung = house.stage.ask("POST", "/api/v1/walls", {"name": "Giriş katı"})
    assert status == 200, hung
    page.clock.install()
    page.goto(hung["url"])
    expect(page.locator(".tile")).to_have_count(6)
    assert breaches(page) == []
    page.route("**/wall/*/now", lambda route: route.abort())
    page.clock.fast_forward(12_000)
    expect(page.locator("body[data-old]")).to_be_visible()
    expect(page.locator(".fresh .old")).to_have_text("BAYAT")
    page.unroute("**/wall/*/now")
    page.clock.fast_forward(5_000)
    expect(page.locator("body:not([data-old])")).to_be_visible()
    house.stage.ask("DELETE", f"/api/v1/walls/{hung['id']}")
