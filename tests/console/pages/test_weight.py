"""What a browser fetches for a page the first time: somebody with a slow line works here too."""

import re
from collections.abc import Callable
from posixpath import dirname, join, normpath

import pytest

from console.pages.page import Where
from tests.console.pages.conftest import Visitor

HEAVIEST_KB = 150
"""Without the voice SDK, which only a real account's browser phone needs."""
FETCHED = re.compile(r'(?:src|href)="(/static/[^"]+)"')
IMPORTED = re.compile(r'(?:import|from)\s*\(?"(\.[^"]+)"')


@pytest.mark.parametrize(
    ("who", "path"), [("ayse", "/desk"), ("lead", "/floor"), ("ops", "/studio"), ("admin", "/admin")]
)
def test_a_page_is_light(signed_in: Callable[[str], Visitor], who: str, path: str) -> None:
    visitor = signed_in(who)
    page = visitor.opens(path, follow_redirects=True)
    assert page.status_code == 200
    weights = {path: len(page.data)}
    waiting = FETCHED.findall(page.text)
    while waiting:
        name = waiting.pop()
        if name in weights or "twilio-voice" in name:
            continue
        weights[name] = len(visitor.opens(name, headers={"Accept-Encoding": "gzip"}).data)
        if name.endswith(".js") and "/vendor/" not in name:
            waiting += [normpath(join(dirname(name), one)) for one in IMPORTED.findall(visitor.opens(name).text)]
    assert len(weights) > 4 and sum(weights.values()) <= HEAVIEST_KB * 1000, weights


def test_scripts_come_packed_to_who_can_unpack_them(signed_in: Callable[[str], Visitor]) -> None:
    visitor = signed_in("ayse")
    name = next(one for one in FETCHED.findall(visitor.opens("/desk").text) if "htmx" in one)
    plain, packed = visitor.opens(name), visitor.opens(name, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
    assert len(packed.data) < len(plain.data) / 2


def test_events_are_had_under_the_name_a_page_is_asked_by() -> None:
    here = Where(live="http://127.0.0.1:4441")
    assert here.seen_from("localhost:4440").live == "http://localhost:4441"
    assert here.seen_from("[::1]:4440").live == "http://[::1]:4441"
    assert here.seen_from("evil.example; script-src *").live == here.live
    elsewhere = Where(live="https://live.example.com")
    assert elsewhere.seen_from("calls.example.com") == elsewhere
    assert Where().seen_from("calls.example.com") == Where()
