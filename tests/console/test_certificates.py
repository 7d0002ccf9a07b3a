"""Certificates and briefings, and which callers an agent gets by them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from callbacks.membership import align_lines
from console.api.flow_versions import known_to
from records.audit import AuditRow, first_break
from records.database import reading, writing
from routing.policy import Policy, policy_from
from staff.agent import agent
from tests.console.conftest import Centre

POLICY = policy_from(
    {
        "default_queue": "main",
        "newcomer_days": 30,
        "queues": {
            "main": {"rings": [{"after_seconds": 0}]},
            "law": {"rings": [{"after_seconds": 0, "skills": "cert.kvkk and lang.en >= 50"}]},
            "tariff": {"rings": [{"after_seconds": 0, "skills": "briefed.new_tariff"}]},
        },
    }
)


@pytest.fixture
def policy() -> Policy:
    return POLICY


def give(centre: Centre, **changes: Any) -> Any:
    wanted = {"name": "kvkk", "given_by": "Zeynep Kaya", **changes}
    return centre.asks("POST", "/agents/ayse/certificates", "lead", json=wanted)


def brief(centre: Centre, **changes: Any) -> Any:
    wanted = {"text_tr": "Yeni tarife", "text_en": "A new tariff", "required_from": "2026-11-25", **changes}
    return centre.asks("PUT", "/briefings/new_tariff", "lead", json=wanted)


def acknowledge(centre: Centre, who: str = "ayse") -> Any:
    return centre.asks("POST", "/briefings/new_tariff/acknowledgements", "agent", json={"agent_id": who})


def queues(centre: Centre, who: str = "ayse") -> set[str]:
    """Which queues' callers they get once the clock's duty has looked."""
    align_lines(centre.board)
    known = centre.board.floor.agent(who)
    assert known is not None
    return {line.removeprefix("queue:").partition("/")[0] for line in known.lines if line.startswith("queue:")}


def signs_in(centre: Centre, who: str = "ayse") -> None:
    assert centre.asks("PUT", f"/agents/{who}/presence", json={"state": "ready"}).status_code == 200


def days_go_by(centre: Centre, days: int) -> None:
    centre.clock.advance(days * 86_400)


def audited(centre: Centre) -> list[tuple[str, str]]:
    with reading(centre.board.database) as session:
        assert first_break(session) is None
        return [(row.what, row.subject) for row in session.query(AuditRow).order_by(AuditRow.seq)]


@pytest.mark.both_databases
def test_a_certificate_counts_from_its_first_day_to_its_last_and_no_longer(centre: Centre) -> None:
    signs_in(centre)
    assert queues(centre) == {"main"}
    given = give(centre, valid_from="2026-11-24", valid_until="2026-11-25").json
    assert (given["counts"], given["made_at"]) == (False, "2026-11-23T07:00:00Z")
    assert queues(centre) == {"main"}, "tomorrow"
    days_go_by(centre, 2)
    assert queues(centre) == {"main", "law"}, "its last day"
    days_go_by(centre, 1)
    assert queues(centre) == {"main"}, "it has run out"
    [listed] = (centre.asks("GET", "/agents/ayse/certificates", "read_only").json or {})["items"]
    assert listed == given


def test_a_certificate_that_is_renewed_before_it_runs_out_counts_without_a_gap(centre: Centre) -> None:
    give(centre, valid_until="2026-11-23")
    signs_in(centre)
    assert queues(centre) == {"main", "law"}
    give(centre, valid_from="2026-11-24", valid_until="2027-11-23")
    days_go_by(centre, 1)
    assert queues(centre) == {"main", "law"}


@pytest.mark.both_databases
def test_a_certificate_that_is_withdrawn_stops_counting_at_once_and_may_be_given_again(centre: Centre) -> None:
    number = give(centre).json["id"]
    signs_in(centre)
    assert queues(centre) == {"main", "law"}
    gone = centre.asks("DELETE", f"/agents/ayse/certificates/{number}", "lead").json or {}
    assert (gone["counts"], gone["withdrawn_at"]) == (False, "2026-11-23T07:00:00Z")
    assert centre.asks("DELETE", f"/agents/ayse/certificates/{number}", "lead").json == gone
    assert queues(centre) == {"main"}
    again = give(centre, given_by="Ali Veli").json
    assert (again["id"], again["given_by"], again["counts"]) == (number, "Ali Veli", True)
    told = ["certificate_given", "certificate_withdrawn", "certificate_given"]
    assert audited(centre) == [(what, "agent:ayse") for what in told]


def test_a_certificate_that_makes_no_sense_is_not_given(centre: Centre) -> None:
    wrong: tuple[dict[str, Any], ...] = (
        {"name": "1x"}, {"name": "kvkk ve daha"}, {"name": "a" * 41}, {"given_by": ""}, {"valid_until": "2026-11-22"},
        {"valid_from": "soon"}, {"points": 3},
    )  # fmt: skip
    assert [give(centre, **changes).status_code for changes in wrong] == [422] * len(wrong)
    assert (centre.asks("GET", "/agents/ayse/certificates").json or {})["items"] == []


def test_whoever_has_left_or_is_not_known_has_no_certificates(centre: Centre) -> None:
    number = give(centre).json["id"]
    wanted = {"name": "kvkk", "given_by": "Zeynep Kaya"}
    for who in ("zeki", "nobody"):
        assert centre.asks("GET", f"/agents/{who}/certificates").status_code == 404
        assert centre.asks("POST", f"/agents/{who}/certificates", json=wanted).status_code == 404
        assert centre.asks("GET", f"/agents/{who}/briefings").status_code == 404
    for wrong in (
        f"/agents/burak/certificates/{number}",
        "/agents/ayse/certificates/x",
        "/agents/ayse/certificates/99",
    ):
        assert centre.asks("DELETE", wrong).status_code == 404


def test_an_agent_neither_gives_certificates_nor_writes_briefings(centre: Centre) -> None:
    wanted = {"name": "kvkk", "given_by": "Ayşe"}
    assert centre.asks("POST", "/agents/ayse/certificates", "agent", json=wanted).status_code == 403
    assert centre.asks("PUT", "/briefings/x", "agent", json={}).status_code == 403


def test_a_language_spoken_too_little_for_a_queue_does_not_count(centre: Centre) -> None:
    give(centre)
    signs_in(centre)
    with writing(centre.board.database) as session:
        ayse = agent(session, "ayse")
        assert ayse is not None
        ayse.language_levels = {"en": 49}
    assert queues(centre) == {"main"}
    shown = centre.asks("GET", "/agents/ayse").json or {}
    assert shown["language_levels"] == {"tr": 100, "en": 49}


def test_until_a_briefing_is_required_everybody_counts_as_briefed(centre: Centre) -> None:
    signs_in(centre)
    assert queues(centre) == {"main"}, "there is no such briefing yet"
    brief(centre)
    assert queues(centre) == {"main", "tariff"}
    days_go_by(centre, 2)
    assert queues(centre) == {"main"}
    told = acknowledge(centre).json
    assert (told["agent_id"], told["acknowledged_at"]) == ("ayse", "2026-11-25T07:00:00Z")
    assert queues(centre) == {"main", "tariff"}
    signs_in(centre, "burak")
    assert queues(centre, "burak") == {"main"}


@pytest.mark.both_databases
def test_a_briefing_written_anew_is_asked_of_everybody_again_only_where_it_says_so(centre: Centre) -> None:
    brief(centre, required_from="2026-11-01")
    signs_in(centre)
    first = acknowledge(centre).json
    assert acknowledge(centre).json == first, "said twice is said once"
    assert brief(centre, required_from="2026-11-01", text_en="A typo less").json["revision"] == 1
    assert queues(centre) == {"main", "tariff"}
    assert brief(centre, required_from="2026-11-01", ask_again=True).json["revision"] == 2
    assert queues(centre) == {"main"}
    assert (centre.asks("GET", "/briefings/new_tariff/acknowledgements").json or {})["items"] == []
    [to_read] = (centre.asks("GET", "/agents/ayse/briefings", "agent").json or {})["items"]
    assert (to_read["text_tr"], to_read["revision"], to_read["acknowledged_at"]) == ("Yeni tarife", 2, None)
    centre.clock.advance(60)
    acknowledge(centre)
    assert queues(centre) == {"main", "tariff"}
    [told] = (centre.asks("GET", "/briefings/new_tariff/acknowledgements").json or {})["items"]
    assert (told["revision"], told["acknowledged_at"]) == (2, "2026-11-23T07:01:00Z")
    assert [what for what, _ in audited(centre)].count("briefing_acknowledged") == 2


def test_a_briefing_that_is_not_there_is_not_found_and_one_without_a_sense_not_written(centre: Centre) -> None:
    assert acknowledge(centre).status_code == 404
    assert centre.asks("GET", "/briefings/new_tariff").status_code == 404
    assert brief(centre, text_tr="").status_code == 422
    wanted = {"text_tr": "a", "text_en": "b", "required_from": "2026-12-01"}
    assert centre.asks("PUT", "/briefings/1x", json=wanted).status_code == 422
    brief(centre)
    assert acknowledge(centre, "zeki").status_code == 422
    assert (centre.asks("GET", "/briefings").json or {})["items"] == [centre.asks("GET", "/briefings/new_tariff").json]


def test_a_flow_may_ask_for_a_certificate_somebody_has_and_a_briefing_that_is_written(centre: Centre) -> None:
    before = known_to(centre.board).skills
    give(centre, name="fire")
    brief(centre)
    assert known_to(centre.board).skills - before == {"cert.fire", "briefed.new_tariff"}


def test_lines_without_newcomers_are_there_as_long_as_there_is_a_newcomer(centre: Centre) -> None:
    def spared(who: str) -> list[str]:
        align_lines(centre.board)
        known = centre.board.floor.agent(who)
        assert known is not None
        return [line for line in known.lines if "newcomer" in line]

    signs_in(centre)
    signs_in(centre, "burak")
    assert spared("ayse") == [], "nobody is new"
    with writing(centre.board.database) as session:
        burak = agent(session, "burak")
        assert burak is not None
        burak.hired_on = date(2026, 11, 23) - timedelta(days=29)
    assert spared("ayse") == ["queue:main/1?not newcomer"]
    assert spared("burak") == []
    days_go_by(centre, 1)
    assert (spared("ayse"), spared("burak")) == ([], []), "after newcomer_days"


def test_an_agent_who_comes_to_belong_to_very_many_lines_is_told_of_once(centre: Centre) -> None:
    signs_in(centre)
    rings = tuple({"after_seconds": number, "skills": "cert.kvkk"} for number in range(30))
    policy = policy_from({"default_queue": "law", "queues": {"law": {"rings": rings}}})
    board = replace(centre.board, policy=policy)
    give(centre)
    with capture_logs() as told:
        align_lines(board)
        align_lines(board)
    assert [(each["event"], each["agent"], each["lines"]) for each in told] == [("agent_in_many_lines", "ayse", 32)]
