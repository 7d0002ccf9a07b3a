"""The desk says whether anything is kept, and only the network's word makes it safe to say a card number."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from cases.conversation_recording import ConversationRecording
from escalations.recording.looking import look_at_recording
from records.audit import audit_rows
from records.database import reading, writing
from telephony.twilio_api import TwilioApi
from tests.axe import breaches
from tests.console.conftest import CALL, Centre
from tests.console.pages.conftest import PASSWORD, Visitor
from tests.console.pages.served import served
from tests.telephony.conftest import TwilioServer
from tests.telephony.conftest import api as api  # noqa: PLC0414
from tests.telephony.conftest import twilio as twilio  # noqa: PLC0414

AsSomebody = Callable[[str], Visitor]
RECORDING = "RE" + "f" * 32
SAFE = "Kayıt duraklatıldı: kart numarası söylenebilir"


@pytest.fixture
def recorded(accounts: Centre) -> Centre:
    """Ayşe talks, and is recorded; the notice of it is on record by then."""
    centre = accounts
    assert centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"}).status_code == 200
    centre.caller_waits()
    centre.agent_talks("ayse")
    with writing(centre.board.database) as session:
        session.add(ConversationRecording(recording=RECORDING, call=CALL, conference="CF" + "d" * 32,
                                          state="recording", begun_at=centre.clock()))  # fmt: skip
    return centre


def row(centre: Centre) -> ConversationRecording:
    with reading(centre.board.database) as session:
        return session.get_one(ConversationRecording, RECORDING)


def asked_of(centre: Centre, api: TwilioApi) -> None:
    """A worker asks the network for what is wanted."""
    look_at_recording(replace(centre.board, twilio=api), RECORDING)


@pytest.mark.parametrize(("who", "status"), [("ayse", 200), ("burak", 403), ("lead", 200), ("watch", 403)])
def test_who_may_pause_a_recording(signed_in: AsSomebody, recorded: Centre, who: str, status: int) -> None:
    visitor = signed_in(who)
    answer = visitor.asks("PUT", f"/calls/{CALL}/recording", json={"state": "paused"})
    assert answer.status_code == status, answer.text
    assert (row(recorded).wanted == "paused") == (status == 200)
    if who == "burak":
        assert answer.get_json()["told"]["tr"].startswith("Kaydı yalnız")
        anothers = visitor.asks("PUT", f"/calls/{CALL}/recording", json={"state": "paused", "agent_id": "ayse"})
        assert anothers.status_code == 403
    with reading(recorded.board.database) as session:
        found = audit_rows(session, {"what": "recording_paused_asked"}, limit=9)
    assert [one.who for one in found] == ([f"user:{who}"] if status == 200 else [])


def test_programs_name_who_asks(centre: Centre, recorded: Centre) -> None:
    path = f"/calls/{CALL}/recording"
    assert centre.asks("PUT", path, role="agent", json={"state": "paused"}).status_code == 403
    assert centre.asks("PUT", path, role="agent", json={"state": "paused", "agent_id": "burak"}).status_code == 403
    assert centre.asks("PUT", path, role="agent", json={"state": "paused", "agent_id": "ayse"}).status_code == 200
    assert centre.asks("PUT", path, role="read_only", json={"state": "recording"}).status_code == 403
    assert centre.asks("PUT", path, json={"state": "louder"}).status_code == 422
    told = centre.asks("GET", path, role="read_only").get_json()
    assert (told["state"], told["longest_pause_seconds"]) == ("pausing", 300)


def test_what_cannot_be_confirmed_is_told_as_recorded(
    signed_in: AsSomebody,
    recorded: Centre,
    api: TwilioApi,
    twilio: TwilioServer,
) -> None:
    visitor = signed_in("ayse")

    def sees() -> str:
        return visitor.opens("/desk/parts/work").text

    assert "Bu görüşme kaydediliyor" in sees() and SAFE not in sees()

    def pauses() -> None:
        visitor.told("PUT", f"/calls/{CALL}/recording", json={"state": "paused", "agent_id": "ayse"})

    pauses()
    assert "duraklatma henüz onaylanmadı" in sees() and SAFE not in sees()
    twilio.will_answer(400, {"code": 20001, "message": "no"})
    asked_of(recorded, api)
    assert "Şebeke duraklatmayı kabul etmedi: hâlâ kaydediliyor" in sees() and SAFE not in sees()
    pauses()
    twilio.will_answer(500, {})
    asked_of(recorded, api)
    assert "Şebekeye ulaşılamıyor: hâlâ kaydediliyor" in sees() and SAFE not in sees()


@pytest.fixture
def desk(page: Page, recorded: Centre) -> Iterator[Page]:
    """Of Ayşe, in a browser whose stream of news is quiet."""
    page.route("**/live/desk*", lambda route: None)
    with served() as base:
        page.goto(f"{base}/login")
        page.locator("[name=login]").fill("ayse")
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{base}/desk")
        page.wait_for_load_state("load")
        yield page
        page.goto("about:blank")


@pytest.mark.timeout(90)
def test_one_key_pauses_and_a_page_that_may_be_old_says_so(
    desk: Page,
    recorded: Centre,
    api: TwilioApi,
    twilio: TwilioServer,
) -> None:
    kept = desk.locator("[data-recording]")
    expect(kept).to_have_text("Bu görüşme kaydediliyor")
    desk.keyboard.press("o")
    expect(kept).to_have_attribute("data-recording", "pausing")
    twilio.will_answer(200, {"sid": RECORDING})
    asked_of(recorded, api)
    desk.evaluate("document.body.dispatchEvent(new CustomEvent('repaint'))")
    expect(kept.locator(".safe")).to_contain_text(SAFE)
    expect(kept.locator(".unsure")).to_be_hidden()
    assert breaches(desk) == []
    desk.evaluate("document.body.toggleAttribute('data-stale', true)")
    expect(kept.locator(".safe")).to_be_hidden()
    expect(kept.locator(".unsure")).to_be_visible()
    desk.keyboard.press("o")
    expect(kept).to_have_attribute("data-recording", "resuming")
    assert row(recorded).wanted == "recording"
