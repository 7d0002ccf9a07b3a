"""The floor as a supervisor sees it: six figures beside their targets, queues, agents, and calls under way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.customer import Customer
from cases.promise import end_promise, make_promise
from console.alerts.alert import Alert
from console.floor.verdict import of_abandonment, of_level, of_people, of_wait, of_waiting
from console.walls.wall import Wall
from escalations.duty import Duty
from records.database import writing
from staff.agent import Agent
from tests.console.conftest import CALL, Centre
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]
TALK = "CA" + "7" * 32


def told(centre: Centre, path: str) -> Any:
    return centre.asks("GET", path).json


def tiles(centre: Centre) -> dict[str, tuple[Any, str]]:
    shown = told(centre, "/floor")
    return {tile["name"]: (tile["number"], tile["verdict"]) for tile in shown["tiles"]}


def test_nothing_happened_yet_is_no_data_and_not_a_hundred_percent(centre: Centre) -> None:
    shown = tiles(centre)
    assert list(shown) == ["waiting", "longest", "level", "abandonment", "people", "callbacks"]
    assert shown["level"] == (None, "calm")
    assert shown["people"] == (0, "bad")


def test_who_waits_longer_than_the_target_is_told_apart_by_colour_and_word(
    centre: Centre, signed_in: AsSomebody
) -> None:
    centre.caller_waits()
    centre.clock.advance(25)
    assert tiles(centre)["longest"] == (25.0, "fair")
    centre.clock.advance(20)
    assert tiles(centre)["longest"] == (45.0, "bad")
    page = signed_in("watch").opens("/floor").text
    assert 'class="tile bad" id="tile-longest"' in page
    assert "hedef dışı" in page


def test_the_day_counts_as_the_report_does(centre: Centre, signed_in: AsSomebody) -> None:
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    centre.caller_waits()
    centre.clock.advance(5)
    centre.agent_talks("ayse")
    centre.journal_is_written()
    centre.clock.advance(6)
    [queue] = told(centre, "/floor")["queues"]
    assert (queue["answered"], queue["level"], queue["agents"]["talking"]) == (1, 1.0, 1)
    assert tiles(centre)["level"] == (1.0, "good")
    centre.caller_waits(TALK)
    centre.clock.advance(30)
    centre.board.floor.caller_leaves(TALK, why="hung_up", ended={"by": "caller"}, now=centre.clock())
    centre.journal_is_written()
    assert tiles(centre)["level"] == (0.5, "bad")
    assert "At / (A + B - S)" in signed_in("lead").opens("/floor").text


def test_figures_of_the_day_are_counted_once_for_all_who_look(centre: Centre) -> None:
    assert tiles(centre)["level"][0] is None
    centre.caller_waits()
    centre.clock.advance(1)
    centre.board.floor.caller_leaves(CALL, why="hung_up", ended={"by": "caller"}, now=centre.clock())
    centre.journal_is_written()
    assert told(centre, "/floor")["queues"][0]["abandoned"] == 0
    centre.clock.advance(6)
    assert told(centre, "/floor")["queues"][0]["abandoned"] == 1


def test_a_call_shows_where_it_is_and_with_whom(centre: Centre, signed_in: AsSomebody) -> None:
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    centre.board.floor.note("arrived", call=CALL, data={"from": "+905329998877"}, now=centre.clock())
    centre.caller_waits()
    centre.journal_is_written()
    assert phases(centre) == ["ringing"]
    number = centre.agent_talks("ayse")
    centre.journal_is_written()
    [call] = told(centre, "/floor/calls")["items"]
    assert (call["phase"], call["agent_name"], call["listeners"]) == ("talking", "Ayşe Yılmaz", [])
    assert number
    page = signed_in("lead").opens("/floor/parts/now").text
    assert "Ayşe Yılmaz" in page
    assert "görüşüyor" in page


def phases(centre: Centre) -> list[str]:
    return [call["phase"] for call in told(centre, "/floor/calls")["items"]]


def test_a_lead_may_set_states_and_listen_and_who_only_watches_may_not(centre: Centre, signed_in: AsSomebody) -> None:
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    centre.caller_waits()
    centre.agent_talks("ayse")
    centre.journal_is_written()
    with writing(centre.board.database) as session:
        session.add(Agent(id="lead", name="Lale", role="lead", endpoint="phone", phone="+905551110000",
                          languages=["tr"], skills={}, active=True))  # fmt: skip
    lead, watcher = signed_in("lead").opens("/floor").text, signed_in("watch").opens("/floor").text
    assert 'data-agent="ayse"' in lead
    assert 'data-agent="ayse"' not in watcher
    assert "data-opens" not in watcher


@pytest.mark.parametrize("login", ["ayse"])
def test_the_floor_is_not_for_agents(signed_in: AsSomebody, login: str) -> None:
    assert signed_in(login).opens("/floor").status_code == 403
    assert signed_in(login).opens("/floor/parts/now").status_code == 403


def test_a_figure_is_judged_beside_its_own_target() -> None:
    assert [of_level(level, 0.8) for level in (0.8, 0.7, 0.69, None)] == ["good", "fair", "bad", "calm"]
    assert [of_wait(seconds, 20) for seconds in (None, 20, 40, 41)] == ["good", "good", "fair", "bad"]
    assert [of_abandonment(share) for share in (0.05, 0.1, 0.11, None)] == ["good", "fair", "bad", "calm"]
    assert [of_waiting(0, 0), of_waiting(2, 2), of_waiting(3, 2)] == ["good", "fair", "bad"]
    assert [of_people(1, 1), of_people(0, 2), of_people(0, 0)] == ["good", "fair", "bad"]


def test_names_of_callers_are_words_and_never_markup(centre: Centre, signed_in: AsSomebody) -> None:
    with writing(centre.board.database) as session:
        session.get(Customer, "C1").name = '"><svg onload=alert(1)>'
    centre.board.floor.note("arrived", call=CALL, data={"from": "+905329998877", "customer": "C1"},
                            now=centre.clock())  # fmt: skip
    centre.caller_waits()
    centre.journal_is_written()
    page = signed_in("lead").opens("/floor").text
    assert "&lt;svg onload" in page
    assert "<svg onload" not in page


def test_what_is_owed_stands_there_with_what_may_be_done_about_it(centre: Centre, signed_in: AsSomebody) -> None:
    now = centre.clock()
    with writing(centre.board.database) as session:
        late = make_promise(session, case_number="1001", kind="next_action", what="Fatura düzeltilecek",
                            due_at=now + timedelta(hours=1), by_agent="ayse", now=now)  # fmt: skip
        end_promise(session, late.id, "broken", now)
        make_promise(session, case_number="1001", kind="update", what="Haber verilecek",
                     due_at=now + timedelta(hours=1), by_agent="burak", now=now)  # fmt: skip
        session.add(Alert(id="A1", rule="long_wait", subject="main", metric="longest_wait_seconds", op=">", bound=60,
                          value=90, began_at=now, fired_at=now, told_at=now, tries=0))  # fmt: skip
        session.add(Wall(id="W1", name="Giriş katı", language="tr", queues=[], made_by="user:lead", made_at=now))
        session.add(Agent(id="lale", name="Lale Lider", role="lead", languages=["tr"], active=True))
        session.flush()
        session.add(Duty(agent_id="lale", rank="lead", starts_at=now, until=now + timedelta(hours=8), slots=2,
                         made_by="user:lead", made_at=now))  # fmt: skip
    centre.clock.advance(58 * 60)
    shown, watched = (signed_in(login).opens("/floor/parts/owed").text for login in ("lead", "watch"))
    for told in ("Fatura düzeltilecek", "Haber verilecek", "en uzun bekleyen 90 sn", "Lale Lider"):
        assert told in shown
        assert told in watched
    for act in ("make-good", "/api/v1/rota/", "/api/v1/walls/W1", "put-on-duty"):
        assert act in shown
        assert act not in watched
