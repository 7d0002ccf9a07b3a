"""Figures people read: each with its definition, each as a list, none for those who have no need of them."""

from collections.abc import Callable

import pytest
from markupsafe import escape

from console.pages.reports.every_report import REPORTS
from console.pages.wording import LANGUAGES, words
from records.call_record import CallRow
from records.database import writing
from staff.agent import names_of
from tests.console.conftest import Centre
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]


@pytest.mark.parametrize("report", [report.name for report in REPORTS])
def test_every_report_is_shown_and_had_as_a_list_in_both_languages(signed_in: AsSomebody, report: str) -> None:
    lead = signed_in("lead")
    for wanted in LANGUAGES:
        lead.sends("/language", language=wanted)
        shown = lead.opens(f"/reports/{report}?days=7")
        assert (shown.status_code, str(escape(words(wanted)[f"reports.report.{report}"])) in shown.text) == (200, True)
        listed = lead.opens(f"/reports/{report}/list.csv")
        assert listed.mimetype == "text/csv" and listed.text.count("\n") >= 1


def test_who_was_reached_is_counted_against_who_answers_for_the_case(signed_in: AsSomebody, centre: Centre) -> None:
    now = centre.clock()
    told = {"direction": "inbound", "stage": "ended", "owner_id": "ayse", "arrived_at": now, "ended_at": now}
    with writing(centre.board.database) as session:
        for number, agent in enumerate(("ayse", "ayse", "ayse", "burak", None)):
            talked = {"agent_id": agent, "answered_at": now if agent else None}
            session.add(CallRow(sid=f"CA{number}", **told, **talked))
    centre.clock.advance(60)
    lead = signed_in("lead")
    [everybody, ayse] = lead.asks("GET", "/reports/ownership").get_json()["items"]
    assert (ayse["reached"], ayse["others"], ayse["not_answered"], ayse["reached_rate"]) == (3, 1, 1, 0.75)
    assert everybody["calls"] == 5
    shown = lead.opens("/reports/ownership").text
    assert "3 ÷ (3 + 1) = %75" in shown


def test_no_data_is_shown_as_none(signed_in: AsSomebody) -> None:
    assert words("tr")["reports.nothing"] in signed_in("lead").opens("/reports/ownership").text
    assert words("tr")["reports.nobody_answered"] in signed_in("lead").opens("/reports/staffing?queue=x&day=y").text


def test_agents_have_no_reports_and_what_there_is_not_is_not_found(signed_in: AsSomebody) -> None:
    assert signed_in("ayse").opens("/reports").status_code == 403
    assert signed_in("watch").opens("/reports").status_code == 200
    assert signed_in("lead").opens("/reports/nothing").status_code == 404


def test_people_are_told_by_name(signed_in: AsSomebody, centre: Centre) -> None:
    now = centre.clock()
    told = {"direction": "inbound", "stage": "ended", "owner_id": "ayse", "arrived_at": now, "ended_at": now}
    with writing(centre.board.database) as session:
        session.add(CallRow(sid="CA1", agent_id="ayse", answered_at=now, **told))
        name = names_of(session, ["ayse"])["ayse"]
    centre.clock.advance(60)
    lead = signed_in("lead")
    assert shown_in(lead.opens("/reports/ownership").text) == 2  # drawn, and in the table
    assert f"\n{name}," in lead.opens("/reports/ownership/list.csv").text.replace("\r", "")


def shown_in(page: str) -> int:
    return page.count("Ayşe")
