"""Ops work with flows through the API: draft, compare, publish, roll back."""

from typing import Any

import pytest

from records.audit import AuditRow
from records.database import reading
from tests.console.conftest import Centre
from tests.console.flows import flow, flows_are_there, source

ASIDE = """  aside: {subflow: nothing_of_ours, next: anyone}
  anyone:"""


@pytest.fixture
def ops(centre: Centre) -> Centre:
    flows_are_there(centre)
    return centre


def told(ops: Centre, method: str, path: str, **more: Any) -> Any:
    answer = ops.asks(method, path, **more)
    assert answer.status_code == 200, answer.get_json()
    return answer.get_json()


def test_a_flow_is_shown_with_what_is_in_force_and_what_is_drafted(ops: Centre) -> None:
    [listed] = told(ops, "GET", "/flows")["items"]
    assert (listed["name"], listed["published"]["number"], listed["draft"]["author"]) == ("main", 2, "ayse")
    shown = told(ops, "GET", "/flows/main")
    assert shown["source"] == source("Günaydın")
    assert told(ops, "GET", "/flows/main/draft")["source"] == source("İyi akşamlar")


def test_the_draft_is_published_in_the_name_of_the_key_and_rolled_back(ops: Centre) -> None:
    published = told(ops, "POST", "/flows/main/versions", json={"note": "akşam"})
    assert published["changes"] == [{"flow": "main", "before": 2, "after": 3}]
    versions = told(ops, "GET", "/flows/main/versions")["items"]
    assert [one["number"] for one in versions] == [3, 2, 1]
    assert (versions[0]["author"], versions[0]["note"], versions[0]["in_force"]) == ("admin", "akşam", True)
    assert told(ops, "POST", "/flows/main/rollback", json={"version": "1"})["changes"][0]["after"] == 1
    assert told(ops, "GET", "/flows/main")["draft"] is None
    with reading(ops.board.database) as session:
        rows = session.query(AuditRow).order_by(AuditRow.seq).all()
    assert [row.what for row in rows[-2:]] == ["flows_publish", "flows_rollback"] and rows[-1].who.startswith("key:")


def test_every_error_of_a_draft_is_told_with_its_line_and_column_and_nothing_is_saved(ops: Centre) -> None:
    wrong = source("Merhaba", queue="mein").replace("next: anyone", "next: anyon")
    answer = ops.asks("PUT", "/flows/main/draft", json={"source": wrong})
    assert answer.status_code == 422 and answer.mimetype == "application/problem+json"
    errors = answer.get_json()["errors"]
    assert [error["field"] for error in errors] == ["source:5:36", "source:6:20"]
    assert "did you mean `anyone`?" in errors[0]["detail"]
    assert told(ops, "GET", "/flows/main/draft")["source"] == source("İyi akşamlar")


@pytest.mark.parametrize("text", ["", "[", "flow: [", "a: b", "\ufeffflow: main", "flow: other", "&a [*a]", "- 1"])
def test_what_is_no_flow_is_refused_with_a_place(ops: Centre, text: str) -> None:
    answer = ops.asks("PUT", "/flows/main/draft", json={"source": text})
    assert answer.status_code == 422
    assert all(error["field"].startswith("source") for error in answer.get_json()["errors"])


def test_a_draft_made_before_somebody_published_is_refused_until_it_is_put_on_what_they_published(ops: Centre) -> None:
    shown = told(ops, "GET", "/flows/main")
    told(ops, "POST", "/flows/main/rollback", json={})
    refused = ops.asks("POST", "/flows/main/versions", json={})
    assert refused.status_code == 409 and "admin" in refused.get_json()["detail"]
    assert (
        refused.get_json()["errors"][0]["field"] == "base" and "yayınlandı (admin, " in refused.get_json()["told"]["tr"]
    )
    assert ops.asks("POST", "/flows/main/versions", json={"base": shown["release"]}).status_code == 409
    present = told(ops, "GET", "/flows/main")["release"]
    told(ops, "PUT", "/flows/main/draft", json={"source": source("İyi geceler"), "base": present})
    assert told(ops, "POST", "/flows/main/versions", json={})["changes"] == [{"flow": "main", "before": 1, "after": 3}]


