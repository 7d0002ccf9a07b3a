"""Holidays out of a calendar file, as calendars of ministries and of colleagues are handed round."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.ics_file import read_ics
from ivr.errors import FlowInvalid

FEAST = """\
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
DTSTART;VALUE=DATE:20270309
DTEND;VALUE=DATE:20270312
SUMMARY:Ramazan
  Bayramı\\, üç gün
BEGIN:VALARM
SUMMARY:not this
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART:20271231
SUMMARY:Sayım
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "feasts.ics"


def test_each_day_of_an_event_is_a_holiday_and_its_end_is_the_day_after_the_last(file: Path) -> None:
    file.write_text(FEAST.replace("\n", "\r\n"), encoding="utf-8-sig")
    found = [(one.day, one.name) for one in read_ics(file, "tr")]
    feast = "Ramazan Bayramı, üç gün"
    assert found == [
        (date(2027, 3, 9), feast), (date(2027, 3, 10), feast), (date(2027, 3, 11), feast),
        (date(2027, 12, 31), "Sayım"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("BEGIN:VCALENDAR", "BEGIN:VCARD", ":1:1: is no calendar"),
        ("DATE:20270309", "DATE-TIME:20270309T090000", ":3:1: DTSTART must be a whole day"),
        ("20271231", "20271331", ":12:1: DTSTART: there is no day 20271331"),
        ("20270312", "20270309", ":3:1: an event lasts from one day"),
        ("20270312", "20280309", ":3:1: an event lasts from one day"),
        ("DTSTART:20271231\n", "", ":12:1: DTSTART is missing"),
        ("SUMMARY:Sayım\n", "", ":12:1: SUMMARY is missing"),
        ("Sayım", "x" * 61, ":12:1: SUMMARY is longer than 60 letters"),
        ("SUMMARY:Sayım", "SUMMARY:Sayım\nRRULE:FREQ=YEARLY", ":12:1: an event that comes again and again"),
    ],
)
def test_each_event_that_is_no_holiday_is_told_with_its_line(file: Path, right: str, wrong: str, told: str) -> None:
    file.write_text(FEAST.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(FlowInvalid) as refused:
        read_ics(file, "en")
    assert f"{file}{told}" in str(refused.value)
    with pytest.raises(FlowInvalid) as in_turkish:
        read_ics(file, "tr")
    [line] = str(in_turkish.value).splitlines()
    assert line.startswith(f"{file}:{told.split(':')[1]}:1: ") and line not in str(refused.value)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.integers(0, len(FEAST)))
def test_any_bytes_are_days_or_a_sentence(file: Path, bytes_: bytes, where: int) -> None:
    whole = FEAST.encode()
    file.write_bytes(whole[:where] + bytes_ + whole[where:])
    try:
        read_ics(file, "tr")
    except FlowInvalid as refused:
        assert str(file) in str(refused)
