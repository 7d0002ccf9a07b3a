"""`python -m simulator play`: somebody else's application, a script, and nothing of ours."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response
from werkzeug.serving import make_server

from simulator.play import play_file

SCRIPT = """
callers:
  Mehmet:
    from: "+905551112233"
    steps: [{hears: hoş geldiniz}, {presses: "2"}, {hears: satış}, is_hung_up]
lasts: 60
"""


@pytest.fixture
def application() -> Iterator[str]:
    """Their own web server, on this machine."""
    app = Flask("theirs")
    said = '<Response><Gather numDigits="1" action="/key"><Say>Hoş geldiniz</Say></Gather></Response>'
    app.add_url_rule("/voice", "voice", lambda: Response(said, content_type="text/xml"), methods=["POST"])
    sales = "<Response><Say>Satış</Say></Response>"
    app.add_url_rule("/key", "key", lambda: Response(sales, content_type="text/xml"), methods=["POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()


def write(tmp_path: Path, text: str) -> str:
    path = tmp_path / "call.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_script_is_played_against_any_application(
    application: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "call.html"
    told = [write(tmp_path, SCRIPT), "--voice-url", f"{application}/voice", "--speed", "20", "--html", str(page)]
    assert play_file(told) == 0
    printed = capsys.readouterr().out
    assert "Mehmet hears “Hoş geldiniz”" in printed and "Mehmet presses 2" in printed and "REST API on http" in printed
    assert "<main>" in page.read_text("utf-8")


def test_what_comes_otherwise_is_a_failure(
    application: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [
        write(tmp_path, SCRIPT.replace("satış", "muhasebe")),
        "--voice-url",
        f"{application}/voice",
        "--speed",
        "20",
    ]
    assert play_file(told) == 1
    assert "the call ended before they heard 'muhasebe'" in capsys.readouterr().err


def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert play_file([write(tmp_path, SCRIPT.replace("steps", "stesp"))]) == 3
    assert "call.yaml:5:5: 'stesp' is not known here; did you mean 'steps'?" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_an_address_elsewhere_are_refused(tmp_path: Path) -> None:
    assert play_file([str(tmp_path / "none.yaml")]) == 2
    with pytest.raises(SystemExit) as refused:
        play_file([write(tmp_path, SCRIPT), "--voice-url", "https://example.com/voice"])
    assert refused.value.code == 2


def test_a_script_without_a_number_or_an_application_asks_for_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play_file([write(tmp_path, SCRIPT)]) == 2
    assert "--voice-url" in capsys.readouterr().err
