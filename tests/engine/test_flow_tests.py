"""`sahip flow test` and `sahip flow simulate`, as they are called."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.commands.flow import command as flow
from engine.shipped import shipped
from tests.without_diversions import lead_nobody_elsewhere


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    folder = tmp_path / "centre"
    shutil.copytree(shipped("centre"), folder)
    shutil.rmtree(folder / "flows")
    lead_nobody_elsewhere(folder)
    (folder / "flows" / "tests").mkdir(parents=True)
    (folder / "flows" / "main.yaml").write_text(FLOW, encoding="utf-8")
    (folder / "numbers.yaml").write_text('"+908502220000": main\n', encoding="utf-8")
    return folder


FLOW = """\
flow: main
start: at_work
person: person
nodes:
  at_work: {staffed: {queue: destek, somebody: menu, nobody: bye}}
  menu:
    menu:
      say: {tr: "Fatura için 1.", en: "Press 1 for bills."}
      options: {"1": bills}
  bills: {agent: {queue: fatura}}
  person: {agent: {queue: destek}}
  bye: {hang_up: true}
"""
GOOD = "tests:\n  - test: Fatura\n    steps: [{presses: 1}]\n    ends: {queue: fatura}\n"


def write(centre: Path, text: str) -> Path:
    path = centre / "flows" / "tests" / "main.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def run(*arguments: str | Path, typed: str = "", **settings: str) -> Result:
    return CliRunner().invoke(flow, [str(one) for one in arguments], input=typed, env=settings)


def test_tests_that_pass_say_so_and_what_nobody_tried(centre: Path) -> None:
    write(centre, GOOD)
    for path in (centre, centre / "flows", centre / "flows" / "tests" / "main.yaml"):
        result = run("test", path, "--lang", "en")
        assert result.exit_code == 0, result.output
        assert "✓ main: Fatura" in result.output and "1 passed, 0 failed" in result.output
        assert f"{centre}/flows/main.yaml:5:54: never tried: main.at_work · nobody → bye" in result.output


def test_a_test_that_fails_tells_file_and_line_and_leaves_with_1(centre: Path) -> None:
    path = write(centre, GOOD.replace("fatura}", "destek}"))
    result = run("test", path, "--lang", "en")
    assert result.exit_code == 1
    assert f"{path}:4:5: should end: queue destek; ended: queue fatura" in result.output
    assert "by way of: main.at_work (somebody) → main.menu → main.bills" in result.output


def test_programs_get_the_same_as_json(centre: Path) -> None:
    told = json.loads(run("test", write(centre, GOOD), "--json").output)
    assert (told["passed"], told["failed"], told["tests"][0]["nodes"]) == (
        1, 0, ["main.at_work", "main.menu", "main.bills"],
    )  # fmt: skip
    assert told["tests"][0]["milliseconds"] < 100
    assert told["coverage"]["untried_nodes"] == ["main.person", "main.bye"]


def test_the_flow_can_be_called_from_the_keyboard(centre: Path) -> None:
    result = run("simulate", "--from", "anonymous", "--lang", "en", typed="1\n", SAHIP_CENTRE=str(centre))
    assert result.exit_code == 0, result.output
    assert "« Fatura için 1." in result.output and "→ queue fatura" in result.output
    assert "main.at_work (somebody) → main.menu" in result.output and "1 keys" in result.output


def test_what_is_asked_of_the_world_comes_out_as_given(centre: Path) -> None:
    result = run("simulate", "main", "--outcome", "at_work=nobody", SAHIP_CENTRE=str(centre))
    assert "main.at_work (nobody) → main.bye" in result.output


def test_a_call_can_be_had_when_nobody_is_at_work(centre: Path) -> None:
    result = run("simulate", "main", "--nobody", SAHIP_CENTRE=str(centre))
    assert "main.at_work (nobody) → main.bye" in result.output


def test_a_flow_nobody_has_is_refused(centre: Path) -> None:
    result = run("simulate", "mian", SAHIP_CENTRE=str(centre))
    assert result.exit_code == 2 and "did you mean `main`?" in result.output


def test_the_shipped_flows_pass_their_tests_and_nothing_in_them_is_untried() -> None:
    told = json.loads(run("test", shipped("centre"), "--json").output)
    assert [test for test in told["tests"] if test["failure"]] == []
    assert told["coverage"]["untried_nodes"] == []
    ends_by_itself = ["mystery.as_a_caller"]  # the main line never leads back to the mystery call
    assert [way["node"] for way in told["coverage"]["untried_ways"]] == ends_by_itself
