"""Ops change what callers hear: they break a flow, see the line, mend it, try it, publish it, and it is heard."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from engine.http_stage import HttpStage
from engine.scripted_call import play, read_script
from tests.axe import breaches
from tests.whole.conftest import House

pytestmark = pytest.mark.timeout(240)
OLD, NEW = "hoş geldiniz", "yepyeni bir selam"
PUBLIC, DRAFT = "+908502220000", "+908502220099"


def test_ops_break_a_flow_see_the_line_mend_it_publish_it_and_it_is_heard(
    house: House, page: Page, tmp_path: Path
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{house.settings.public_url}/in/ops")
    page.get_by_role("table").get_by_role("link", name="main", exact=True).click()
    sound = written(page)
    line = sound.splitlines().index("    next: caller") + 1
    writes(page, sound.replace("    next: caller\n", "    next: nobody_there\n", 1))
    expect(page.locator(f".gutter span:nth-child({line})")).to_have_class("error")
    expect(page.locator("#found")).to_contain_text("nobody_there")
    expect(page.get_by_role("button", name="Yayınla")).to_be_disabled()
    page.locator("#found .finding").first.click()
    assert page.evaluate("document.getSelection().toString()") == "next: nobody_there"
    writes(page, sound.replace(OLD, NEW, 1))
    expect(page.locator("#found-summary")).to_have_text("Hata yok")
    expect(page.locator("#picture")).to_contain_text("yepyeni bir")
    page.keyboard.press("Control+s")
    expect(page.locator("#drafted")).to_be_visible()
    page.get_by_role("link", name="Fark").click()
    expect(page.locator(".diff .added")).to_contain_text(NEW)
    page.get_by_role("link", name="Testler").click()
    expect(page.locator("#shown")).to_contain_text("taslak üzerinde")
    expect(page.locator(".tests li").first).to_contain_text(OLD)  # the centre's own test misses what was said
    assert caller_hears(house, tmp_path, DRAFT, NEW)
    page.get_by_label("yayın notu").fill("Selam değişti")
    page.get_by_role("button", name="Yayınla").click()
    expect(page.locator("#in-force")).to_have_text(re.compile("^[2-9]"))
    assert caller_hears(house, tmp_path, PUBLIC, NEW)
    page.get_by_role("link", name="Sürümler").click()
    expect(page.get_by_role("cell", name="Selam değişti")).to_be_visible()
    page.get_by_role("button", name="Buna dön").last.click()
    expect(page.locator("#source")).to_have_value(re.compile(OLD))


def test_the_studio_is_open_to_everybody(house: House, page: Page) -> None:
    page.goto(f"{house.settings.public_url}/in/ops")
    for path in ("", "/flows/main", "/flows/main?show=traffic", "/queues", "/hours", "/policy"):
        page.goto(f"{house.settings.public_url}/studio{path}")
        page.evaluate("document.querySelectorAll('main details').forEach((each) => (each.open = true))")
        assert breaches(page) == [], path


def written(page: Page) -> str:
    expect(page.locator("#editor[data-ready]")).to_be_attached()
    return page.locator("#source").input_value()


def writes(page: Page, text: str) -> None:
    page.locator("#source").fill(text)


def caller_hears(house: House, folder: Path, number: str, greeting: str) -> bool:
    """Whether a caller is greeted so: at once, or a second later, as a process may have looked just before."""
    steps = [{"hears": greeting}, "hangs_up"]
    told = {"title": {"tr": "Selam", "en": "A greeting"}, "lasts": 20,
            "callers": {"Arayan": {"from": "+905551230077", "to": number, "steps": steps}}}  # fmt: skip
    script = folder / "greeting.yaml"
    script.write_text(json.dumps(told), encoding="utf-8")
    stage = HttpStage(*house.stage.addresses, now=house.stage.now)
    return any(play(stage, read_script(script)) == [] for _ in range(2))


def test_ops_change_the_rules_see_the_error_on_its_line_mend_it_and_every_process_goes_by_them(
    house: House, page: Page
) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{house.settings.public_url}/in/ops")
    page.goto(f"{house.settings.public_url}/studio/queues")
    page.get_by_role("link", name="Kuyrukları ve halkaları değiştir").click()
    sound = written(page)
    ring = '{after_seconds: 60, skills: "support >= 1 or billing >= 1"}'
    line = next(number for number, each in enumerate(sound.splitlines(), start=1) if ring in each)
    writes(page, sound.replace("after_seconds: 60,", "after_seconds: soon,", 1))
    expect(page.locator(f".gutter span:nth-child({line})")).to_have_class("error")
    expect(page.locator("#found")).to_contain_text("tırnaksız bir sayı olmalı")
    expect(page.get_by_role("button", name="Yayınla")).to_be_disabled()
    writes(page, sound.replace("after_seconds: 60,", "after_seconds: 66,", 1))
    expect(page.locator("#found-summary")).to_have_text("Hata yok")
    page.locator("#difference summary").click()
    expect(page.locator("#diff .added").last).to_contain_text("66")
    page.get_by_label("yayın notu").fill("Üçüncü halka biraz daha geç")
    page.get_by_role("button", name="Yayınla").click()
    expect(page.locator("#in-force")).to_have_text(re.compile("^[2-9]"))
    expect(page.get_by_role("cell", name="Üçüncü halka biraz daha geç")).to_be_visible()
    assert breaches(page) == []
    expect_rings(page, house, "66 sn")
    page.goto(f"{house.settings.public_url}/studio/policy/policy")
    page.get_by_role("button", name="Buna dön").last.click()
    expect(page.locator("#source")).to_have_value(re.compile("after_seconds: 60,"))


def expect_rings(page: Page, house: House, told: str) -> None:
    """In whichever process of the web answers, each within two seconds: so all of them are asked several times."""
    page.goto(f"{house.settings.public_url}/studio/queues")
    page.wait_for_timeout(2000)
    for _ in range(4):
        page.reload()
        expect(page.locator("#queues")).to_contain_text(told)
