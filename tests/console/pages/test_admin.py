"""What administrators, ops and leads keep in order on their pages."""

import io
import zipfile
from collections.abc import Callable

import pytest
from sqlalchemy import text

from records.audit import audit_rows
from records.database import reading, writing
from records.event_subscription import EventSubscription
from records.outgoing_event import announce
from tests.console.conftest import Centre
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]
SECTIONS = ("people", "skills", "numbers", "keys", "webhooks", "audit", "privacy", "system")


@pytest.mark.parametrize(
    ("login", "opens"),
    [("admin", SECTIONS), ("ops", SECTIONS[1:3] + SECTIONS[4:]), ("lead", ("skills",)), ("ayse", ())],
)
def test_everybody_sees_the_sections_they_may_open_and_no_others(
    signed_in: AsSomebody, login: str, opens: tuple[str, ...]
) -> None:
    somebody = signed_in(login)
    front = somebody.opens("/admin").text
    assert tuple(name for name in SECTIONS if f'"/admin/{name}"' in front) == opens
    for name in SECTIONS:
        for path in (f"/admin/{name}", f"/admin/parts/{name}"):
            assert somebody.opens(path).status_code == (200 if name in opens else 403)


def test_a_page_is_in_the_language_of_whoever_reads_it(signed_in: AsSomebody) -> None:
    admin = signed_in("admin")
    assert "Kişiler ve roller" in admin.opens("/admin/people").text
    admin.sends("/language", language="en")
    assert "People and roles" in admin.opens("/admin/people").text


def test_a_person_has_a_page_and_nobody_has_none(signed_in: AsSomebody) -> None:
    admin = signed_in("admin")
    signed_in("ayse")
    page = admin.opens("/admin/people/ayse").text
    assert "Ayse" in page and "/api/v1/accounts/ayse/sessions/" in page
    assert admin.opens("/admin/people/nobody").status_code == 404


def test_the_matrix_shows_levels_and_what_queues_ask_for(signed_in: AsSomebody) -> None:
    page = signed_in("lead").opens("/admin/skills").text
    assert 'value="80" data-agent="ayse" data-skill="support"' in page
    assert "burak" not in signed_in("lead").opens("/admin/parts/skills?team=nowhere").text


def test_each_event_sent_outside_can_be_followed_try_by_try(signed_in: AsSomebody, centre: Centre) -> None:
    now = centre.clock()
    with writing(centre.board.database) as session:
        session.add(EventSubscription(id="S1", name="Depo", url="https://erp.example.com/in", kinds=["*"],
                                      made_by="x", made_at=now, state_since=now))  # fmt: skip
        session.flush()
        announce(session, "case.opened", "case:1001", {}, now=now)
    ops = signed_in("ops")
    assert "Depo" in ops.opens("/admin/webhooks").text
    log = ops.opens("/admin/webhooks/S1").text
    assert "case.opened" in log and "/event-deliveries/1/resending" in log
    assert "case.opened" not in ops.opens("/admin/webhooks/S1?state=given_up").text
    assert "case:1001" in ops.opens("/admin/deliveries/1").text
    assert ops.opens("/admin/webhooks/S2").status_code == 404
    assert ops.opens("/admin/webhooks/S1?state=x").status_code == 404


def test_the_audit_tells_whether_its_chain_is_whole(signed_in: AsSomebody, centre: Centre) -> None:
    admin = signed_in("admin")
    assert "user:admin" in admin.opens("/admin/audit?what=signed_in").text
    assert "user:admin" not in admin.opens("/admin/audit?what=looked").text
    assert "Zincir bütün" in admin.opens("/admin/parts/audit/chain").text
    with writing(centre.board.database) as session:
        session.execute(text("UPDATE audit SET who = 'user:burak' WHERE seq = 1"))
    assert "1. satırda kırık" in admin.opens("/admin/parts/audit/chain").text


def test_lists_carry_nothing_a_spreadsheet_would_carry_out(signed_in: AsSomebody) -> None:
    admin = signed_in("admin")
    formula = {"name": "=HYPERLINK(1)", "kinds": ["*"], "url": "https://erp.example.com/in"}
    admin.told("POST", "/event-subscriptions", json=formula)
    admin.asks("PATCH", "/agents/ayse/skills", json={"skills": {"x": 1}})
    listed = admin.opens("/admin/audit.csv")
    assert listed.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert listed.text.startswith("\ufeffseq,at,who,what,subject,data\r\n")
    assert not [cell for line in listed.text.splitlines() for cell in line.split(",") if cell[:1] in "=+-@" and cell]


def test_a_person_is_handed_what_is_held_about_them_and_that_is_written_down(
    signed_in: AsSomebody, centre: Centre
) -> None:
    ops = signed_in("ops")
    handed = ops.sends("/admin/privacy/export", phone="0532 999 88 77")
    assert (handed.status_code, handed.headers["Content-Type"]) == (200, "application/zip")
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(handed.data)).namelist()
    with reading(centre.board.database) as session:
        [row] = audit_rows(session, {"what": "person_exported"}, limit=5)
        assert (row.who, row.subject) == ("user:ops", "customer:C1")
    assert ops.sends("/admin/privacy/export", phone="").status_code == 422
    assert "Onlar hakkında bir şey bilmiyoruz" in ops.sends("/admin/privacy/export", phone="0532 000 00 00").text


def test_the_system_page_tells_that_no_clock_leads(signed_in: AsSomebody) -> None:
    page = signed_in("ops").opens("/admin/system").text
    assert "çalışmıyor" in page and "Redis" in page


def test_somebody_changes_their_own_password_and_knows_the_old_one(
    signed_in: AsSomebody, visitor: Callable[[], Visitor]
) -> None:
    ayse, elsewhere = signed_in("ayse"), signed_in("ayse")
    wrong = ayse.sends("/me/password", old="wrong", new="another good one")
    assert wrong.headers["Location"] == "/me?said=wrong"
    assert "yanlış" in ayse.opens("/me?said=wrong").text
    done = ayse.sends("/me/password", old="correct horse battery", new="another good one")
    assert done.headers["Location"] == "/me?said=changed"
    assert (ayse.opens("/me").status_code, elsewhere.asks("GET", "/agents").status_code) == (200, 401)
    assert visitor().signs_in("ayse", "another good one").status_code == 303


def test_somebody_ends_what_they_left_open_elsewhere_and_nobody_elses(signed_in: AsSomebody) -> None:
    ayse, left_open, burak = signed_in("ayse"), signed_in("ayse"), signed_in("burak")
    assert ayse.opens("/me").text.count('action="/me/sign-out"') == 2
    ayse.sends("/me/sign-out")
    assert [each.asks("GET", "/agents").status_code for each in (ayse, left_open, burak)] == [200, 401, 200]
