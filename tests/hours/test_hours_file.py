"""`hours.yaml`: every mistake with its place, and a centre without calendars has none."""

from collections.abc import Callable
from pathlib import Path

import pytest

from engine.hours_file import read_hours
from hours.opening_hours import Calendars
from ivr.errors import FlowInvalid

GOOD = """\
zone: Europe/Istanbul
holidays:
  - {day: 2027-03-09, is: holiday}
calendars:
  destek:
    open:
      - {days: weekdays, from: "08:00", to: "20:00"}
    closed:
      - {on: 2026-12-31, from: "13:00", reason: {tr: sayım}}
    last_call_minutes: 10
"""


def test_a_centre_without_the_file_has_no_calendars(tmp_path: Path) -> None:
    assert read_hours(tmp_path / "hours.yaml") == Calendars()


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("Europe/Istanbul", "Europe/Istambul", "1:1: zone: there is no time zone `Europe/Istambul`"),
        ("Europe/Istanbul", "../etc", "1:1: zone: there is no time zone"),
        ("is: holiday", "is: feast", "3:23: holidays.1.is: must be 'holiday', 'half_day' or 'working_day'"),
        ("2027-03-09", '"2027-02-30"', "3:6: holidays.1.day: "),
        ("is: holiday}", "is: holiday}\n  - {day: 2027-03-09, is: holiday}", "4:6: holidays.2.day: this day is told"),
        ("weekdays", "wekdays", "7:10: calendars.destek.open.1.days.1: "),
        ('"08:00"', '"8.00"', "7:26: calendars.destek.open.1.from: must be a time of day in quotes"),
        ('"08:00"', '"08:60"', "7:26: calendars.destek.open.1.from: must be a time of day in quotes"),
        ('"20:00"', '"24:01"', "7:41: calendars.destek.open.1.to: must be a time of day in quotes"),
        ('"20:00"', '"08:00"', "7:9: calendars.destek.open.1: `from` and `to` are the same time"),
        ("2026-12-31,", "2026-12-31, to_day: 2026-12-30,", "9:9: calendars.destek.closed.1: `to_day` comes after `on`"),
        ("on: 2026-12-31, ", "", "9:9: calendars.destek.closed.1.on: is missing"),
        ("reason", "raeson", "9:41: calendars.destek.closed.1.raeson: not known here; did you mean `reason`?"),
        ("sayım", "x" * 81, "9:50: calendars.destek.closed.1.reason.tr: "),
        ("minutes: 10", "minutes: 900", "10:5: calendars.destek.last_call_minutes: must be at most 240"),
        ("minutes: 10", 'minutes: "10"', "10:5: calendars.destek.last_call_minutes: must be a whole number"),
        ("calendars:", "calenders:", "calenders: not known here; did you mean `calendars`?"),
    ],
)
def test_each_mistake_is_told_with_its_place(
    reads: Callable[[str], Calendars], right: str, wrong: str, told: str
) -> None:
    assert right in GOOD
    with pytest.raises(FlowInvalid) as refused:
        reads(GOOD.replace(right, wrong, 1))
    assert any(f"hours.yaml:{told}" in problem or told in problem for problem in refused.value.problems), (
        refused.value.problems
    )
