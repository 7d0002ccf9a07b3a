"""Who signs in, what their browser may do from then on, and when it is over."""

from collections.abc import Callable

import pytest

from console.pages.door import HOME
from console.people.account import Account
from records.audit import audit_rows
from records.database import reading, writing
from tests.conftest import SettableClock
from tests.console.conftest import Centre
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]


def test_each_role_is_led_to_its_own_page(signed_in: AsSomebody) -> None:
    for login, role in (
        ("ayse", "agent"),
        ("lead", "lead"),
        ("ops", "ops"),
        ("admin", "admin"),
        ("watch", "read_only"),
    ):
        assert signed_in(login).signs_in(login).headers["Location"] == HOME[role]


@pytest.mark.parametrize(("login", "password"), [("ayse", "wrong"), ("nobody", "correct horse battery"), ("", "")])
def test_nobody_signs_in_with_a_wrong_name_or_password(
    visitor: Callable[[], Visitor], login: str, password: str
) -> None:
    stranger = visitor()
    answer = stranger.signs_in(login, password)
    assert (answer.status_code, stranger.csrf) == (401, "")
    assert stranger.asks("GET", "/agents").status_code == 401


def test_a_session_ends_when_its_owner_leaves_or_was_away_for_half_an_hour(
    signed_in: AsSomebody, clock: SettableClock
) -> None:
    ayse, burak = signed_in("ayse"), signed_in("burak")
    kept = ayse.client.get_cookie("sahip", domain="127.0.0.1").value
    assert ayse.sends("/logout").status_code == 303
    ayse.client.set_cookie("sahip", kept, domain="127.0.0.1")
    assert ayse.asks("GET", "/agents").status_code == 401
    clock.advance(31 * 60)
    assert burak.asks("GET", "/agents").status_code == 401


def test_a_desk_that_says_it_is_there_is_not_signed_out(signed_in: AsSomebody, clock: SettableClock) -> None:
    burak = signed_in("burak")
    for _ in range(4):
        clock.advance(10 * 60)
        assert burak.asks("PUT", "/agents/burak/presence", json={"state": "not_ready"}).status_code == 200
    clock.advance(31 * 60)
    assert burak.asks("GET", "/agents").status_code == 401


def test_what_changes_something_must_come_from_a_page_of_ours(signed_in: AsSomebody) -> None:
    ayse = signed_in("ayse")
    ready = {"json": {"state": "ready"}}
    assert ayse.asks("PUT", "/agents/ayse/presence", headers={"X-Sahip-CSRF": "f" * 64}, **ready).status_code == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert ayse.asks("PUT", "/agents/ayse/presence", headers=elsewhere, **ready).status_code == 403
    assert ayse.asks("GET", "/agents", headers=elsewhere).status_code == 403
    assert ayse.asks("PUT", "/agents/ayse/presence", **ready).status_code == 200


def test_an_agent_acts_for_nobody_else_and_a_lead_does(signed_in: AsSomebody) -> None:
    for_burak = {"json": {"state": "not_ready", "reason": "break"}}
    assert signed_in("ayse").asks("PUT", "/agents/burak/presence", **for_burak).status_code == 403
    assert signed_in("lead").asks("PUT", "/agents/burak/presence", **for_burak).status_code == 200


def test_what_somebody_does_is_written_down_under_their_name(signed_in: AsSomebody, centre: Centre) -> None:
    assert signed_in("ayse").asks("GET", "/customers/C1").status_code == 200
    centre.journal_is_written()
    with reading(centre.board.database) as session:
        rows = audit_rows(session, {"who": "user:ayse"}, limit=5)
        assert {row.what for row in rows} >= {"signed_in", "looked"}


def test_who_may_not_sign_in_any_more_is_out_at_once(signed_in: AsSomebody, centre: Centre) -> None:
    ayse = signed_in("ayse")
    with writing(centre.board.database) as session:
        session.get(Account, "ayse").disabled_at = centre.clock()
    assert ayse.asks("GET", "/agents").status_code == 401
    assert ayse.signs_in("ayse").status_code == 401
