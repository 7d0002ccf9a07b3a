"""A page's line to us, with the whole engine behind it: cut, and taken up where it was."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from records.database import open_database, writing
from staff.notice import Notice, keep_notice
from tests.whole.conftest import House

pytestmark = [pytest.mark.timeout(240), pytest.mark.usefixtures("deniz_signs_out")]
HEARS = "window.told = []; document.body.addEventListener('heard', (event) => window.told.push(event.detail.topic))"

STALE = """
window.stale = 0;
new MutationObserver(() => (window.stale += document.body.hasAttribute("data-stale"))).observe(
  document.body, {attributeFilter: ["data-stale"]});
"""


@pytest.fixture
def deniz_signs_out(house: House, page: Page) -> Iterator[None]:
    """The demo leaves alone whom a person has taken: in other tests Deniz plays again."""
    yield
    page.context.request.post(f"{house.settings.public_url}/logout", headers={"Origin": house.settings.public_url})


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


def test_what_a_process_died_over_before_it_told_of_it_is_on_the_desk_within_the_minute_all_the_same(
    house: House, page: Page
) -> None:
    page.clock.install()
    page.goto(f"{house.settings.public_url}/in/deniz")
    page.evaluate(STALE)
    _is_written_and_nobody_told(house)
    for state in ("not_ready", "logged_out") * 3:
        is_told(house, state)
        expect(page.locator("#standing")).to_have_attribute("data-standing", state)  # the line lives
        page.clock.fast_forward(15_000)
    expect(page.locator("#mine")).to_contain_text("Burak Yılmaz kendisine verilen çağrıyı açmadı.")
    assert page.evaluate("window.stale") == 0


def _is_written_and_nobody_told(house: House) -> None:
    """By a process that tells nobody of its commits, as one that died in between."""
    database = open_database(house.settings.database_url)
    rona = Notice(id="of-who-died", agent_id="deniz", kind="rona", key="notice_rona", args={"agent": "burak"},
                  at=house.stage.now())  # fmt: skip
    with writing(database) as session:
        keep_notice(session, rona)
    database.dispose()
