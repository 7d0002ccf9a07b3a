"""The edge treats every operation alike: who asks, may they, is it well said, was it said before."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from redis import Redis
from sqlalchemy import update
from werkzeug.routing import Rule

from console.api.blueprint import api
from console.api.operations import OPERATIONS
from console.api.page import cursor_at
from console.api.problem import MEANINGS, Problem
from console.api_key import ApiKeyRow
from console.role import SCOPES_OF
from console.wording import told
from escalations.errors import EscalationRefused
from records.database import open_database, writing
from staff.agent import Agent
from tests.console.conftest import CALL, Centre

PUBLIC = {"api.openapi", "api.docs"}


def routes(centre: Centre) -> list[tuple[str, str]]:
    """Every method and address of the API that needs a key."""
    rules: list[Rule] = [
        rule
        for rule in centre.client.application.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint not in PUBLIC
    ]
    return [
        (method, rule.rule.removeprefix("/api/v1").replace("<", "").replace(">", ""))
        for rule in rules
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
    ]


def test_no_route_answers_without_a_key(centre: Centre) -> None:
    assert len(routes(centre)) == len(OPERATIONS)
    for method, path in routes(centre):
        answer = centre.client.open(f"/api/v1{path}", method=method, json={})
        assert answer.status_code == 401, path
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_no_route_answers_a_key_without_scopes(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.execute(update(ApiKeyRow).where(ApiKeyRow.name == "ops").values(role="guest"))
    for method, path in routes(centre):
        assert centre.asks(method, path, role="ops", json={}).status_code == 403, path


def test_each_route_lets_exactly_the_roles_in_that_have_its_scope(centre: Centre) -> None:
    for operation in OPERATIONS:
        for role, scopes in SCOPES_OF.items():
            path = operation.path.replace("{", "").replace("}", "")
            refused = centre.asks(operation.method, path, role=role, json={}).status_code == 403
            assert refused is (operation.scope not in scopes), (operation.name, role)


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x", "Basic YTpi", "bearer sahip_1_2", "Bearer ş"])
def test_a_header_that_is_no_key_is_refused(centre: Centre, authorization: str) -> None:
    answer = centre.client.get("/api/v1/agents", headers={"Authorization": authorization})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"", "application/json", 400),
        (b"[]", "application/json", 422),
        (b'{"state":"ready","colour":"red"}', "application/json", 422),
        (b'{"state":"ready"}', "text/plain", 415),
        (b'{"state":"ready","reason":"' + b"x" * 70_000 + b'"}', "application/json", 413),
        (b'{"state":"ready","reason":"\\u0000"}', "application/json", 400),
        (b'{"state":"not_ready","reason":"\\ud800"}', "application/json", 400),
    ],
)
def test_a_body_that_cannot_be_meant_is_refused(centre: Centre, body: bytes, kind: str, status: int) -> None:
    answer = centre.asks("PUT", "/agents/ayse/presence", data=body, content_type=kind)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(answer.json or {})


def test_a_wrong_field_is_named(centre: Centre) -> None:
    answer = centre.asks("PUT", "/agents/ayse/presence", json={"state": "asleep"})
    assert answer.status_code == 422
    assert [fault["field"] for fault in (answer.json or {})["errors"]] == ["state"]


@pytest.mark.parametrize(
    "path",
    ["/agents?limit=0", "/agents?limit=x", "/agents?limit=1000", "/agents?cursor=junk", "/agents?cursor=W10=",
     "/agents?colour=red", "/cases?cursor=WyJub3ciLCIxIl0=",
     "/cases?cursor=WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwiMSJd", "/cases/1001?x=1", "/cases?status=lost"],
)  # fmt: skip
def test_a_query_that_cannot_be_meant_is_refused(centre: Centre, path: str) -> None:
    answer = centre.asks("GET", path)
    assert answer.status_code == 422
    assert (answer.json or {})["errors"]


@pytest.mark.parametrize("unseen", ["\x00", "\x08", "\x1b", "\x7f", "\x85"])
def test_no_field_takes_what_nobody_types_and_it_is_named_in_both_languages(centre: Centre, unseen: str) -> None:
    for path, body, field in (
        ("/cases/1001/notes", {"text": f"a{unseen}b"}, "text"),
        ("/cases/1001/closure", {"disposition": "resolved", "loss": {"what": unseen}}, "loss.what"),
        ("/transfers", {"call": "CA1", "wanted": ["ayse", f"{unseen}burak"]}, "wanted.1"),
        ("/flows/main/check", {"source": f"flow: main{unseen}"}, "source"),
    ):  # fmt: skip
        refused = centre.asks("POST", path, role="admin", json=body)
        told = refused.json or {}
        assert (refused.status_code, told["errors"][0]["field"]) == (400, field), path
        assert f"“{field}” alanında görünmeyen" in told["told"]["tr"] and f"“{field}” has" in told["told"]["en"]
    refused = centre.asks("GET", "/agents", query_string={"team": f"a{unseen}"})
    assert (refused.status_code, (refused.json or {})["errors"][0]["field"]) == (400, "team")
    assert centre.asks("GET", f"/agents/a{quote(unseen)}").status_code == 404


def test_lines_and_tabs_are_kept_as_they_are_written(centre: Centre) -> None:
    written = "Önce\tsonra:\r\n- parça\n- usta"
    assert centre.asks("POST", "/cases/1001/notes", json={"text": written}).status_code == 200
    story = centre.asks("GET", "/cases/1001/timeline").json or {}
    assert written in [each.get("text") for each in story["items"]]


@pytest.mark.parametrize(
    "path",
    ["/agents/%00", "/cases/%F0%28", "/customers/..%2f", "/calls/%0a", "/agents/a'--", "/nothing", "/agents/a/b/c"],
)
def test_an_address_of_nothing_is_a_problem_too(centre: Centre, path: str) -> None:
    answer = centre.asks("GET", path)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_a_method_that_is_not_there_says_which_are(centre: Centre) -> None:
    answer = centre.asks("DELETE", "/agents")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.mimetype == "application/problem+json"


def test_pages_outside_the_api_keep_their_own_not_found(centre: Centre) -> None:
    answer = centre.client.get("/desk")
    assert answer.status_code == 404
    assert answer.mimetype == "text/html"


def test_a_repeated_request_is_carried_out_once_and_answered_alike(centre: Centre) -> None:
    wanted = {"agent_id": "burak", "reason": "holiday"}
    key = {"Idempotency-Key": "one"}
    first = centre.asks("PUT", "/cases/1001/owner", json=wanted, headers=key)
    centre.asks("PUT", "/cases/1001/owner", json={"agent_id": "ayse", "reason": "back"})
    again = centre.asks("PUT", "/cases/1001/owner", json=wanted, headers=key)
    assert (first.status_code, again.data) == (200, first.data)
    assert (centre.asks("GET", "/cases/1001/owner").json or {})["agent_id"] == "ayse"


def test_a_refusal_is_repeated_alike(centre: Centre) -> None:
    key = {"Idempotency-Key": "one"}
    answers = [centre.asks("PUT", "/agents/nobody/presence", json={"state": "ready"}, headers=key) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].data == answers[1].data
    assert answers[1].mimetype == "application/problem+json"


def test_one_key_for_two_requests_is_refused(centre: Centre) -> None:
    key = {"Idempotency-Key": "one"}
    assert centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"}, headers=key).status_code == 200
    assert centre.asks("PUT", "/agents/burak/presence", json={"state": "ready"}, headers=key).status_code == 422
    assert centre.asks("PUT", "/agents/ayse/presence", json={"state": "logged_out"}, headers=key).status_code == 422


def test_two_programs_may_use_the_same_key(centre: Centre) -> None:
    key = {"Idempotency-Key": "one"}
    for role, agent in (("admin", "ayse"), ("agent", "burak")):
        answer = centre.asks("PUT", f"/agents/{agent}/presence", role=role, json={"state": "ready"}, headers=key)
        assert answer.status_code == 200


@pytest.mark.parametrize("key", ["x" * 201, "a\x7fb"])
def test_a_key_we_cannot_keep_is_refused(centre: Centre, key: str) -> None:
    answer = centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"}, headers={"Idempotency-Key": key})
    assert answer.status_code == 422


def test_without_a_floor_programs_are_told_to_come_back_and_may_repeat(centre: Centre, redis: Redis) -> None:
    redis.delete("{centre}:epoch")
    key = {"Idempotency-Key": "one"}
    answer = centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"}, headers=key)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    centre.board.floor.begin_epoch(1, now=centre.clock())
    centre.board.floor.finish_rebuild(now=centre.clock())
    assert centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"}, headers=key).status_code == 200


def test_without_the_records_programs_are_told_to_come_back(centre: Centre) -> None:
    nowhere = open_database("sqlite:////nowhere/at/all.sqlite")
    app = Flask("sahip")
    app.register_blueprint(api(replace(centre.board, database=nowhere)))
    answer = app.test_client().get("/api/v1/agents", headers={"Authorization": f"Bearer {centre.keys['admin']}"})
    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "2"


def test_a_fault_of_our_own_is_a_problem_without_details(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.execute(update(Agent).where(Agent.id == "ayse").values(skills={"support": "very"}))
    answer = centre.asks("GET", "/agents/ayse")
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    assert b"support" not in answer.data


def test_the_description_tells_of_every_operation_with_its_scope(centre: Centre) -> None:
    answer = centre.client.get("/api/openapi.json")
    document: dict[str, Any] = json.loads(answer.data)
    told = {
        (method.upper(), path): one["x-scope"]
        for path, item in document["paths"].items()
        for method, one in item.items()
    }
    assert document["openapi"].startswith("3.1")
    assert told == {(operation.method, operation.path): operation.scope for operation in OPERATIONS}


def test_every_reference_in_the_description_leads_somewhere(centre: Centre) -> None:
    raw = centre.client.get("/api/openapi.json").data.decode()
    document = json.loads(raw)
    names = {part.split('"')[0] for part in raw.split("#/components/schemas/")[1:]}
    assert names <= set(document["components"]["schemas"])
    assert "ProblemDetails" in names


def test_the_documentation_stands_on_its_own(centre: Centre) -> None:
    page = centre.client.get("/api/docs").data.decode()
    assert all(f'id="{operation.name}"' in page for operation in OPERATIONS)
    assert 'id="problem-422"' in page
    assert "//cdn" not in page
    assert "<script" not in page


def test_operations_have_names_of_their_own() -> None:
    assert len({operation.name for operation in OPERATIONS}) == len(OPERATIONS)


def test_nothing_is_kept_by_proxies(centre: Centre) -> None:
    assert centre.asks("GET", "/agents").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_a_number_no_row_has_is_not_found_and_no_cursor(centre: Centre) -> None:
    ended = {"by": "burak", "passed": True, "outcome": "She listens now, and says so."}
    assert centre.asks("POST", f"/coaching/{2**31}/end", json=ended).status_code == 404
    assert centre.asks("GET", f"/goodwill?cursor={cursor_at(str(2**31))}").status_code == 422


@pytest.mark.parametrize(
    ("method", "path", "body", "turkish", "english"),
    [
        ("PUT", f"/calls/{CALL}/hold", {"hold": True}, "kimse konuşmuyor", "Nobody talks"),
        ("PUT", f"/calls/{CALL}/hand", {"reason": "kural belirsiz"}, "kimse konuşmuyor", "Nobody talks"),
        ("POST", "/agents/ayse/wrap-up/extension", {}, "bir kez uzatılabilir", "prolonged once"),
        ("DELETE", "/crisis/7", None, "olağanüstü durum yok", "No such crisis"),
        ("DELETE", "/hours/fatura/closures", None, "elle kapatılmış değil", "not closed by hand"),
        ("GET", "/cases/9999", None, "Böyle bir şey yok", "There is no case 9999."),
        ("POST", "/cases/1001/notes", {}, "işaretli alanlara bakın", "text: Field required"),
    ],
)  # fmt: skip
def test_every_refusal_is_told_in_both_languages(
    centre: Centre, method: str, path: str, body: dict[str, Any] | None, turkish: str, english: str
) -> None:
    refused = centre.asks(method, path, role="admin", **({} if body is None else {"json": body}))
    assert refused.status_code in (404, 409, 422), refused.json
    told = (refused.json or {})["told"]
    assert turkish in told["tr"] and english in told["en"]


def test_there_are_words_for_whatever_an_escalation_is_refused_for() -> None:
    known = EscalationRefused.__subclasses__()
    assert len(known) > 8
    for refused in known:
        words = told(f"refused_{refused.why}", {})
        assert words.tr != words.en
    for status in MEANINGS:
        in_words = Problem(status, "There is no case 9.").details.told
        assert in_words.en == "There is no case 9." and in_words.tr
