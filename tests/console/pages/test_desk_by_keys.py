"""An agent's day in a real browser without a mouse, and what stands in the way of those who see nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from cases.case_note import notes_of
from cases.customer import Customer
from console.asker import Asker
from records.database import reading, writing
from records.journal import events_of
from tests.axe import breaches
from tests.console.conftest import CALL, Centre
from tests.console.pages.conftest import PASSWORD
from tests.console.pages.served import served
from tests.console.pages.test_desk import HOSTILE

pytestmark = pytest.mark.timeout(90)
SECOND = "CA" + "2" * 32


@pytest.fixture
def desk(page: Page, accounts: Centre) -> Iterator[Page]:
    """Of Ayşe, who signs in by typing."""
    page.set_viewport_size({"width": 1366, "height": 768})
    with served() as base:
        page.goto(f"{base}/login")
        expect(page.locator("[name=login]")).to_be_focused()
        for pressed in ("ayse", "Tab", PASSWORD, "Enter"):
            page.keyboard.press(pressed) if pressed in ("Tab", "Enter") else page.keyboard.type(pressed)
        expect(page).to_have_url(f"{base}/desk")
        yield page
        page.goto("about:blank")


def scene(desk: Page, name: str) -> None:
    """As an event would have it painted; nothing on it stands in anybody's way."""
    desk.evaluate("document.body.dispatchEvent(new CustomEvent('repaint'))")
    expect(desk.locator("#work")).to_have_attribute("data-scene", name)
    assert breaches(desk) == []


def types(desk: Page, *pressed: str) -> None:
    for one in pressed:
        desk.keyboard.press(one) if one in ("Tab", "Enter", "Escape", "Space") or len(one) == 1 else desk.keyboard.type(
            one
        )


def test_an_agent_signs_in_declines_talks_notes_and_writes_up_with_keys_alone(desk: Page, centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Customer, "C1").name = HOSTILE
    scene(desk, "away")
    types(desk, "s", "Tab", "Enter")
    expect(desk.locator("#standing")).to_have_attribute("data-standing", "ready")
    centre.caller_waits()
    scene(desk, "offered")
    types(desk, "r")
    expect(desk.locator("#asking [data-key=Digit1]")).to_be_visible()
    types(desk, "1")
    expect(desk.locator("#work")).to_have_attribute("data-scene", "ready")
    number = _talks(centre)
    scene(desk, "talking")
    expect(desk.locator("#known h2 bdi")).to_contain_text("<svg onload=alert(1)>")
    types(desk, "n")
    expect(desk.locator("#asking textarea")).to_be_focused()
    types(desk, "Sayaç arızalı; R ve H yazılır, reddedilmez", "Tab", "Enter")
    expect(desk.locator("#story")).to_contain_text("reddedilmez")
    types(desk, "y")
    expect(desk.locator("#asking input")).to_be_focused()
    types(desk, "Fatura sorusu", "Enter")
    expect(desk.locator("#work")).to_contain_text("Eliniz havada")
    centre.board.floor.conversation_ends(SECOND, by="caller", now=centre.clock())
    scene(desk, "wrap_up")
    types(desk, "w")
    expect(desk.locator("[name=disposition]")).to_be_focused()
    desk.locator("[name=next_action]").fill("Yarın arayacağım")
    scene(desk, "wrap_up")
    expect(desk.locator("[name=next_action]")).to_have_value("Yarın arayacağım")
    _writes_up(desk, centre)
    expect(desk.locator("#work")).to_have_attribute("data-scene", "ready")
    _is_on_record(centre, number)


def _talks(centre: Centre) -> str:
    told = {"from": "+905329998877", "kind": "known", "customer": "C1"}
    centre.board.floor.note("arrived", call=SECOND, data=told, now=centre.clock())
    centre.caller_waits(SECOND)
    number = centre.agent_talks("ayse", SECOND)
    centre.board.floor.note("case_opened", call=SECOND, agent="ayse", data={"case": number}, now=centre.clock())
    centre.journal_is_written()
    return number


def _writes_up(desk: Page, centre: Centre) -> None:
    desk.locator("[name=disposition]").focus()
    types(desk, "takip")
    tomorrow = (centre.clock() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    desk.locator("[name=next_action_due]").fill(tomorrow)
    desk.locator("[name=next_action]").focus()
    types(desk, "Enter")


def _is_on_record(centre: Centre, number: str) -> None:
    centre.journal_is_written()
    with reading(centre.board.database) as session:
        [refused] = [event for event in events_of(session, CALL) if event.kind == "refused"]
        assert refused.data["reason"] == "paperwork"
        assert [note.who for note in notes_of(session, number)] == [_label("ayse")]


def _label(login: str) -> str:
    return Asker(id=login, name="", role="agent", kind="user").label


def test_a_key_does_something_else_once_it_was_given_away(desk: Page, centre: Centre) -> None:
    base = desk.url.removesuffix("/desk")
    desk.goto(f"{base}/desk/keys")
    assert breaches(desk) == []
    desk.locator("[data-usual=KeyS]").focus()
    types(desk, "q")
    desk.goto(f"{base}/desk")
    types(desk, "s")
    expect(desk.locator("#standing[open]")).to_have_count(0)
    expect(desk.locator("#standing kbd")).to_have_text("Q")
    types(desk, "q")
    expect(desk.locator("#standing[open]")).to_have_count(1)
    types(desk, "Escape", "?")
    expect(desk.locator("#keys-help[open]")).to_have_count(1)
