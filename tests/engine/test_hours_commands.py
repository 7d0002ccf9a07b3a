"""`sahip hours` and `sahip crisis` as they are typed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import exit_status, sahip
from engine.errors import OrderRefused

STORM = ("crisis", "on", "--message-tr", "Fırtına var.", "--message-en", "There is a storm.")


@pytest.fixture
def typed(var: Path) -> Callable[..., Result]:
    """Runs a command on an empty folder of the demo's."""
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "NO_COLOR": "1"}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(sahip, arguments, env=settings)

    return run


def test_any_moment_can_be_simulated(typed: Callable[..., Result]) -> None:
    [told] = json.loads(typed("hours", "at", "2026-10-28 14:00", "fatura", "--json").output)
    assert (told["state"], told["cause"], told["why"]["tr"]) == (
        "closed",
        "holiday",
        "Cumhuriyet Bayramı nedeniyle kapalıyız",
    )
    assert told["opens"] == "2026-10-30T05:30:00+00:00"
    assert "last call" in typed("hours", "at", "2026-11-23 17:50", "fatura", "--lang", "en").output
    assert "kapanmak üzere" in typed("hours", "at", "2026-11-23T17:50", "fatura").output


def test_the_hours_of_a_day_are_told_with_what_closes_it(typed: Callable[..., Result]) -> None:
    days = json.loads(typed("hours", "at", "2026-10-28", "--json").output)
    told = {day["calendar"]: (day["open"], [why["en"] for why in day["why"]]) for day in days}
    assert told["fatura"] == (["08:30-13:00"], ["we are closed for Republic Day"])
    assert told["ariza"] == (["00:00-24:00"], [])
    assert "kapalı" in typed("hours", "at", "2026-10-29", "fatura").output


def test_a_service_is_closed_and_reopened_from_the_keyboard(typed: Callable[..., Result]) -> None:
    closed = typed("hours", "close", "ariza", "--for", "2h", "--reason-en", "a drill", "--json")
    assert json.loads(closed.output)["calendar"] == "ariza"
    assert "a drill" in typed("hours", "show", "ariza", "--lang", "en").output
    assert "geçici olarak kapalıyız" in typed("hours", "show", "ariza").output
    assert typed("hours", "reopen", "ariza").exit_code == 0
    assert typed("hours", "reopen", "ariza").exit_code == 1
    [told] = json.loads(typed("hours", "show", "ariza", "--json").output)
    assert told["state"] == "open"


def test_a_feast_is_an_estimate_until_somebody_confirms_it(typed: Callable[..., Result]) -> None:
    def feast() -> dict[str, object]:
        days = json.loads(typed("hours", "holidays", "2027", "--json").output)
        (found,) = (day for day in days if day["day"] == "2027-03-09")
        return dict(found)

    assert feast()["estimated"] is True
    confirmed = typed("hours", "holiday", "2027-03-09", "--is", "holiday", "--name-tr", "Ramazan Bayramı")
    assert confirmed.exit_code == 0
    assert (feast()["estimated"], feast()["source"]) == (False, "database")
    assert typed("hours", "holiday", "2027-03-09", "--is", "as_calculated").exit_code == 0
    assert feast()["source"] == "calculated"


def test_a_crisis_is_one_command_on_and_one_command_off(typed: Callable[..., Result]) -> None:
    assert typed("crisis", "show").output == "Olağanüstü durum yok.\n"
    on = typed(*STORM, "--for", "3h", "--province", "34", "--queue", "sikayet", "--calendar", "fatura", "--json")
    order = json.loads(on.output)
    assert (order["overflow_queue"], order["region"]["provinces"], order["calendars"]) == (
        "sikayet",
        ["34"],
        ["fatura"],
    )
    assert "İstanbul" in typed("crisis", "show").output
    assert typed("crisis", "off", "7").exit_code == 1
    assert typed("crisis", "off", "7", "--lang", "en").output == "Error: There is no crisis 7 that is on.\n"
    assert typed("crisis", "off").output == "Kapatıldı: 1.\n"
    assert typed("crisis", "off").exit_code == 1
    [past] = json.loads(typed("crisis", "show", "--past", "--json").output)
    assert past["ended_by"].startswith("cli")


@pytest.mark.parametrize(
    ("command", "english", "turkish"),
    [
        (STORM, "Say until when", "Ne zamana kadar"),
        ((*STORM, "--for", "2h", "--until", "2099-01-01"), "Say until when", "Ne zamana kadar"),
        ((*STORM, "--for", "two hours"), "a duration is written 30m, 2h or 3d.", "bir süre 30m, 2h ya da 3d gibi"),
        ((*STORM, "--until", "2001-01-01 10:00"), "over already", "Bu zaman geçti"),
        ((*STORM, "--for", "2h", "--queue", "nakliye"), "There is no queue nakliye", "nakliye adlı kuyruk yok"),
        ((*STORM, "--for", "2h", "--calendar", "nakliye"), "There is no calendar nakliye", "nakliye adlı takvim yok"),
        ((*STORM, "--for", "2h", "--province", "82"), "plate code", "plaka kodu"),
        ((*STORM, "--for", "2h", "--prefix", "0212"), "a number begins with +", "bir numara + ve ülke koduyla"),
        (("hours", "at", "yarın"), "a time is written", "bir zaman 2026-11-23 14:00 gibi"),
        (("hours", "at", "9999-12-31 10:00"), "a year between", "yıl 2001 ile"),
        (
            ("hours", "show", "nakliye"),
            "There is no calendar nakliye; there are ariza, destek, fatura, servis.",
            "nakliye adlı takvim yok; olanlar: ariza, destek, fatura, servis.",
        ),
        (
            ("hours", "close", "fatura", "--for", "2h", "--reason-tr", "x" * 81),
            "between 1 and 80 letters",
            "1 ile 80 harf arası",
        ),
        (("hours", "close", "fatura", "--until", "2001-01-01 10:00"), "over already", "Bu zaman geçti"),
        (
            ("hours", "holiday", "2027-03-09", "--is", "half_day", "--from", "25:00"),
            "a time of day is written 13:00.",
            "günün bir saati 13:00 gibi",
        ),
        (("hours", "holiday", "2027-03-09", "--is", "half_day", "--from", "24:00"), "the end of the day", "günün sonu"),
        (
            ("hours", "holiday", "2027-03-09", "--is", "holiday", "--from", "12:00"),
            "belongs to --is half_day",
            "yalnız --is half_day",
        ),
    ],
    ids=lambda value: " ".join(value)[-30:] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_ordered_is_a_sentence(
    typed: Callable[..., Result], command: tuple[str, ...], english: str, turkish: str
) -> None:
    for lang, told in (((), turkish), (("--lang", "en"), english)):
        refused = typed(*command, *lang)
        assert isinstance(refused.exception, OrderRefused) and told in str(refused.exception)
        assert exit_status(refused.exception) == 2


def test_holidays_are_brought_in_from_a_calendar_file(typed: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "feasts.ics"
    event = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261124\nSUMMARY:Sayım günü\nEND:VEVENT\n"
    file.write_text(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n", encoding="utf-8")
    asked = typed("hours", "import", str(file), "--dry-run", "--lang", "en")
    assert asked.output == "Days that would be holidays: 1.\n"
    assert typed("hours", "import", str(file)).output == "Tatil olan günler: 1.\n"
    [told] = json.loads(typed("hours", "at", "2026-11-24 11:00", "fatura", "--json").output)
    assert (told["cause"], told["why"]) == (
        "holiday",
        {"tr": "Sayım günü nedeniyle kapalıyız", "en": "we are closed for a public holiday"},
    )
