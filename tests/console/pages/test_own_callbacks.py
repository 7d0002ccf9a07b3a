"""An agent moves a callback of theirs or gives it up, from the list on their desk: theirs alone, and by keys."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from callbacks.callback import Callback
from callbacks.dialler.due import callback_is_due
from cases.civil_day import ZONE
from cases.message import MessageRow
from records.audit import audit_rows
from records.database import reading, writing
from tests.axe import breaches
from tests.console.conftest import Centre
from tests.console.pages.conftest import PASSWORD, Visitor
from tests.console.pages.served import served

AsSomebody = Callable[[str], Visitor]
ISIL, STRANGER = "+905329998877", "+905321112233"
TOMORROW: dict[str, Any] = {"begin": "2026-11-24T11:00:00Z", "due": "2026-11-24T12:00:00Z", "customer_agreed": True}


def promised(centre: Centre, agent: str | None, phone: str = ISIL, due: str = "2026-11-23T12:00:00Z") -> dict[str, Any]:
    body = {"phone": phone, "due": due, "tell": False, "anybody": agent is None} | (
        {"agent_id": agent} if agent else {}
    )
    answer = centre.asks("POST", "/callbacks", json=body)
    assert answer.status_code == 200, answer.json
    return answer.json or {}


def row(centre: Centre, callback: dict[str, Any]) -> Callback:
    with reading(centre.board.database) as session:
        return session.get_one(Callback, callback["id"])


def test_an_agent_moves_and_cancels_what_they_promised_and_the_customer_is_told(
    signed_in: AsSomebody, centre: Centre
) -> None:
    burak, callback = signed_in("burak"), promised(centre, "burak")
    moved = burak.told("PATCH", f"/callbacks/{callback['id']}",
                       json=TOMORROW | {"version": callback["version"], "reason": "akşam evde"})  # fmt: skip
    assert moved["due_at"] == TOMORROW["due"]
    stale = burak.asks("POST", f"/callbacks/{callback['id']}/cancellation",
                       json={"version": callback["version"], "reason": "yanlış"})  # fmt: skip
    assert (stale.status_code, stale.get_json()["told"]["tr"]) == (409, "Bu arada biri bunu değiştirdi: yeniden bakın.")
    gone = burak.told("POST", f"/callbacks/{callback['id']}/cancellation",
                      json={"version": moved["version"], "reason": "mektupla çözüldü"})  # fmt: skip
    assert gone["state"] == "released"
    with reading(centre.board.database) as session:
        assert session.get_one(MessageRow, gone["message"]) is not None
        asked = {(line.who, line.what) for line in audit_rows(session, {}, limit=99)}
    assert {what for who, what in asked if "burak" in who} >= {"callback_moved", "callback_cancelled"}


@pytest.mark.parametrize(
    ("method", "act", "body"),
    [
        ("PATCH", "", {"version": 1, "reason": "x", **TOMORROW}),
        ("POST", "/cancellation", {"reason": "x"}),
        ("POST", "/now", {}),
        ("POST", "/wrong-number", {"reason": "x"}),
    ],
)
def test_a_colleagues_callback_is_nobody_elses_and_that_of_a_queue_is_theirs_who_have_it_in_hand(
    signed_in: AsSomebody, centre: Centre, method: str, act: str, body: dict[str, Any]
) -> None:
    burak = signed_in("burak")
    for agent in ("ayse", None):
        callback = promised(centre, agent, phone=ISIL if agent else STRANGER)
        before = row(centre, callback).version
        refused = burak.asks(method, f"/callbacks/{callback['id']}{act}", json=body)
        assert refused.status_code == 403
        assert refused.get_json()["told"]["en"] == "This is a colleague's: you act for yourself alone."
        assert row(centre, callback).version == before
    lead = signed_in("lead").asks(method, f"/callbacks/{callback['id']}{act}", json=body)
    assert lead.status_code != 403, "whoever leads acts for anybody"


def test_whoever_of_the_queue_is_held_for_it_may_say_that_nobody_needs_to_call(
    signed_in: AsSomebody, centre: Centre
) -> None:
    burak = signed_in("burak")
    assert burak.asks("PUT", "/agents/burak/presence", json={"state": "ready"}).status_code == 200
    callback = promised(centre, None)
    callback_is_due(centre.board, callback["id"])
    on_floor = centre.board.floor.agent("burak")
    assert on_floor is not None and on_floor.reservation is not None
    burak.told("POST", f"/callbacks/{callback['id']}/cancellation", json={"reason": "az önce yazdı", "tell": False})


def test_a_desk_asks_which_one_and_shows_nobody_elses(signed_in: AsSomebody, centre: Centre) -> None:
    burak = signed_in("burak")
    assert "Söz verdiğiniz arama yok." in burak.opens("/desk/asks/callback").text
    hers = promised(centre, "ayse", due="2026-11-23T11:00:00Z")
    assert hers["id"] not in burak.opens(f"/desk/asks/callback?callback={hers['id']}").text
    his = promised(centre, "burak", phone=STRANGER)
    alone = burak.opens("/desk/asks/callback").text
    assert f"PATCH /api/v1/callbacks/{his['id']}" in alone, "the only one is not asked for"
    second = promised(centre, "burak", phone="+905321112244")
    listed = burak.opens("/desk/asks/callback").text
    assert all(f"callback={one['id']}" in listed for one in (his, second)) and "PATCH" not in listed
    assert hers["id"] not in listed


@pytest.fixture
def desk(page: Page, accounts: Centre) -> Iterator[Page]:
    """Of Ayşe, who is rung at a telephone, and whose browser thinks that it is in Honolulu."""
    page.set_viewport_size({"width": 1366, "height": 768})
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": "Pacific/Honolulu"})
    with served() as base:
        page.goto(f"{base}/login")
        page.locator("[name=login]").fill("ayse")
        page.locator("[name=password]").fill(PASSWORD)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{base}/desk")
        yield page
        page.goto("about:blank")


@pytest.mark.timeout(90)
def test_by_keys_alone_a_callback_moves_to_a_time_that_is_free_and_another_is_cancelled(
    desk: Page, centre: Centre
) -> None:
    first = promised(centre, "ayse")
    second = promised(centre, "ayse", phone=STRANGER, due="2026-11-23T13:00:00Z")
    desk.evaluate("document.body.dispatchEvent(new CustomEvent('repaint'))")
    expect(desk.locator("#mine [data-key=KeyB]")).to_be_visible()
    desk.keyboard.press("b")
    expect(desk.locator("#asking [data-key=Digit1]")).to_be_visible()
    assert breaches(desk) == []
    desk.keyboard.press("1")
    expect(desk.locator("[data-fills-window]")).to_be_focused()
    assert breaches(desk) == []
    desk.keyboard.press("ArrowDown")
    expect(desk.locator("[name=due]")).not_to_have_value("")
    move = desk.locator("#asking form").first
    move.locator("[name=customer_agreed]").check()
    move.locator("[name=reason]").fill("akşam evde")
    move.locator("[name=begin]").fill("2026-11-20T10:00")
    move.locator("[name=due]").fill("2026-11-20T11:00")
    desk.keyboard.press("Enter")
    expect(move.locator("[data-problem]")).not_to_be_empty()
    expect(move.locator("[name=due]")).to_have_attribute("aria-invalid", "true")
    move.locator("[data-fills-window]").select_option("2")
    chosen = re.findall(r"\d\d:\d\d", move.locator("[data-fills-window] option:checked").inner_text())
    filled = [move.locator(f"[name={end}]").input_value()[-5:] for end in ("begin", "due")]
    assert filled == chosen, "what is offered by the centre's clock is filled in by it"
    desk.keyboard.press("Enter")
    expect(desk.locator("#said")).to_contain_text("Arama taşındı.")
    expect(desk.locator("#asking[open]")).to_have_count(0)
    moved = row(centre, first)
    assert moved.version > first["version"] and moved.until is not None
    assert [each.astimezone(ZONE).strftime("%H:%M") for each in (moved.not_before, moved.until)] == chosen
    desk.locator("#mine").get_by_role("button", name="Değiştir… #").first.click()
    cancel = desk.locator("#asking form").last
    cancel.locator("[name=reason]").fill("mektupla çözüldü")
    desk.keyboard.press("Enter")
    expect(desk.locator("#said")).to_contain_text("Arama iptal edildi.")
    ended = [row(centre, one).state for one in (first, second)]
    assert sorted(ended) == ["released", "scheduled"]


def test_a_hostile_reason_is_kept_as_it_is_and_one_with_a_nul_is_refused_with_its_place(
    signed_in: AsSomebody, centre: Centre
) -> None:
    burak, callback = signed_in("burak"), promised(centre, "burak")
    path = f"/callbacks/{callback['id']}/cancellation"
    refused = burak.asks("POST", path, json={"reason": "a\x00b"})
    assert refused.status_code == 400 and refused.get_json()["errors"][0]["field"] == "reason"
    with writing(centre.board.database) as session:
        session.get_one(Callback, callback["id"]).why = "<svg onload=alert(1)>"
    assert "<svg onload" not in burak.opens("/desk/asks/callback").text
