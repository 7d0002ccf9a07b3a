"""Every address there is, asked by everybody: nobody opens what is not theirs, and no other site acts in their name."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import cast

import pytest
from flask import Flask
from werkzeug.routing import Rule

from console.api.operations import OPERATIONS
from console.pages.every_page import PAGES
from console.pages.page import Where
from console.role import SCOPES_OF, Role, Scope, may
from engine.web import web_on
from ivr.voice_board import VoiceBoard
from records.audit import audit_rows
from records.database import reading
from tests.console.conftest import BOARD_AT_HAND, CALL, PUBLIC, Centre
from tests.console.pages.conftest import Visitor

LOGIN_OF = {"agent": "ayse", "lead": "lead", "ops": "ops", "admin": "admin", "read_only": "watch"}
OPEN_TO_ALL = {
    "/", "/login", "/logout", "/healthz", "/readyz", "/metrics", "/static/<version>/<path:name>",
    "/calendar/<token>.ics", "/api/openapi.json", "/api/docs", "/wall/<token>", "/wall/<token>/now",
}  # fmt: skip
"""Addresses without a session: a token, a proxy or nothing at all stands before what they show."""
SIGNED_BY_TWILIO = ("/voice/", "/messages/")
AsSomebody = Callable[[str], Visitor]


@cache
def whole_app() -> Flask:
    return web_on(cast(VoiceBoard, BOARD_AT_HAND), where=Where())


def guarded() -> Iterator[tuple[Rule, str, frozenset[str]]]:
    """Each address and method that wants to know who asks, with the roles that may."""
    pages: dict[tuple[str, str], frozenset[Role]] = {(page.path, page.method): page.roles for page in PAGES}
    operations: dict[tuple[str, str], Scope] = {(f"/api/v1{one.rule}", one.method): one.scope for one in OPERATIONS}
    for rule in whole_app().url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            if (roles := pages.get((rule.rule, method))) is not None:
                yield rule, method, frozenset(roles)
            elif (scope := operations.get((rule.rule, method))) is not None:
                yield rule, method, frozenset(role for role in SCOPES_OF if may(role, scope))
            else:
                assert rule.rule in OPEN_TO_ALL or rule.rule.startswith(SIGNED_BY_TWILIO), f"{rule.rule}: whose is it?"


def address(rule: Rule) -> str:
    return cast(str, rule.build(dict.fromkeys(rule.arguments, "none-of-ours"), append_unknown=False)[1])  # type: ignore[index]


@pytest.fixture
def everybody(signed_in: AsSomebody) -> dict[str, Visitor]:
    found = {role: signed_in(login) for role, login in LOGIN_OF.items()}
    for visitor in found.values():
        cookie = visitor.client.get_cookie("sahip", domain="127.0.0.1")
        visitor.client = whole_app().test_client()
        visitor.client.set_cookie("sahip", cookie.value, domain="127.0.0.1")
    return found


def test_each_role_is_refused_what_is_not_its_own_and_nothing_else(everybody: dict[str, Visitor]) -> None:
    wrong, addresses = [], list(guarded())
    assert len(addresses) > 300
    for rule, method, roles in addresses:
        for role, visitor in everybody.items():
            if role in roles and method != "GET":
                continue  # it would be done
            headers = {"X-Sahip-CSRF": visitor.csrf}
            answer = visitor.client.open(address(rule), method=method, base_url=PUBLIC, headers=headers)
            if (answer.status_code == 403) is (role in roles) or answer.status_code in (401, 500):
                wrong.append(f"{role} {method} {rule.rule}: {answer.status_code}")
    assert wrong == []


def test_agents_have_their_desk_and_their_account_and_who_only_watches_changes_nothing() -> None:
    of_agents = {page.path.split("/")[1] for page in PAGES if "agent" in page.roles}
    assert of_agents <= {"", "desk", "me", "language", "recordings"}
    watched = {page.path for page in PAGES if "read_only" in page.roles and page.method == "POST"}
    assert watched <= {"/me/password", "/me/sign-out", "/language"}
    assert not {page.path for page in PAGES if page.path.startswith("/admin") and "read_only" in page.roles}


def test_nobody_is_shown_anything_and_another_site_changes_nothing(everybody: dict[str, Visitor]) -> None:
    stranger, admin = whole_app().test_client(), everybody["admin"].client
    wrong = []
    for rule, method, _ in guarded():
        nobodys = stranger.open(address(rule), method=method, base_url=PUBLIC)
        if nobodys.status_code not in (401, 302):
            wrong.append(f"nobody {method} {rule.rule}: {nobodys.status_code}")
        elsewhere = {"Sec-Fetch-Site": "cross-site", "X-Sahip-CSRF": everybody["admin"].csrf}
        for headers in ({}, {"X-Sahip-CSRF": "0" * 64}, elsewhere) if method != "GET" else ():
            answer = admin.open(address(rule), method=method, base_url=PUBLIC, headers=headers)
            if answer.status_code != 403:
                wrong.append(f"{headers} {method} {rule.rule}: {answer.status_code}")
    assert wrong == []


def test_every_page_tells_the_browser_whom_to_trust(everybody: dict[str, Visitor]) -> None:
    paths = ["/login", *(page.path for page in PAGES if page.method == "GET" and "<" not in page.path)]
    for path in paths:
        told = everybody["admin"].opens(path).headers
        rules = dict(rule.split(" ", 1) for rule in told["Content-Security-Policy"].split("; "))
        assert rules["script-src"] == rules["default-src"] == "'self'", path
        assert (rules["frame-ancestors"], rules["object-src"], rules["base-uri"]) == ("'none'", "'none'", "'none'")
        assert (told["X-Content-Type-Options"], "unsafe" in told["Content-Security-Policy"]) == ("nosniff", False)


def test_what_somebody_may_give_hangs_on_who_they_are_and_not_on_whom_they_name(signed_in: AsSomebody) -> None:
    ayse, given = signed_in("ayse"), {"case_number": "1001", "kind": "credit", "amount": "10.00", "reason": "gecikme"}
    assert ayse.asks("POST", "/goodwill", json={**given, "agent_id": "burak"}).status_code == 403
    assert ayse.asks("POST", "/goodwill", json={**given, "agent_id": "ayse"}).status_code == 200
    thanks = {"to_agent": "ayse", "from_agent": "burak", "words": "Sağ ol"}
    assert ayse.asks("POST", "/thanks", json=thanks).status_code == 403


def test_who_opens_a_page_has_looked_at_what_it_shows_once(signed_in: AsSomebody, centre: Centre) -> None:
    centre.caller_waits()
    centre.journal_is_written()
    lead = signed_in("lead")
    for _ in range(3):
        assert lead.opens("/floor/parts/now").status_code == 200
    centre.journal_is_written()
    with reading(centre.board.database) as session:
        looks = audit_rows(session, {"who": "user:lead", "what": "looked"}, limit=9)
    assert [row.subject for row in looks] == [f"call:{CALL}"]
