from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from records.csv_cells import date_cell, languages_cell, moment_cell, phone_cell, skills_cell, spoken_cell, word_cell
from records.errors import CellRefused
from routing.errors import BadSkills
from routing.skills import skill_test

ISTANBUL = ZoneInfo("Europe/Istanbul")


@pytest.mark.parametrize(
    "written",
    [
        "+905321234567",
        "05321234567",
        "5321234567",
        "0532 123 45 67",
        "0 (532) 123-45-67",
        "'05321234567'",
        "00905321234567",
    ],
)
def test_a_telephone_number_is_kept_as_e164(written):
    assert phone_cell(written) == "+905321234567"


def test_a_number_from_abroad_keeps_its_country():
    assert phone_cell("+44 7911 123456") == "+447911123456"
    assert phone_cell("07911 123456", region="GB") == "+447911123456"


@pytest.mark.parametrize("written", ["yok", "12", "+90532", "053212345678901"])
def test_what_is_no_telephone_number_is_refused(written):
    with pytest.raises(CellRefused, match="is not a telephone number"):
        phone_cell(written)


@pytest.mark.parametrize("written", ["2026-11-27", "27.11.2026", "27/11/2026"])
def test_dates_are_read_as_people_write_them(written):
    assert date_cell(written) == date(2026, 11, 27)


@pytest.mark.parametrize("written", ["31.02.2026", "yarın", "27.11"])
def test_what_is_no_date_is_refused(written):
    with pytest.raises(CellRefused, match="is not a date"):
        date_cell(written)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026-11-27 17:00", 14),
        ("27.11.2026 17:00", 14),
        ("27.11.2026", 15),
        ("2026-11-27T17:00", 14),
        ("2026-11-27T17:00:00Z", 17),
        ("2026-11-27T17:00+01:00", 16),
    ],
)
def test_times_are_the_centres_unless_they_say_otherwise(written, hour):
    assert moment_cell(written, ISTANBUL) == datetime(2026, 11, 27, hour, tzinfo=UTC)


def test_what_is_no_time_is_refused():
    with pytest.raises(CellRefused, match="is not a time"):
        moment_cell("yarın sabah", ISTANBUL)


@pytest.mark.parametrize("written", ["açık", "Açık", "AÇIK", "open", "OPEN", " acik "])
def test_words_are_read_in_both_languages_and_any_case(written):
    assert word_cell({"open": "open", "açık": "open", "kapalı": "closed"})(written) == "open"


def test_another_word_is_refused_with_the_words_there_are():
    with pytest.raises(CellRefused, match="bekliyor is none of open, açık"):
        word_cell({"open": "open", "açık": "open"})("bekliyor")


def test_lists_of_languages_and_skills():
    assert languages_cell("tr, EN") == ["tr", "en"]
    assert skills_cell("support:80 billing:40") == {"support": 80, "billing": 40}


@pytest.mark.parametrize("written", ["support", "support:", "support:101", "support:-1", ":80", "support:8.5"])
def test_a_skill_without_a_level_from_0_to_100_is_refused(written):
    with pytest.raises(CellRefused, match="support:80"):
        skills_cell(written)


@pytest.mark.parametrize("written", ["5g:80", "²:80", "and:80", "not:1"])
def test_a_skill_no_expression_could_ask_for_is_refused(written):
    with pytest.raises(CellRefused, match=f"{written} is a skill no ring could ask for"):
        skills_cell(f"support:80 {written}")
    with pytest.raises(BadSkills):
        skill_test(f"{written.partition(':')[0]} >= 50")


def test_languages_may_be_written_out_and_are_kept_once():
    assert languages_cell("Türkçe, ingilizce") == languages_cell("TURKISH;English tr") == ["tr", "en"]


def test_what_is_no_language_is_refused():
    with pytest.raises(CellRefused, match="is not a language"):
        languages_cell("tr klingonca")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("tr:100 en:60", {"tr": 100, "en": 60}),
        ("Türkçe, İngilizce:60", {"tr": 100, "en": 60}),
        ("tr;EN", {"tr": 100, "en": 100}),
        ("", {}),
    ],
)
def test_languages_may_have_levels(written, spoken):
    assert spoken_cell(written) == spoken


@pytest.mark.parametrize("written", ["tr:0", "tr:101", "tr:", "tr:iyi", "tr:-5", "klingonca:50", "tr:٥"])
def test_a_level_of_a_language_is_a_number_from_1_to_100(written):
    with pytest.raises(CellRefused):
        spoken_cell(written)
