"""The telephone page as it is served, and its voice."""

import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from simulator import rest_app
from simulator.phone import voice as phone_voice
from tests.simulator.customer import Customer

PAGE = Path(phone_voice.__file__).with_name("page")


@pytest.fixture
def api(customer: Customer) -> FlaskClient:
    return rest_app(customer.sim).test_client()


def test_the_page_and_its_parts_come_under_a_strict_policy(api: FlaskClient) -> None:
    for path in ("/phone", "/phone/main.js", "/phone/page.css"):
        answer = api.get(path)
        assert answer.status_code == 200, path
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_the_page_holds_no_inline_script_no_inline_style_and_no_other_host() -> None:
    page = (PAGE / "index.html").read_text("utf-8")
    assert "<style" not in page
    assert " style=" not in page
    assert page.count("<script") == page.count('<script type="module" src="/phone/')
    for part in PAGE.rglob("*"):
        if part.suffix in (".js", ".css", ".html"):
            text = part.read_text("utf-8").replace("https://www.twilio.com/docs/api/errors/", "")
            assert "innerHTML" not in text, part
            assert "://" not in text.replace("http://www.w3.org/2000/svg", ""), part


def words_of(file: Path) -> list[str]:
    return [line.split(":")[0].strip() for line in file.read_text("utf-8").splitlines() if line.startswith("  ")]


def test_both_languages_say_everything() -> None:
    turkish, english = ((PAGE / "words" / f"{name}.js").read_text("utf-8") for name in ("tr", "en"))
    names = [
        [line.split(":")[0].strip() for line in text.splitlines() if line.startswith("  ")]
        for text in (turkish, english)
    ]
    assert names[0] == names[1]
    assert len(names[0]) > 50


def test_nothing_outside_the_pages_folder_is_served(api: FlaskClient) -> None:
    for path in ("/phone/../voice.py", "/phone/%2e%2e/voice.py", "/phone/nothing.js"):
        assert api.get(path).status_code == 404


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "rebound.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}, 403),
    ],
)
def test_a_link_elsewhere_may_open_the_page_but_no_other_name_may(
    api: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert api.get("/phone", headers=headers).status_code == status


def test_turkish_and_english_are_said_and_kept(api: FlaskClient) -> None:
    told: Any = api.get("/_sim/speech").json
    assert told["available"]
    for language in ("tr-TR", "en-GB", ""):
        answer = api.get("/_sim/speech", query_string={"text": "Hoş geldiniz, 3. sıradasınız", "lang": language})
        assert answer.content_type == "audio/wav"
        with wave.open(BytesIO(answer.data)) as sound:
            assert sound.getnframes() / sound.getframerate() > 1


@pytest.mark.parametrize("text", ["", "   ", "ğ" * 1501])
def test_too_much_or_nothing_is_not_said(api: FlaskClient, text: str) -> None:
    assert api.get("/_sim/speech", query_string={"text": text}).status_code == 400


def test_what_is_kept_of_the_voice_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phone_voice, "MOST_KEPT_BYTES", 100_000)
    voice = phone_voice.Voice()
    for number in range(4):
        assert voice.says(f"Sıra numaranız {number}", "tr")
    assert 0 < voice._kept_bytes <= 100_000


def test_a_voice_that_crashes_takes_nobody_with_it(
    api: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    crashing = tmp_path / "child.py"
    crashing.write_text("import ctypes; ctypes.string_at(0)")
    monkeypatch.setattr(phone_voice, "CHILD", crashing)
    assert api.get("/_sim/speech", query_string={"text": "Merhaba"}).status_code == 503
    assert api.get("/_sim/speech").status_code == 200


def test_without_the_library_there_is_no_voice_and_the_page_is_told(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phone_voice, "find_spec", lambda name: None)
    api = rest_app(customer.sim).test_client()
    told: Any = api.get("/_sim/speech").json
    assert told["available"] is False
    assert api.get("/_sim/speech", query_string={"text": "Merhaba"}).status_code == 404
