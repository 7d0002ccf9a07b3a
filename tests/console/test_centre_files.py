"""Whoever configures the centre changes its files where everybody can see it, and goes back where it was wrong."""

import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select

from engine.centre import CentreInvalid, read_centre
from engine.centre_files import centre_files
from engine.centre_in_force import centre_in_force
from engine.rules_in_force import RulesInForce
from engine.shipped import shipped
from engine.stop_signal import StopSignal
from records.audit import AuditRow
from records.database import open_database, reading
from tests.console.conftest import Centre, at_the_board
from tests.console.test_flows import told

PATIENCE_SECONDS = 15
RING, LONGER = "ring_seconds: 15 ", "ring_seconds: 19 "


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A centre's folder that may be written in."""
    return Path(shutil.copytree(shipped("centre"), tmp_path / "centre"))


@pytest.fixture
def ops(centre: Centre, folder: Path) -> Centre:
    """In a process that takes up what is published, as every process of ours does."""
    board, read = centre.board, read_centre(folder)
    rules = RulesInForce(read, board.database, lambda now: {"policy": now.policy, "care": now.care})
    files = centre_files(folder, board.database, rules)
    return at_the_board(replace(board, policy=read.policy, files=files), centre.clock, centre.keys)


def text(ops: Centre, name: str = "policy") -> str:
    return str(told(ops, "GET", f"/centre-files/{name}")["source"])


def publish(ops: Centre, source: str, name: str = "policy", **more: Any) -> Any:
    return ops.asks("PUT", f"/centre-files/{name}", json={"source": source, **more})


def test_a_file_counts_as_it_lies_until_somebody_publishes_it(ops: Centre) -> None:
    before = told(ops, "GET", "/centre-files/policy")
    assert (before["version"], before["differs"], before["last"]) == (0, False, None)
    assert told(ops, "GET", "/centre-files/policy/versions")["items"] == []

    done = publish(ops, before["source"].replace(RING, LONGER), note="phones ring longer", base=0).json
    assert (done["number"], done["how"], done["note"]) == (2, "publish", "phones ring longer")

    after = told(ops, "GET", "/centre-files/policy")
    assert LONGER in after["source"] and (after["version"], after["differs"]) == (2, True)
    newest, first = told(ops, "GET", "/centre-files/policy/versions")["items"]
    assert (newest["author"], first["number"], first["how"], first["author"]) == ("admin", 1, "first", "centre")
    assert RING in told(ops, "GET", "/centre-files/policy/versions/1")["source"]


def test_what_is_published_is_what_the_next_request_goes_by(ops: Centre) -> None:
    assert ops.board.at_present().policy.ring_seconds == 15
    publish(ops, text(ops).replace(RING, LONGER))
    assert ops.board.at_present().policy.ring_seconds == 19


def test_another_process_takes_it_up_beside_its_requests_and_a_request_keeps_what_it_began_with(
    ops: Centre, folder: Path
) -> None:
    board = ops.board
    other = RulesInForce(read_centre(folder), board.database, lambda now: {"policy": now.policy})
    elsewhere = replace(board, files=replace(board.files, in_force=other.parts))
    begun = elsewhere.at_present()
    publish(ops, text(ops).replace(RING, LONGER))
    assert elsewhere.at_present().policy.ring_seconds == 15, "nobody asks the records within a request"
    stop = StopSignal()
    looking = other.keep_looking(stop)
    end = time.monotonic() + PATIENCE_SECONDS
    while elsewhere.at_present().policy.ring_seconds == 15 and time.monotonic() < end:
        stop.wait(0.02)
    stop.set()
    looking.join(PATIENCE_SECONDS)
    assert (begun.policy.ring_seconds, elsewhere.at_present().policy.ring_seconds) == (15, 19)


