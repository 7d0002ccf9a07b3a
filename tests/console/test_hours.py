"""Opening hours, holidays and the crisis switch as programs order them, on a Monday at ten in the morning."""

from typing import Any

import pytest
from sqlalchemy import select

from console.api.hours import YEARS
from records.audit import AuditRow
from records.database import reading
from tests.console.conftest import Centre

STORM: dict[str, Any] = {
    "message_tr": "Fırtına var.",
    "message_en": "There is a storm.",
    "until": "2026-11-23T16:00:00+03:00",
}


def audited(centre: Centre) -> list[str]:
    with reading(centre.board.database) as session:
        return list(session.scalars(select(AuditRow.what).order_by(AuditRow.seq)))


def states(answer: Any) -> dict[str, str]:
    return {one["calendar"]: one["state"] for one in answer.json["items"]}


def test_which_services_are_open_is_told_for_any_moment(centre: Centre) -> None:
    assert states(centre.asks("GET", "/hours", role="read_only")) == dict.fromkeys(
        ("ariza", "destek", "fatura", "servis"), "open"
    )
    night = centre.asks("GET", "/hours?at=2026-11-22T04:13:00Z")
    assert states(night) == {"ariza": "open", "destek": "closed", "fatura": "closed", "servis": "closed"}
    told = centre.asks("GET", "/hours/fatura?at=2026-10-28T14:00:00%2B03:00").json or {}
    assert (told["cause"], told["why"]["en"], told["opens"]) == (
        "holiday",
        "we are closed for Republic Day",
        "2026-10-30T05:30:00Z",
    )
    assert centre.asks("GET", "/hours/nakliye").status_code == 404


@pytest.mark.parametrize("at", ["now", "2026-11-23T10:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_moment_nobody_can_reckon_with_is_a_problem(centre: Centre, at: str) -> None:
    assert centre.asks("GET", f"/hours?at={at}").status_code == 422
    assert centre.asks("GET", f"/holidays?year={YEARS[1]}").status_code == 422


def test_a_service_is_closed_and_reopened_by_hand(centre: Centre) -> None:
    body = {"until": "2026-11-23T12:00:00+03:00", "reason_tr": "sistem bakımda"}
    closure = centre.asks("POST", "/hours/fatura/closures", json=body).json or {}
    assert closure["why"] == {"tr": "sistem bakımda", "en": "we are closed for the moment"}
    told = centre.asks("GET", "/hours/fatura").json or {}
    assert (told["state"], told["cause"], told["opens"]) == ("closed", "closed_by_hand", "2026-11-23T09:00:00Z")
    assert (centre.asks("DELETE", "/hours/fatura/closures").json or {})["state"] == "open"
    assert centre.asks("DELETE", "/hours/fatura/closures").status_code == 409
    [listed] = (centre.asks("GET", "/hours/fatura/closures").json or {})["items"]
    assert listed["ended_by"].startswith("key:")
    assert audited(centre) == ["calendar_closed", "calendar_reopened"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/hours/fatura/closures", {"until": "2026-11-23T09:59:00+03:00"}, 422),
        ("/hours/fatura/closures", {}, 422),
        ("/hours/nakliye/closures", {"until": "2026-11-23T12:00:00+03:00"}, 404),
        ("/hours/fatura/closures", {"until": "2026-11-23T12:00:00+03:00", "reason_tr": "x" * 81}, 422),
        ("/crisis", STORM | {"until": "2026-11-23T09:00:00+03:00"}, 422),
        ("/crisis", STORM | {"overflow_queue": "nakliye"}, 422),
        ("/crisis", STORM | {"calendars": ["nakliye"]}, 422),
        ("/crisis", STORM | {"region": {"provinces": ["82"]}}, 422),
        ("/crisis", STORM | {"region": {"prefixes": ["0212"]}}, 422),
        ("/crisis", {"until": STORM["until"]}, 422),
    ],
)
def test_an_order_that_would_change_nothing_is_refused(
    centre: Centre, path: str, body: dict[str, Any], status: int
) -> None:
    assert centre.asks("POST", path, json=body).status_code == status
    assert audited(centre) == []


def test_agents_look_at_hours_and_do_not_change_them(centre: Centre) -> None:
    assert centre.asks("GET", "/crisis", role="agent").status_code == 200
    for method, path in (("POST", "/crisis"), ("DELETE", "/crisis"), ("POST", "/hours/fatura/closures")):
        assert centre.asks(method, path, role="agent", json=STORM).status_code == 403
    assert centre.asks("PUT", "/holidays/2026-11-23", role="agent", json={"kind": "holiday"}).status_code == 403


def test_a_day_is_made_a_holiday_and_is_as_calculated_again(centre: Centre) -> None:
    wanted = {"kind": "half_day", "starts": "12:00", "name_tr": "Seçim", "name_en": "Elections"}
    days = (centre.asks("PUT", "/holidays/2026-11-23", json=wanted).json or {})["items"]
    (changed,) = (day for day in days if day["day"] == "2026-11-23")
    assert (changed["starts"], changed["ends"], changed["source"]) == ("12:00", "24:00", "database")
    assert states(centre.asks("GET", "/hours?at=2026-11-23T12:30:00%2B03:00"))["fatura"] == "closed"
    assert centre.asks("DELETE", "/holidays/2026-11-23").status_code == 200
    assert centre.asks("DELETE", "/holidays/2026-11-23").status_code == 409
    assert centre.asks("PUT", "/holidays/2026-02-30", json=wanted).status_code == 422
    assert states(centre.asks("GET", "/hours?at=2026-11-23T12:30:00%2B03:00"))["fatura"] == "open"
    feasts = (centre.asks("GET", "/holidays?year=2027").json or {})["items"]
    assert {day["name"]["en"] for day in feasts if day["estimated"]} == {"Eid al-Fitr", "Eid al-Adha"}


def test_one_request_turns_the_crisis_on_and_one_turns_it_off(centre: Centre) -> None:
    body = STORM | {"hours": "closed", "calendars": ["fatura"], "region": {"provinces": ["34"]}}
    begun = centre.asks("POST", "/crisis", json=body).json or {}
    assert begun["on"] and begun["region"]["provinces"] == ["34"]
    assert len((centre.asks("GET", "/crisis").json or {})["items"]) == 1
    assert centre.asks("DELETE", f"/crisis/{begun['id'] + 1}").status_code == 409
    assert centre.asks("DELETE", "/crisis/x").status_code == 409
    assert (centre.asks("DELETE", "/crisis").json or {})["items"] == []
    assert centre.asks("DELETE", "/crisis").status_code == 409
    [past] = (centre.asks("GET", "/crisis?past=true").json or {})["items"]
    assert not past["on"] and past["ended_by"].startswith("key:")
    assert audited(centre) == ["crisis_on", "crisis_off"]


def test_a_crisis_everywhere_shows_in_the_hours_and_one_of_a_region_does_not(centre: Centre) -> None:
    region = STORM | {"hours": "closed", "region": {"provinces": ["34"]}}
    centre.asks("POST", "/crisis", json=region)
    assert states(centre.asks("GET", "/hours"))["ariza"] == "open"
    centre.asks("POST", "/crisis", json=STORM | {"hours": "closed"})
    assert set(states(centre.asks("GET", "/hours")).values()) == {"closed"}
