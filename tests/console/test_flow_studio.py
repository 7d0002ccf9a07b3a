"""Whoever writes a flow sees what is wrong while they write, what callers will hear, and where callers went so far."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from callbacks.centre_files import CentreFiles
from engine.centre_files import centre_files, problems_with
from records.database import writing
from records.journal import Event, append
from tests.console.conftest import Centre, at_the_board
from tests.console.flows import flows_are_there, source
from tests.console.test_flows import told

SHIPPED = Path("centre")


@pytest.fixture
def ops(centre: Centre) -> Centre:
    flows_are_there(centre)
    return centre


def checked(ops: Centre, text: str, **more: Any) -> Any:
    return told(ops, "POST", "/flows/main/check", json={"source": text, **more})


def test_a_text_that_is_being_written_is_told_each_error_on_its_line_in_ones_own_language(ops: Centre) -> None:
    found = checked(ops, source("Merhaba").replace("next: anyone", "next: anyon"), language="tr")
    assert (found["errors"], found["svg"]) == (1, None)
    [first] = [one for one in found["findings"] if one["level"] == "error"]
    assert (first["line"], first["column"], first["node"]) == (5, 36, "greeting")
    assert "anyon" in first["message"] and "anyone" in first["hint"]
    assert checked(ops, source("Merhaba"))["errors"] == 0


@pytest.mark.parametrize(
    ("text", "line"),
    [("flow: main\nnodes: [\n", 3), ("flow: main\nnodse: {}\n", 2), ("", 1), (source("x") + "\tx: 1\n", 7)],
)
def test_what_is_no_flow_yet_is_told_where_it_stops_being_one(ops: Centre, text: str, line: int) -> None:
    found = checked(ops, text, draw=True)
    assert found["svg"] is None and found["errors"] == len(found["findings"])
    assert line in [one["line"] for one in found["findings"]]


def test_a_text_of_another_flow_is_not_taken_for_this_one(ops: Centre) -> None:
    [wrong] = [one for one in checked(ops, source("x").replace("flow: main", "flow: other"), language="en")["findings"]
               if one["rule"] == "unreadable"]  # fmt: skip
    assert "`other`, not `main`" in wrong["message"]


def test_a_text_is_drawn_for_a_page_that_forbids_styles_of_others(ops: Centre) -> None:
    svg = checked(ops, source('<img src=x onerror=alert(1)> \\" & \\u202e'), draw=True)["svg"]
    assert "<img" not in svg and "&lt;img" in svg
    assert "<style" not in svg and "style=" not in svg
    assert "<style" in told(ops, "GET", "/flows/main/graph")["svg"]


def test_checking_saves_nothing(ops: Centre) -> None:
    before = told(ops, "GET", "/flows/main/draft")
    checked(ops, source("Bambaşka"))
    assert told(ops, "GET", "/flows/main/draft") == before


def test_prompts_are_listed_with_node_line_and_words(ops: Centre) -> None:
    [heard] = told(ops, "GET", "/flows/main/prompts?version=draft")["items"]
    assert (heard["node"], heard["line"], heard["tr"], heard["en"]) == ("greeting", 5, "İyi akşamlar", None)
    assert told(ops, "GET", "/flows/main/prompts")["items"][0]["tr"] == "Günaydın"


def test_calls_are_counted_on_the_ways_they_took_and_where_callers_hung_up(ops: Centre) -> None:
    for number, turns in enumerate((["main.greeting", "main.anyone"], ["main.greeting"], ["other.start"])):
        _calls(ops, f"CA{number}", turns, ends="main" if len(turns) > 1 else None)
    found = told(ops, "GET", "/flows/main/traffic")
    assert found["calls"] == 2
    assert found["ways"] == [{"before": None, "after": "main.greeting", "calls": 2},
                             {"before": "main.greeting", "after": "main.anyone", "calls": 1}]  # fmt: skip
    assert found["left"] == [{"node": "main.greeting", "calls": 1}]
    assert 'often-4"' in found["svg"] and ">2×<" in found["svg"] and ">1×<" in found["svg"]
    ops.clock.advance(2 * 24 * 3600)
    assert told(ops, "GET", "/flows/main/traffic?days=1")["calls"] == 0


def _calls(ops: Centre, call: str, nodes: list[str], *, ends: str | None) -> None:
    at = ops.clock() - timedelta(minutes=5)
    visited: dict[str, Any] = {"nodes": nodes, **({"end": ends} if ends else {})}
    kinds: tuple[tuple[str, dict[str, Any]], ...] = (("arrived", {}), ("visited", visited), ("ended", {}))
    with writing(ops.board.database) as session:
        append(session, [Event(id=f"{call}{kind}", kind=kind, at=at, call=call, data=data) for kind, data in kinds])


def test_tests_are_played_on_a_draft_before_callers_are_its_test(ops: Centre, tmp_path: Path) -> None:
    folder = tmp_path / "flows" / "tests"
    folder.mkdir(parents=True)
    says = "- test: selam\n  steps:\n    - hears: İyi akşamlar\n  ends: {queue: main}\n"
    (folder / "main.yaml").write_text("tests:\n" + says.replace("\n", "\n  ").join(["  ", ""]), encoding="utf-8")
    ops = at_the_board(replace(ops.board, files=CentreFiles(folder=tmp_path)), ops.clock, ops.keys)
    played = told(ops, "GET", "/flows/main/tests")
    assert (played["passed"], played["failed"], played["unreadable"]) == (1, 0, [])
    [failed] = told(ops, "GET", "/flows/main/tests?version=published&language=en")["tests"]
    assert failed["place"] == "main.yaml:4:9" and "İyi akşamlar" in failed["failure"]
    (folder / "main.yaml").write_text("tests: [", encoding="utf-8")
    assert told(ops, "GET", "/flows/main/tests")["unreadable"][0].startswith("main.yaml:1:")


def test_a_queue_tells_who_is_in_each_ring_now(ops: Centre) -> None:
    assert ops.asks("PUT", "/agents/burak/presence", json={"state": "ready"}).status_code == 200
    [queue] = told(ops, "GET", "/queues")["items"]
    [ring] = queue["rings"]
    assert [(one["name"], one["state"]) for one in ring["agents"]] == [
        ("Burak Işık", "ready"), ("Ayşe Yılmaz", "logged_out")]  # fmt: skip
    assert (queue["waiting"], queue["open"]) == (0, True)
    ops.caller_waits()
    assert told(ops, "GET", "/queues/main")["rings"][0]["agents"][0]["state"] == "reserved"
    assert ops.asks("GET", "/queues/nobody").status_code == 404


def test_a_file_of_the_centre_is_shown_and_a_change_of_it_tried_with_line_and_column(centre: Centre) -> None:
    ops = centre
    assert {"policy", "escalations", "care"} <= {one["name"] for one in told(ops, "GET", "/centre-files")["items"]}
    text = told(ops, "GET", "/centre-files/policy")["source"]
    ops = at_the_board(replace(ops.board, files=centre_files(SHIPPED, ops.board.database)), ops.clock, ops.keys)
    right = told(ops, "POST", "/centre-files/policy/check", json={"source": text})
    assert right == {"errors": 0, "findings": [], "elsewhere": [], "difference": []}
    wrong = text.replace("ring_seconds: 15", "ring_seconds: soon", 1)
    [finding] = told(ops, "POST", "/centre-files/policy/check", json={"source": wrong, "language": "en"})["findings"]
    line = wrong.splitlines().index(next(each for each in wrong.splitlines() if "soon" in each)) + 1
    assert (finding["line"], finding["column"]) == (line, 1) and "number" in finding["message"]
    assert ops.asks("GET", "/centre-files/flows").status_code == 404
    assert ops.asks("GET", "/centre-files/..%2Fpolicy").status_code == 404


def test_what_a_change_breaks_in_other_files_is_told_as_well(database: Engine) -> None:
    text = (SHIPPED / "policy.yaml").read_text(encoding="utf-8").replace("  sikayet:", "  sikayetler:")
    found = problems_with(SHIPPED.absolute(), database, {"policy": text})
    assert found and all(not one.startswith("/") for one in found)
    assert any(one.startswith("flows/") and "sikayet" in one for one in found)
