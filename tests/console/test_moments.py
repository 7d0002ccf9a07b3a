"""What people write into a field is meant by the centre's clock, wherever their browser is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from console.api.fields import Moment
from console.pages.moments import in_field, when
from tests.console.conftest import Centre

MOMENT = TypeAdapter(Moment)
ISTANBUL, BERLIN = ZoneInfo("Europe/Istanbul"), ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-24T14:30[Europe/Istanbul]", "2026-11-24T11:30:00+00:00"),
        ("2026-11-24T14:30:15[europe/istanbul]", "2026-11-24T11:30:15+00:00"),
        ("2026-03-29T02:30[Europe/Berlin]", "2026-03-29T01:00:00+00:00"),
        ("2026-10-25T02:30[Europe/Berlin]", "2026-10-25T00:30:00+00:00"),
        ("2026-11-24T14:30+01:00", "2026-11-24T13:30:00+00:00"),
    ],
)
def test_a_time_with_the_name_of_its_zone_is_the_moment_at_which_clocks_there_show_it(written: str, meant: str) -> None:
    assert MOMENT.validate_json(f'"{written}"') == datetime.fromisoformat(meant)
    assert MOMENT.validate_python(written) == datetime.fromisoformat(meant)


@pytest.mark.parametrize(
    "written",
    ["2026-11-24T14:30", "2026-11-24T14:30[]", "2026-11-24T14:30[Mars/Olympus]", "2026-13-24T14:30[Europe/Istanbul]",
     "0001-01-01T00:30[Asia/Tokyo]", "9999-12-31T23:30[America/New_York]", "2026-11-24T14:30[../../etc/passwd]",
     "2026-11-24T25:30[Europe/Istanbul]", "2026-11-24T14:30Z[Europe/Istanbul]", "٢٠٢٦-11-24T14:30[Europe/Istanbul]"],
)  # fmt: skip
def test_a_time_that_could_be_meant_anywhere_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        MOMENT.validate_python(written)


def test_somebody_is_on_duty_at_the_hour_that_was_written_into_the_field(centre: Centre) -> None:
    body = {
        "agent_id": "ayse",
        "rank": "senior",
        "starts_at": "2026-11-24T09:00[Europe/Istanbul]",
        "until": "2026-11-24T18:00Z",
    }
    shown = centre.asks("POST", "/rota", json=body).json
    assert shown is not None and shown["starts_at"] == "2026-11-24T06:00:00Z"
    before, after = (
        centre.asks("GET", f"/rota?since=2026-11-24T{time}[Europe/Istanbul]") for time in ("20:59", "21:01")
    )
    assert (before.json or {})["items"] and not (after.json or {})["items"]


def test_moments_are_shown_by_the_clock_of_the_zone_they_are_written_in() -> None:
    late, now = datetime(2026, 11, 23, 22, 30, tzinfo=UTC), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert (when(late, "tr", now, ISTANBUL), when(late, "tr", now, BERLIN)) == ("24 Kas 01:30", "23:30")
    assert in_field(late, ISTANBUL) == "2026-11-24T01:30"
    assert MOMENT.validate_python(f"{in_field(late, BERLIN)}[Europe/Berlin]") == late
