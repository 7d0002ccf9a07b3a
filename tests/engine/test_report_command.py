"""`sahip report` as it is typed: tables in two languages, JSON for programs, and sentences for what cannot be."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import sahip
from engine.errors import OrderRefused
from engine.report_told import REASONS, STATES, clock, share, words
from records.database import open_database, writing
from records.journal import Event, append
from records.projecting import project

NINE = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
DAY = ("--since", "2026-11-23T00:00+03:00", "--until", "2026-11-24T00:00+03:00")


@pytest.fixture
def typed(tmp_path: Path, var: Path) -> Callable[..., Result]:
    """Runs a command on a folder of the demo's in which two callers came at nine: one met after 12 s, one gave up."""
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1"}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(sahip, arguments, env=settings)

    run("hours", "show")  # makes the database
    [file] = (tmp_path / "var").rglob("*.sqlite")
    database = open_database(f"sqlite:///{file}")
    told = [(0, "a", "waiting"), (12, "a", "answered"), (90, "a", "ended"), (0, "b", "waiting"), (40, "b", "ended")]
    events = [
        Event(id=f"{call}{kind}", kind=kind, at=NINE + timedelta(seconds=s), call=call, data={"queue": "destek"})
        for s, call, kind in told
    ]
    failed = Event(id="f", kind="offer_failed", at=NINE, call="b", agent="ayse", data={"why": "no_answer"})
    with writing(database) as session:
        append(session, [*events, failed])
        project(session, events)
    database.dispose()
    return run


def test_escalations_and_who_talked_last_are_told_in_two_languages(typed: Callable[..., Result]) -> None:
    assert "nasıl karşılandı" in typed("report", "escalations", *DAY).output
    assert "granted how" in typed("report", "escalations", *DAY, "--lang", "en").output
    assert json.loads(typed("report", "escalations", *DAY, "--json").output)[0]["trigger"] == "*"
    assert json.loads(typed("report", "listening", *DAY, "--json").output) == []


def test_the_service_level_is_told_in_two_languages_with_its_formula(typed: Callable[..., Result]) -> None:
    turkish = typed("report", "service-level", *DAY).output
    english = typed("report", "service-level", *DAY, "--lang", "en", "--interval", "60").output
    assert "Bizim ölçümüz SL3" in turkish and "bekleyen" in turkish and "%50,0" in turkish and "veri yok" in turkish
    assert all("SL3 = At / (A + B - S) · SL4 = At / (A + B - Bt)" in told for told in (turkish, english))
    assert "50.0 %" in english and "no data" in english and "11-23 09:00" in english


def test_both_languages_have_every_heading() -> None:
    turkish, english = (words(lang) for lang in ("tr", "en"))
    assert turkish.keys() == english.keys()
    assert {*STATES, *REASONS} <= turkish.keys()


def test_programs_read_the_same_as_json(typed: Callable[..., Result]) -> None:
    rows = json.loads(typed("report", "service-level", *DAY, "--queue", "destek", "--json").output)
    [row] = rows
    assert (row["answered"], row["abandoned"], row["level"], row["asa_seconds"]) == (1, 1, 0.5, 12.0)
    [missed] = json.loads(typed("report", "missed-offers", *DAY, "--json").output)
    assert missed["reasons"] == {"no_answer": 1}


def test_missed_offers_are_told_or_that_there_are_none(typed: Callable[..., Result]) -> None:
    assert "yanıt yok" in typed("report", "missed-offers", *DAY).output
    assert "No offer was missed." in typed("report", "missed-offers", "--lang", "en", "--since", "1m").output


def test_agents_without_anybody_are_an_empty_table(typed: Callable[..., Result]) -> None:
    assert json.loads(typed("report", "agents", *DAY, "--json").output) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("--queue", "nowhere"),
        ("--since", "2026-11-24T00:00Z", "--until", "2026-11-23T00:00Z"),
        ("--since", "2000-01-01T00:00Z", "--interval", "15"),
    ],
)
def test_what_cannot_be_reported_is_a_sentence(typed: Callable[..., Result], arguments: tuple[str, ...]) -> None:
    assert isinstance(typed("report", "service-level", *arguments).exception, OrderRefused)


def test_figures_are_written_as_the_language_writes_them() -> None:
    assert [share(0.3333, lang) for lang in ("tr", "en")] == ["%33,3", "33.3 %"]
    assert [share(None, lang) for lang in ("tr", "en")] == ["veri yok", "no data"]
    assert clock(3661.4) == "1:01:01"