def test_no_request_asks_the_records_what_is_in_force_and_the_list_of_files_asks_once(ops: Centre) -> None:
    publish(ops, text(ops).replace(RING, LONGER))
    publish(ops, text(ops, "hours") + "\n", "hours")
    asked: list[str] = []
    event.listen(ops.board.database, "before_cursor_execute", lambda *told: asked.append(told[2]))
    ops.clock.advance(3600)
    assert ops.board.at_present().policy.ring_seconds == 19
    assert asked == []
    listed = {one["name"]: (one["version"], one["differs"]) for one in told(ops, "GET", "/centre-files")["items"]}
    assert (listed["policy"], listed["hours"], listed["care"]) == ((2, True), (2, True), (0, False))
    assert len([each for each in asked if "centre_file_versions" in each]) == 1


def test_with_the_records_out_of_reach_all_goes_on_and_what_was_published_is_taken_up_afterwards(
    ops: Centre, folder: Path
) -> None:
    away = open_database("sqlite:////nowhere/at/all.sqlite")
    lost = RulesInForce(read_centre(folder), away, lambda now: {"policy": now.policy})
    assert lost.look_again() is False and lost.parts() == {}
    found = RulesInForce(read_centre(folder), ops.board.database, lambda now: {"policy": now.policy})
    assert found.look_again() is True and found.parts() == {}
    publish(ops, text(ops).replace(RING, LONGER))
    assert found.look_again() is True and found.parts()["policy"].ring_seconds == 19


def test_a_text_with_an_error_is_refused_with_its_line_and_nothing_is_published(ops: Centre) -> None:
    wrong = text(ops).replace(RING, "ring_seconds: soon ")
    refused = publish(ops, wrong)
    assert refused.status_code == 422 and refused.json["told"]["tr"] == "Metinde hata var."
    line = next(number for number, each in enumerate(wrong.splitlines(), start=1) if "soon" in each)
    assert [one["field"] for one in refused.json["errors"]] == [f"source:{line}:1"]
    assert told(ops, "GET", "/centre-files/policy")["version"] == 0


def test_a_queue_that_flows_lead_to_is_not_taken_away(ops: Centre) -> None:
    refused = publish(ops, text(ops).replace("  sikayet:", "  sikayetler:"))
    assert refused.status_code == 422
    assert any(one["field"] == "elsewhere" and "sikayet" in one["detail"] for one in refused.json["errors"])


def test_a_policy_nobody_could_call_with_is_refused(ops: Centre) -> None:
    refused = publish(ops, text(ops).replace('caller_ids: ["+908502220000"]', ""))
    assert refused.status_code == 422 and "caller_ids" in refused.json["errors"][0]["detail"]


def test_whoever_looked_at_an_older_version_is_told_who_came_first(ops: Centre) -> None:
    before = text(ops)
    assert publish(ops, before.replace(RING, LONGER), base=0).status_code == 200
    late = publish(ops, before.replace(RING, "ring_seconds: 11 "), base=0)
    assert late.status_code == 409 and "admin" in late.json["told"]["en"]
    assert late.json["errors"] == [{"field": "base", "detail": "It is 2 now."}]
    assert publish(ops, text(ops)).status_code == 409


def test_an_earlier_version_comes_back_as_a_new_one(ops: Centre) -> None:
    before = text(ops)
    publish(ops, before.replace(RING, LONGER))
    back = told(ops, "POST", "/centre-files/policy/rollback", json={"note": "too long"})
    assert (back["number"], back["how"], back["restores"]) == (3, "rollback", 1)
    assert text(ops) == before and not told(ops, "GET", "/centre-files/policy")["differs"]
    assert ops.board.at_present().policy.ring_seconds == 15
    again = told(ops, "POST", "/centre-files/policy/rollback", json={"version": 2})
    assert (again["number"], ops.board.at_present().policy.ring_seconds) == (4, 19)
    assert ops.asks("POST", "/centre-files/policy/rollback", json={"version": 99}).status_code == 404
    assert ops.asks("POST", "/centre-files/care/rollback", json={}).status_code == 404


def test_each_publication_stands_in_the_audit_with_who_and_why(ops: Centre) -> None:
    publish(ops, text(ops).replace(RING, LONGER), note="phones ring longer")
    told(ops, "POST", "/centre-files/policy/rollback", json={})
    with reading(ops.board.database) as session:
        rows = session.scalars(select(AuditRow).filter_by(subject="centre-file:policy").order_by(AuditRow.seq)).all()
    assert [row.what for row in rows] == ["centre_file_publish", "centre_file_rollback"]
    assert rows[0].who.startswith("key:") and rows[0].data["note"] == "phones ring longer"


