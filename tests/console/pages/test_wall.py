"""A screen on a wall: figures for whoever has its address, nobody's name, and nothing once it is taken down."""

from collections.abc import Callable
from urllib.parse import urlsplit

from records.audit import audit_rows
from records.database import reading
from tests.console.conftest import CALL, Centre
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]
Anybody = Callable[[], Visitor]


def hung(lead: Visitor, **wanted: object) -> tuple[str, str]:
    """Its id, and the path of its address."""
    answer = lead.asks("POST", "/walls", json={"name": "Giriş katı", **wanted}, headers={"Idempotency-Key": "k" * 20})
    assert answer.status_code == 200, answer.json
    told = answer.json or {}
    return told["id"], urlsplit(told["url"]).path


def test_whoever_has_the_address_sees_figures_and_no_name(
    centre: Centre, signed_in: AsSomebody, visitor: Anybody
) -> None:
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    centre.board.floor.note("arrived", call=CALL, data={"from": "+905329998877", "customer": "C1"}, now=centre.clock())
    centre.caller_waits()
    centre.agent_talks("ayse")
    centre.journal_is_written()
    _, path = hung(signed_in("lead"), queues=["main"])
    for shown in (visitor().opens(path), visitor().opens(f"{path}/now")):
        assert shown.status_code == 200
        assert "tile-waiting" in shown.text
        assert not [name for name in ("Ayşe", "Işıl", "9998877", "1001") if name in shown.text]


def test_the_same_request_again_hangs_no_second_one(signed_in: AsSomebody) -> None:
    lead = signed_in("lead")
    assert hung(lead) == hung(lead)
    assert len((lead.asks("GET", "/walls").json or {})["items"]) == 1


def test_an_address_that_was_taken_back_shows_nothing_and_both_are_audited(
    centre: Centre, signed_in: AsSomebody, visitor: Anybody
) -> None:
    lead = signed_in("lead")
    number, path = hung(lead)
    assert lead.asks("DELETE", f"/walls/{number}").status_code == 200
    assert visitor().opens(path).status_code == 404
    assert visitor().opens(f"{path}/now").status_code == 404
    with reading(centre.board.database) as session:
        done = [row.what for row in audit_rows(session, {"who": "user:lead"}, limit=10)]
    assert {"wall_hung", "wall_taken_down"} <= set(done)


def test_nobody_guesses_an_address(signed_in: AsSomebody, visitor: Anybody) -> None:
    number, path = hung(signed_in("lead"))
    for wrong in (number, f"{number}{'0' * 32}", f"{path[6:-1]}é", "x" * 64, path[6:].upper()):
        assert visitor().opens(f"/wall/{wrong}").status_code == 404


def test_agents_hang_none_and_see_no_address(signed_in: AsSomebody) -> None:
    hung(signed_in("lead"))
    ayse, watcher = signed_in("ayse"), signed_in("watch")
    assert ayse.asks("POST", "/walls", json={"name": "x"}).status_code == 403
    assert ayse.asks("GET", "/walls").status_code == 403
    assert "/wall/" not in watcher.opens("/floor").text
