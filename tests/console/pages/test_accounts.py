"""An administrator keeps accounts: who may sign in, as what, and where they are signed in."""

import json
from collections.abc import Callable

from sqlalchemy import select

from console.people.browser_session import BrowserSession, sessions_of
from console.people.sign_in_tries import PER_ADDRESS, PER_NAME, SignInTries, Tried, count_a_try
from records.audit import audit_rows
from records.database import reading, writing
from tests.conftest import SettableClock
from tests.console.conftest import Centre
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]
NEW = {"login": "Zeynep", "name": "Zeynep Kaya", "role": "lead", "password": "correct horse battery"}


def test_whoever_is_given_an_account_signs_in_with_it_however_they_write_their_name(
    signed_in: AsSomebody, visitor: Callable[[], Visitor]
) -> None:
    made = signed_in("admin").told("POST", "/accounts", json=NEW)
    assert (made["login"], "password" in made) == ("zeynep", False)
    assert visitor().signs_in("ZEYNEP").headers["Location"] == "/floor"


def test_no_two_people_have_one_name_and_no_two_accounts_one_agent(signed_in: AsSomebody) -> None:
    admin = signed_in("admin")
    taken = admin.asks("POST", "/accounts", json={**NEW, "login": "AYSE"})
    assert (taken.status_code, "ayse kullanıcı adı zaten var." in json.loads(taken.data)["told"]["tr"]) == (409, True)
    assert admin.asks("POST", "/accounts", json={**NEW, "agent_id": "burak"}).status_code == 409
    assert admin.asks("POST", "/accounts", json={**NEW, "agent_id": "zeki"}).status_code == 422
    assert admin.asks("POST", "/accounts", json={**NEW, "password": "short"}).status_code == 422


def test_who_is_given_another_role_signs_in_anew_and_who_is_only_renamed_does_not(signed_in: AsSomebody) -> None:
    admin, ayse = signed_in("admin"), signed_in("ayse")
    assert admin.asks("PATCH", "/accounts/ayse", json={"name": "Ayşe Yılmaz"}).status_code == 200
    assert ayse.asks("GET", "/agents").status_code == 200
    assert admin.told("PATCH", "/accounts/ayse", json={"role": "lead"})["sessions"] == 0
    assert ayse.asks("GET", "/agents").status_code == 401
    assert ayse.signs_in("ayse").headers["Location"] == "/floor"


def test_the_last_administrator_stays_one(signed_in: AsSomebody) -> None:
    admin = signed_in("admin")
    assert admin.asks("PATCH", "/accounts/admin", json={"role": "ops"}).status_code == 409
    assert admin.asks("PATCH", "/accounts/admin", json={"disabled": True}).status_code == 409
    assert admin.asks("PATCH", "/accounts/ops", json={"role": "admin"}).status_code == 200
    assert admin.asks("PATCH", "/accounts/admin", json={"disabled": True}).status_code == 200


def test_a_new_password_ends_what_was_begun_with_the_old_one(
    signed_in: AsSomebody, visitor: Callable[[], Visitor]
) -> None:
    admin, ayse = signed_in("admin"), signed_in("ayse")
    assert admin.asks("PUT", "/accounts/ayse/password", json={"password": "another good one"}).status_code == 200
    assert ayse.asks("GET", "/agents").status_code == 401
    assert visitor().signs_in("ayse").status_code == 401
    assert visitor().signs_in("ayse", "another good one").status_code == 303


def test_somebody_is_signed_out_of_one_browser_or_of_all(signed_in: AsSomebody, centre: Centre) -> None:
    admin, here, there = signed_in("admin"), signed_in("ayse"), signed_in("ayse")
    with reading(centre.board.database) as session:
        [_, first] = sessions_of(session, "ayse", now=centre.clock())
    assert len(admin.told("GET", "/accounts/ayse/sessions")["items"]) == 2
    assert admin.asks("DELETE", f"/accounts/ayse/sessions/{first.name}").status_code == 200
    assert sorted(each.asks("GET", "/agents").status_code for each in (here, there)) == [200, 401]
    assert admin.told("DELETE", "/accounts/ayse/sessions") == {"ended": 1}
    assert {here.asks("GET", "/agents").status_code, there.asks("GET", "/agents").status_code} == {401}


def test_what_is_done_with_accounts_is_written_down_without_passwords(signed_in: AsSomebody, centre: Centre) -> None:
    admin = signed_in("admin")
    account = admin.told("POST", "/accounts", json=NEW)["id"]
    admin.asks("PATCH", f"/accounts/{account}", json={"role": "ops"})
    with reading(centre.board.database) as session:
        rows = audit_rows(session, {"subject": f"user:{account}"}, limit=5)
        assert [row.what for row in rows] == ["account_changed", "account_opened"]
        assert rows[0].data == {"role": "ops"}
        assert "correct horse battery" not in str([row.data for row in rows])


