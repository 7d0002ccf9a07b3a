"""A caller's place in line, out of a URL and out of the record."""

from datetime import UTC, datetime

import pytest

from callbacks.place import Place
from records.call_record import CallRecord

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_place_survives_its_journey_through_a_url() -> None:
    place = Place(
        call="CA1", queue="destek", owner=True, since=NOW, language="en", customer="c1", case="4812",
        skills="billing >= 50", round="7", offered=NOW,
    )  # fmt: skip
    assert Place.carried("CA1", place.query(), NOW) == place


@pytest.mark.parametrize(
    ("plan", "skills"),
    [
        ([[0, "agent:ayse", "owner"], [30000, "queue:destek/1?billing >= 50", "ring"]], "billing >= 50"),
        ([[0, "queue:destek/1", "ring"]], None),
        ([], None),
        (None, None),
        (["nonsense", [], 7], None),
    ],
)
def test_the_record_knows_the_skills_a_flow_asked_for(plan: list[object] | None, skills: str | None) -> None:
    assert Place.recorded(CallRecord(sid="CA1", plan=plan), round="0", now=NOW).skills == skills
