import json
from datetime import UTC, datetime
from typing import get_args

import pytest
from click.testing import CliRunner

from callbacks.off_boarding import Fault as LeavingFault
from engine.cli import sahip
from engine.demo_cases import work_on_the_demos_cases
from engine.desk_said import said
from engine.errors import OrderRefused
from engine.shipped import shipped
from records.database import open_database, writing
from staff.errors import Fault as AwayFault

DEMO = shipped("centre") / "demo"


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """What is typed into a demo whose cases were worked on, twice over."""
    folder = tmp_path_factory.mktemp("demo")
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(folder / "var"), "NO_COLOR": "1"}

    def run(*arguments):
        return CliRunner().invoke(sahip, arguments, env=settings)

    for what in ("agents", "customers", "cases"):
        assert run("import", what, str(DEMO / f"{what}.csv")).exit_code == 0
    [file] = (folder / "var").rglob("*.sqlite")
    database = open_database(f"sqlite:///{file}")
    for _ in range(2):
        with writing(database) as session:
            work_on_the_demos_cases(session, datetime.now(UTC))
    database.dispose()
    return run


def test_a_case_tells_its_story(typed):
    told = json.loads(typed("case", "show", "4812", "--json").output)
    assert told["owner_id"] == "ayse"
    kinds = [one["kind"] for one in told["timeline"]]
    assert kinds.count("note") == kinds.count("task_given") == 1
    assert "Akşam altıdan sonra evde" in typed("case", "show", "4812").output


def test_a_case_there_is_not_is_told_in_a_sentence(typed):
    assert "9 numaralı dosya yok." in str(typed("case", "show", "9").exception)


def test_what_customers_come_about_is_told_in_either_language(typed):
    told = {one["reason"]: one for one in json.loads(typed("report", "reasons", "--json").output)}
    assert sum(told["damaged"]["before"]) + told["damaged"]["cases"] == 12
    assert "damaged product" in typed("report", "reasons", "--lang", "en").output
    assert "hasarlı ürün" in typed("report", "reasons").output


def test_tables_stand_under_headings_of_the_language_asked_for_with_times_on_the_centres_clock(typed):
    assert (
        "açık" in typed("case", "show", "4812").output
        and "open" in typed("case", "show", "4812", "--lang", "en").output
    )
    gone = (
        "agents",
        "away",
        "ayse",
        "--from",
        "2030-01-07 09:00",
        "--until",
        "2030-01-08 18:00",
        "--stand-in",
        "burak",
    )
    assert "ayse 2030-01-08 18:00 zamanına kadar yok." in typed(*gone).output
    assert all(word in typed("agents", "absences").output for word in ("temsilci", "izin", "2030-01-07 09:00"))
    assert "stand-in" in typed("agents", "absences", "--lang", "en").output
    trail = typed("audit", "show", "--limit", "1").output
    assert "zaman" in trail and "UTC" not in trail


@pytest.mark.parametrize(
    ("typed_in", "turkish", "english"),
    [
        (("away", "nobody", "--for", "2d"), "nobody adlı temsilci yok.", "There is no agent nobody."),
        (("away", "ayse", "--for", "2d", "--stand-in", "ayse"), "Bu olmaz: kimse kendi yerine bakamaz.",
         "This cannot be: nobody stands in for themselves."),
        (("off-board", "ayse", "--to", "ayse", "--reason", "x"), "ayse böyle ayrılamaz: ayrılan kendi",
         "ayse cannot leave like this: whoever leaves"),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_people_is_refused_in_the_language_asked_for(typed, typed_in, turkish, english):
    for lang, told in (((), turkish), (("--lang", "en"), english)):
        refused = typed("agents", *typed_in, *lang).exception
        assert isinstance(refused, OrderRefused) and told in str(refused)


def test_there_are_words_for_every_fault_of_an_absence_and_of_a_leaving_in_both_languages():
    for what, faults in (("away", get_args(AwayFault)), ("leaving", get_args(LeavingFault))):
        assert faults
        for fault in faults:
            assert said(f"{what}_{fault}", "tr") != said(f"{what}_{fault}", "en")


def test_who_would_leave_is_previewed_in_the_language_asked_for(typed):
    preview = ("agents", "off-board", "ayse", "--to", "burak", "--preview")
    assert "başkalarına geçerdi" in typed(*preview).output
    assert "would pass on" in typed(*preview, "--lang", "en").output
