"""`sahip flow check` tells ops what is wrong, where, and how far a person is."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import exit_status, sahip
from engine.shipped import shipped
from ivr.errors import FlowInvalid
from tests.ivr.checking.checking import GOOD
from tests.without_diversions import lead_nobody_elsewhere


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    folder = tmp_path / "centre"
    shutil.copytree(shipped("centre"), folder, ignore=shutil.ignore_patterns("flows"))
    (folder / "flows").mkdir()
    lead_nobody_elsewhere(folder)
    (folder / "flows" / "main.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "numbers.yaml").write_text('"+908502220000": main\n', encoding="utf-8")
    return folder


def check(*asked: object) -> Result:
    return CliRunner().invoke(sahip, ["flow", "check", *map(str, asked)])


def break_main(centre: Path, right: str, wrong: str) -> Path:
    path = centre / "flows" / "main.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return path


def test_the_longest_way_to_a_person_is_told_for_each_number(centre: Path) -> None:
    told = check(centre / "flows", "--lang", "en")
    assert told.exit_code == 0, told.output
    assert "+908502220000 main: " in told.output and "flows: 1, errors: 0, warnings: 0" in told.output


def test_the_shipped_flows_have_nothing_wrong() -> None:
    told = check(shipped("centre") / "flows", "--lang", "en")
    assert told.exit_code == 0 and "errors: 0, warnings: 0" in told.output, told.output


def test_an_error_is_told_with_its_place_in_both_languages(centre: Path) -> None:
    path = break_main(centre, "person: anyone", "limits: {person_seconds: 5}\nperson: anyone")
    told = check(centre / "flows", "--lang", "en")
    assert told.exit_code == 1
    assert f"{path}:2:1: error: start: a person may be" in told.output
    assert f"{path}:2:1: hata: start: " in check(centre / "flows").output


def test_one_file_is_checked_among_the_others_and_only_it_is_told_of(centre: Path) -> None:
    (centre / "flows" / "other.yaml").write_text(
        "flow: other\nstart: out\nperson: out\nnodes:\n  out:\n    hang_up: true\n", encoding="utf-8"
    )
    assert check(centre / "flows").exit_code == 1
    assert check(centre / "flows" / "main.yaml").exit_code == 0


def test_a_file_that_is_no_flow_ends_with_its_place_and_3(centre: Path) -> None:
    path = break_main(centre, "nodes:", "nodes: [")
    told = check(centre / "flows")
    assert isinstance(told.exception, FlowInvalid) and exit_status(told.exception) == 3
    assert str(told.exception).startswith(f"{path}:")


def test_programs_read_the_same_as_json(centre: Path) -> None:
    break_main(centre, "person: ", "limits: {person_seconds: 5}\nperson: ")
    told = json.loads(check(centre, "--json", "--lang", "en").output)
    [error] = [one for one in told["findings"] if one["level"] == "error" and one["flow"] == "main"]
    assert (error["rule"], error["line"], error["column"]) == ("far_from_a_person", 2, 1)
    worst = next(one for one in told["time_to_person"] if one["flow"] == "main")
    assert worst["numbers"] == ["+908502220000"] and worst["seconds"] > 5 and worst["way"]


def test_a_system_may_be_asked_once_it_is_listed(centre: Path) -> None:
    asked = "nodes:\n  asked: {dip: {get: 'https://crm.example.com/', ok: greeting, failed: greeting}}\n"
    break_main(centre, "nodes:\n", asked)
    assert "unknown_host" in str(json.loads(check(centre, "--json").output))
    (centre / "dips.yaml").write_text("hosts: {crm.example.com: {}}\n", encoding="utf-8")
    assert "unknown_host" not in str(json.loads(check(centre, "--json").output))


def test_two_files_of_one_flow_are_a_mistake_and_an_empty_folder_is_none(centre: Path, tmp_path: Path) -> None:
    (centre / "flows" / "second.yaml").write_text(GOOD, encoding="utf-8")
    told = check(centre / "flows").exception
    assert isinstance(told, FlowInvalid) and "second.yaml:1:1: flow: another file has a flow `main`" in str(told)
    (tmp_path / "empty").mkdir()
    assert isinstance(check(tmp_path / "empty").exception, FlowInvalid)


def test_a_file_that_lies_elsewhere_stands_for_the_flow_of_its_name(centre: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.yaml").write_text(GOOD.replace("queue: sikayet", "queue: sikayett"), encoding="utf-8")
    told = check(tmp_path / "draft.yaml", "--lang", "en")
    assert (
        told.exit_code == 1 and "draft.yaml:20:13: error: " in told.output and "did you mean `sikayet`?" in told.output
    )


def test_a_regulators_rules_are_asked_by_name(centre: Path) -> None:
    told = check(centre / "flows", "--lang", "en", "--pack", "epdk")
    assert told.exit_code == 0 and "check the official text" in told.output


def test_numbers_that_lead_to_no_flow_are_told_before_anybody_publishes(centre: Path) -> None:
    (centre / "numbers.yaml").write_text('"+908502220000": mian\n', encoding="utf-8")
    told = check(centre / "flows")
    assert isinstance(told.exception, FlowInvalid)
    assert "numbers.yaml:1:1: " in str(told.exception) and "there is no flow `mian`" in str(told.exception)