def test_passwords_cannot_be_guessed_and_who_waits_may_try_again(
    visitor: Callable[[], Visitor], clock: SettableClock
) -> None:
    guesser = visitor()
    tries = [guesser.signs_in("ayse", "wrong").status_code for _ in range(PER_NAME.holds)]
    assert set(tries) == {401}
    refused = guesser.signs_in("ayse")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "60")
    assert visitor().signs_in("burak").status_code == 303
    clock.advance(61)
    assert guesser.signs_in("ayse").status_code == 303


def test_many_names_from_one_address_are_refused_and_what_strangers_say_of_theirs_is_not_believed(
    visitor: Callable[[], Visitor], centre: Centre
) -> None:
    with writing(centre.board.database) as session:
        for address in ("203.0.113.7", "8.8.8.8"):
            for number in range(PER_ADDRESS.holds):
                tried = Tried(login=f"{address}{number}", address=address, secret=centre.board.secret)
                count_a_try(session, tried, now=centre.clock())
    through_our_proxy = {"headers": {"X-Forwarded-For": "203.0.113.7"}}
    by_itself = {"headers": {"X-Forwarded-For": "203.0.113.8"}, "environ_overrides": {"REMOTE_ADDR": "8.8.8.8"}}
    form = {"login": "burak", "password": "correct horse battery"}
    assert visitor().client.post("/login", data=form, **through_our_proxy).status_code == 429
    assert visitor().client.post("/login", data=form, **by_itself).status_code == 429
    assert visitor().signs_in("burak").status_code == 303


def test_a_new_password_lets_them_in_who_tried_too_often(signed_in: AsSomebody, visitor: Callable[[], Visitor]) -> None:
    ayse, admin = visitor(), signed_in("admin")
    for _ in range(PER_NAME.holds):
        ayse.signs_in("ayse", "wrong")
    admin.asks("PUT", "/accounts/ayse/password", json={"password": "another good one"})
    assert ayse.signs_in("ayse", "another good one").status_code == 303


def test_what_is_long_over_is_not_kept(signed_in: AsSomebody, centre: Centre, clock: SettableClock) -> None:
    signed_in("ayse").signs_in("burak", "wrong")
    clock.advance(31 * 24 * 3600)
    signed_in("ayse")
    with reading(centre.board.database) as session:
        assert len(session.scalars(select(BrowserSession)).all()) == 1
        assert len(session.scalars(select(SignInTries)).all()) == 1


def test_signing_in_again_ends_the_session_the_browser_had(signed_in: AsSomebody) -> None:
    ayse = signed_in("ayse")
    before = ayse.client.get_cookie("sahip", domain="127.0.0.1").value
    ayse.signs_in("ayse")
    ayse.client.set_cookie("sahip", before, domain="127.0.0.1")
    assert ayse.asks("GET", "/agents").status_code == 401


def test_keys_of_programs_are_made_shown_once_and_taken_back(signed_in: AsSomebody, centre: Centre) -> None:
    admin = signed_in("admin")
    pressed_twice = {"json": {"name": "CRM", "role": "agent"}, "headers": {"Idempotency-Key": "k1"}}
    made = admin.told("POST", "/api-keys", **pressed_twice)
    assert admin.told("POST", "/api-keys", **pressed_twice) == made
    program = {"Authorization": f"Bearer {made['key']}"}
    assert centre.client.get("/api/v1/agents", headers=program).status_code == 200
    assert admin.told("DELETE", f"/api-keys/{made['id']}")["revoked_at"] is not None
    assert centre.client.get("/api/v1/agents", headers=program).status_code == 401
    assert "key" not in admin.told("GET", "/api-keys")["items"][-1]


def test_skills_are_changed_one_by_one_and_languages_as_a_whole(signed_in: AsSomebody) -> None:
    lead = signed_in("lead")
    told = lead.told(
        "PATCH", "/agents/ayse/skills", json={"skills": {"billing": 60}, "languages": {"tr": 100, "de": 40}}
    )
    assert told["skills"] == {"support": 80, "billing": 60}
    assert told["language_levels"] == {"tr": 100, "de": 40}
    assert lead.told("PATCH", "/agents/ayse/skills", json={"skills": {"support": 0}})["skills"] == {"billing": 60}
    assert lead.asks("PATCH", "/agents/ayse/skills", json={"skills": {"and": 1}}).status_code == 422
    assert signed_in("ayse").asks("PATCH", "/agents/ayse/skills", json={"skills": {"vip": 90}}).status_code == 403
