"""Customers hear from us as often as was settled, whether there is news or not."""

from datetime import timedelta
from typing import Any

import pytest

from callbacks.updates_keeping import find_cases_to_follow, see_to_updates
from cases.case import Case
from cases.promise import end_promise, promises_of
from cases.update_cadence import UpdateCadence
from records.database import reading, writing
from tests.console.conftest import Centre


@pytest.fixture(autouse=True)
def _late(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Case, "1001").reason = "delivery_late"


def shown(centre: Centre, method: str = "GET", path: str = "update-cadence", **body: Any) -> dict[str, Any]:
    answer = centre.asks(method, f"/cases/1001/{path}", "agent", **({"json": body} if body else {}))
    assert answer.status_code == 200, answer.json
    told: dict[str, Any] = answer.json or {}
    return told


def updates(centre: Centre) -> list[tuple[str, str | None]]:
    with reading(centre.board.database) as session:
        kept = sorted(promises_of(session, "1001"), key=lambda one: one.id)
        return [(one.status, one.by_agent) for one in kept if one.kind == "update"]


@pytest.mark.both_databases
def test_a_rule_for_a_reason_promises_updates_one_after_the_other(centre: Centre) -> None:
    assert find_cases_to_follow(centre.board) == 1
    assert find_cases_to_follow(centre.board) == 0
    see_to_updates(centre.board)
    assert updates(centre) == [("open", "ayse")]
    assert shown(centre)["next_due"] == "2026-11-25T07:00:00Z", "24 open hours from Monday at ten"
    told = shown(centre, "POST", "updates", agent_id="ayse", told="The lorry left İzmir.")
    assert updates(centre) == [("kept", "ayse"), ("open", "ayse")]
    assert (told["every_hours"], told["by_rule"]) == (24.0, True)


def test_what_was_settled_with_the_customer_goes_before_the_rule(centre: Centre) -> None:
    assert shown(centre, "PUT", every_hours=4)["next_due"] == "2026-11-23T11:00:00Z"
    assert shown(centre, "PUT", every_hours=0)["next_due"] is None
    see_to_updates(centre.board)
    assert updates(centre) == [("released", "ayse")]
    assert (shown(centre, "PUT", every_hours=None)["every_hours"], len(updates(centre))) == (24.0, 2)


def test_after_a_missed_update_the_next_is_promised_all_the_same(centre: Centre) -> None:
    due = shown(centre, "PUT", every_hours=4)["next_due"]
    with writing(centre.board.database) as session:
        promise = session.get_one(UpdateCadence, "1001").promise_id
        assert promise is not None and due
        end_promise(session, promise, "broken", centre.clock() + timedelta(hours=4))
    centre.clock.advance(4 * 3600 + 60)
    see_to_updates(centre.board)
    assert [status for status, _ in updates(centre)] == ["broken", "open"]


def test_a_closed_case_is_silent(centre: Centre) -> None:
    shown(centre, "PUT", every_hours=4)
    with writing(centre.board.database) as session:
        session.get_one(Case, "1001").status = "closed"
    centre.clock.advance(5 * 3600)
    see_to_updates(centre.board)
    assert len(updates(centre)) == 1
    with reading(centre.board.database) as session:
        assert session.get_one(UpdateCadence, "1001").look_at is None


@pytest.mark.parametrize("every", [-1, 5000, "often"])
def test_a_cadence_nobody_could_keep_is_refused(centre: Centre, every: object) -> None:
    refused = centre.asks("PUT", "/cases/1001/update-cadence", "agent", json={"every_hours": every})
    assert refused.status_code == 422