def test_the_difference_is_told_between_what_lies_there_what_is_in_force_and_any_version(ops: Centre) -> None:
    changed = text(ops).replace(RING, LONGER)
    tried = told(ops, "POST", "/centre-files/policy/check", json={"source": changed})["difference"]
    assert [one[:17] for one in tried if one[0] in "+-"][2:] == ["-" + RING.strip(), "+" + LONGER.strip()]
    publish(ops, changed)
    back = told(ops, "GET", "/centre-files/policy/difference")["text"]
    assert [one[:17] for one in back if one[0] in "+-"][2:] == ["-" + LONGER.strip(), "+" + RING.strip()]
    assert told(ops, "GET", "/centre-files/policy/difference?before=1&after=file")["text"] == []
    assert ops.asks("GET", "/centre-files/policy/difference?before=9").status_code == 404


@pytest.mark.parametrize("name", ["connections", "dips"])
def test_files_that_name_credentials_are_changed_where_they_lie(ops: Centre, name: str) -> None:
    assert told(ops, "GET", f"/centre-files/{name}")["published"] is False
    refused = publish(ops, text(ops, name) + "\n# more\n", name)
    assert refused.status_code == 409 and "klasöründe" in refused.json["told"]["tr"]


@pytest.mark.parametrize("role", ["agent", "lead", "read_only"])
def test_only_ops_and_admins_publish(ops: Centre, role: str) -> None:
    asked = ops.asks("PUT", "/centre-files/policy", role=role, json={"source": "x: 1\n"})
    assert asked.status_code == 403


def test_the_periods_of_privacy_and_the_numbers_are_published_in_the_same_way(ops: Centre) -> None:
    assert publish(ops, text(ops, "care").replace("calls_days: 730", "calls_days: 365"), "care").status_code == 200
    assert ops.board.at_present().care.privacy.calls_days == 365
    numbers = text(ops, "numbers")
    assert publish(ops, numbers + '"+908502220005": main\n', "numbers").status_code == 200
    unknown = publish(ops, numbers + '"+908502220006": nowhere\n', "numbers")
    assert unknown.status_code == 422 and unknown.json["errors"][0]["field"].startswith("source:")


def test_a_process_that_starts_reads_what_is_published_and_not_what_lies_there(ops: Centre, folder: Path) -> None:
    publish(ops, text(ops).replace(RING, LONGER))
    (folder / "policy.yaml").write_text(text(ops).replace(LONGER, "ring_seconds: 12 "), encoding="utf-8")
    centre = centre_in_force(folder, ops.board.database)
    assert (centre.policy.ring_seconds, centre.versions) == (19, {"policy": 2})
    assert centre.surroundings.audio == folder / "audio"


def test_a_start_says_which_version_cannot_be_used(ops: Centre, folder: Path) -> None:
    publish(ops, text(ops).replace(RING, LONGER))
    hours = folder / "hours.yaml"
    hours.write_text(hours.read_text(encoding="utf-8").replace("  ariza:", "  arizalar:"), encoding="utf-8")
    with pytest.raises(CentreInvalid) as refused:
        centre_in_force(folder, ops.board.database)
    assert any(one.startswith("policy.yaml (v2):") for one in refused.value.problems)


def test_a_flow_that_was_only_published_may_answer_a_published_number(ops: Centre, folder: Path) -> None:
    from engine.first_release import see_to_first_release

    see_to_first_release(ops.board.database, read_centre(folder), ops.clock())
    publish(ops, text(ops, "numbers") + '"+908502220005": mystery\n', "numbers")
    (folder / "flows" / "mystery.yaml").unlink()
    (folder / "flows" / "tests" / "mystery.yaml").unlink(missing_ok=True)
    centre = centre_in_force(folder, ops.board.database)
    assert centre.flow_of_number["+908502220005"] == "mystery"
