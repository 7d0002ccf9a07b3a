"""Several customers share a number: the desk names them, and who talks says which of them it is."""

from collections.abc import Callable

import pytest

from cases.case import Case
from cases.customer import Customer, CustomerPhone
from records.audit import audit_rows
from records.database import reading, writing
from tests.console.conftest import CALL, Centre
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]
SHARED = "+905321110099"


@pytest.fixture
def burak(signed_in: AsSomebody, centre: Centre) -> Visitor:
    """He talks with one of a shop of five, of whom four have told their name."""
    with writing(centre.board.database) as session:
        for id, name in (("K1", "Zeynep Çelik"), ("K2", "<b>Çağla</b>"), ("K4", "Işıl"), ("K5", "İnci"), ("K3", "")):
            session.add(Customer(id=id, name=name, phones=[CustomerPhone(phone=SHARED)]))
    visitor = signed_in("burak")
    assert visitor.asks("PUT", "/agents/burak/presence", json={"state": "ready"}).status_code == 200
    told = {"from": SHARED, "from_kind": "e164", "customer": None, "customers": 5}
    centre.board.floor.note("arrived", call=CALL, data=told, now=centre.clock())
    centre.caller_waits()
    return visitor


def talks(centre: Centre) -> str:
    number = centre.agent_talks("burak")
    with writing(centre.board.database) as session:
        session.get_one(Case, number).customer_id = None
    centre.board.floor.note("case_opened", call=CALL, agent="burak", data={"case": number}, now=centre.clock())
    centre.journal_is_written()
    return number


def test_who_it_may_be_is_named_before_they_talk_and_asked_once_they_do(burak: Visitor, centre: Centre) -> None:
    centre.journal_is_written()
    ringing = burak.opens("/desk/parts/known").text
    assert "5 müşteri paylaşıyor" in ringing and "Zeynep Çelik" in ringing and 'data-asks="whose"' not in ringing
    number = talks(centre)
    assert 'data-asks="whose" data-key="KeyK"' in burak.opens("/desk/parts/known").text
    asked = burak.opens("/desk/asks/whose").text
    order = [asked.index(name) for name in ("Adı yok", "&lt;b&gt;Çağla", "Işıl", "İnci", "Zeynep")]
    assert order == sorted(order) and "<b>" not in asked
    assert f"PATCH /api/v1/cases/{number}" in asked


def test_whoever_is_chosen_is_whose_the_case_is_and_what_is_known_of_them_is_shown(
    burak: Visitor, centre: Centre
) -> None:
    number = talks(centre)
    version = burak.told("GET", f"/cases/{number}")["version"]
    burak.told("PATCH", f"/cases/{number}", json={"version": version, "customer_id": "K1"})
    known = burak.opens("/desk/parts/known").text
    assert "<h2><bdi>Zeynep Çelik</bdi></h2>" in known
    assert 'aria-pressed="true"' in burak.opens("/desk/asks/whose").text, "whoever chose wrongly chooses again"
    stale = burak.asks("PATCH", f"/cases/{number}", json={"version": version, "customer_id": "K2"})
    assert stale.status_code == 409
    centre.journal_is_written()
    with reading(centre.board.database) as session:
        assert {row.subject for row in audit_rows(session, {"what": "looked"}, limit=99)} >= {"customer:K1"}


def test_somebodys_case_that_a_call_is_about_is_not_moved_to_whoever_shares_their_number(
    burak: Visitor, centre: Centre
) -> None:
    number = talks(centre)
    with writing(centre.board.database) as session:
        case = session.get_one(Case, number)
        case.customer_id, case.opened_by_call = "K1", None
    assert 'data-asks="whose"' not in burak.opens("/desk/parts/known").text
    assert "data-act" not in burak.opens("/desk/asks/whose").text


def test_of_a_number_that_is_one_persons_nobody_is_asked(signed_in: AsSomebody, centre: Centre) -> None:
    visitor = signed_in("burak")
    assert visitor.asks("PUT", "/agents/burak/presence", json={"state": "ready"}).status_code == 200
    told = {"from": "+905329998877", "from_kind": "e164", "customer": "C1", "customers": 1}
    centre.board.floor.note("arrived", call=CALL, data=told, now=centre.clock())
    centre.caller_waits()
    talks(centre)
    assert 'data-asks="whose"' not in visitor.opens("/desk/parts/known").text
    assert "data-act" not in visitor.opens("/desk/asks/whose").text