def test_a_new_flow_begins_as_a_draft_and_callers_hear_it_when_it_is_published(ops: Centre) -> None:
    text = source("Taksit").replace("flow: main", "flow: plan")
    drafted = told(ops, "PUT", "/flows/plan/draft", json={"source": text})
    assert drafted["published"] is None and drafted["draft"]["author"] == "admin"
    assert told(ops, "GET", "/flows/plan")["source"] is None
    told(ops, "POST", "/flows/plan/versions", json={})
    assert [one["name"] for one in told(ops, "GET", "/flows")["items"]] == ["main", "plan"]


def test_two_versions_are_compared_by_nodes_ways_and_lines(ops: Centre) -> None:
    found = told(ops, "GET", "/flows/main/difference")
    assert found["nodes_changed"] == ["greeting"] and found["ways"] == []
    assert found["text"][0] == "--- published"
    assert told(ops, "GET", "/flows/main/difference?before=1&after=published")["nodes_changed"] == ["greeting"]
    assert ops.asks("GET", "/flows/main/difference?before=9").status_code == 404


def test_a_draft_can_be_taken_away(ops: Centre) -> None:
    assert told(ops, "DELETE", "/flows/main/draft")["draft"] is None
    assert ops.asks("DELETE", "/flows/main/draft").status_code == 404
    assert ops.asks("POST", "/flows/main/versions", json={}).status_code == 404


def test_whoever_may_only_read_publishes_nothing(ops: Centre) -> None:
    for role in ("read_only", "agent", "lead"):
        assert ops.asks("GET", "/flows/main", role).status_code == 200
        assert ops.asks("POST", "/flows/main/versions", role, json={}).status_code == 403
    assert told(ops, "GET", "/flows/main")["published"]["version"] == flow("Günaydın").version


def test_a_flow_is_drawn_alone_and_over_an_older_version(ops: Centre) -> None:
    drawn = told(ops, "GET", "/flows/main/graph?lang=en")
    assert drawn["svg"].startswith("<svg ") and 'id="main.yaml:' in drawn["svg"]
    assert drawn["outline"].startswith("main\n  a call begins\n")
    compared = told(ops, "GET", "/flows/main/graph?version=draft&against=published")["svg"]
    assert 'class="card says changed"' in compared
    assert ops.asks("GET", "/flows/main/graph?version=99").status_code == 404


def test_the_checker_speaks_about_a_draft_before_it_is_published(ops: Centre) -> None:
    found = told(ops, "GET", "/flows/main/findings")["items"]
    assert {"level", "rule", "line", "column", "message", "hint"} <= set(found[0])
    assert any(one["rule"] == "missing_language" and (one["node"], one["line"]) == ("greeting", 5) for one in found)


def test_what_the_checker_calls_an_error_is_not_published(ops: Centre) -> None:
    text = source("Merhaba").replace("next: anyone", "next: aside").replace("  anyone:", ASIDE)
    told(ops, "PUT", "/flows/main/draft", json={"source": text})
    refused = ops.asks("POST", "/flows/main/versions", json={})
    assert refused.status_code == 422, refused.get_json()
    assert refused.get_json()["errors"][0]["field"].startswith("source:")
    assert told(ops, "GET", "/flows/main")["published"]["number"] == 2


def test_past_calls_are_told_again_through_a_draft(ops: Centre) -> None:
    assert told(ops, "GET", "/flows/main/replay") == {"calls": 0, "elsewhere": [], "asked_anew": {}, "untold": []}
    assert ops.asks("GET", "/flows/main/replay?version=9").status_code == 404
