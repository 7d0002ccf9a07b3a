"""An agent's desk as it is served: what it shows in each scene, to whom, and that no name gets out of its place."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cases.customer import Customer
from console.pages.desk.asks import ASKS
from console.pages.desk.known import TOLD
from console.pages.wording import LANGUAGES, say, words
from records.audit import audit_rows
from records.database import reading, writing
from tests.console.conftest import CALL, Centre
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]
PARTS = ("standing", "work", "known", "story", "mine", "precedents")


@pytest.fixture
def burak(signed_in: AsSomebody) -> Visitor:
    """At a browser, and ready."""
    visitor = signed_in("burak")
    assert visitor.asks("PUT", "/agents/burak/presence", json={"state": "ready"}).status_code == 200
    return visitor


def shown(visitor: Visitor, path: str = "/desk") -> str:
    answer = visitor.opens(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def talks(centre: Centre) -> str:
    centre.caller_waits()
    number = centre.agent_talks("burak")
    centre.board.floor.note("case_opened", call=CALL, agent="burak", data={"case": number}, now=centre.clock())
    centre.journal_is_written()
    return number


def test_the_desk_is_for_those_who_take_calls(signed_in: AsSomebody) -> None:
    assert signed_in("watch").opens("/desk").status_code == 403
    assert signed_in("lead").opens("/desk").status_code == 404
    assert 'data-scene="away"' in shown(signed_in("ayse"))


def test_whoever_is_offered_a_caller_sees_why_and_until_when(burak: Visitor, centre: Centre) -> None:
    centre.caller_waits()
    page = shown(burak)
    assert 'data-scene="offered"' in page
    assert "main kuyruğundan olduğunuz için size soruluyor." in page
    assert 'data-phone="accept"' in page
    assert "data-until=" in page


def test_a_desk_knows_the_customer_the_case_and_what_may_be_given(burak: Visitor, centre: Centre) -> None:
    number = talks(centre)
    page = shown(burak)
    assert 'data-scene="talking"' in page
    assert f"Dosya #{number}" in page
    assert "Bu ay verebileceğiniz:" in page
    assert '<strong>Sahibi</strong> <bdi class="soft">Burak Işık</bdi>' in page
    centre.journal_is_written()
    with reading(centre.board.database) as session:
        assert {row.subject for row in audit_rows(session, {"what": "looked"}, limit=9)} >= {f"call:{CALL}"}


def test_paperwork_is_not_done_before_it_says_what_comes_next_and_by_when(burak: Visitor, centre: Centre) -> None:
    number = talks(centre)
    centre.board.floor.conversation_ends(CALL, by="caller", now=centre.clock())
    page = shown(burak)
    assert 'data-scene="wrap_up"' in page
    assert all(f'name="{field}"' in page for field in ("disposition", "next_action", "next_action_due", "who"))
    refused = burak.asks("POST", f"/calls/{CALL}/wrap-up", json={"disposition": "follow_up"})
    assert refused.status_code == 422
    assert {fault["field"] for fault in refused.get_json()["errors"]} == {"next_action", "next_action_due"}
    assert refused.get_json()["told"]["tr"].startswith("Eksik var.")
    due = (centre.clock() + timedelta(hours=2)).isoformat()
    told = {"disposition": "follow_up", "next_action": "Ara", "next_action_due": due}
    assert burak.asks("POST", f"/calls/{CALL}/wrap-up", json=told).status_code == 200
    assert 'data-scene="ready"' in shown(burak)
    assert f"#{number}" in shown(burak, "/desk/parts/mine")


def test_who_missed_a_caller_is_told_so_and_what_became_of_them(burak: Visitor, centre: Centre) -> None:
    centre.caller_waits()
    on_floor = centre.board.floor.agent("burak")
    assert on_floor is not None and on_floor.reservation is not None
    centre.board.floor.offer_fails(on_floor.reservation, why="no_answer", now=centre.clock())
    centre.journal_is_written()
    page = shown(burak)
    assert 'data-scene="away"' in page
    assert "açmadınız. Hâlâ bekliyor." in page
    assert "Müsait ol" in page


HOSTILE = (
    "\u202e\"><svg onload=alert(1)></section><script>alert(1)</script>' onmouseover='alert(1) {{ 12345 * 67890 }}👩‍👧"
    + 10_000 * "Ş"
)


def test_a_hostile_name_stays_a_name_wherever_it_is_shown(burak: Visitor, centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Customer, "C1").name = HOSTILE
    told = {"from": "+905329998877", "kind": "known", "customer": "C1"}
    centre.board.floor.note("arrived", call=CALL, data=told, now=centre.clock())
    number = talks(centre)
    assert burak.asks("POST", f"/cases/{number}/notes", json={"text": HOSTILE[:4000]}).status_code == 200
    for path in ("/desk", *(f"/desk/parts/{part}" for part in PARTS), *(f"/desk/asks/{what}" for what in ASKS)):
        page = shown(burak, path)
        assert not any(
            broken in page for broken in ("<svg onload", "<script>alert", "' onmouseover", "838102050", "\u202e")
        )
    assert "&lt;svg onload" in shown(burak, "/desk/parts/known")


def test_every_word_of_the_desk_is_there_in_both_languages() -> None:
    spoken = [{key for key in words(language) if key.startswith("desk.")} for language in LANGUAGES]
    assert spoken[0] == spoken[1]
    assert all(say(language, f"desk.story_{kind}") for language in LANGUAGES for kind in TOLD)
