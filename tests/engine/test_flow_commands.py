"""`sahip flow` as ops call it: publish, roll back, look at what was."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.shipped import shipped
from tests.engine.test_cli import sahip  # noqa: F401  # a fixture

TRIAL = """\
flow: trial
start: greeting
person: anyone
tries: 2
nodes:
  greeting: {say: {tr: "Merhaba.", en: "Hello."}, next: anyone}
  anyone: {agent: {queue: destek}}
"""
Sahip = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def flow(sahip: Sahip, tmp_path: Path, var: Path) -> Sahip:  # noqa: F811
    """`sahip flow …` on a centre of one's own that was published once."""
    shutil.copytree(shipped("centre"), tmp_path / "centre")
    (tmp_path / "centre" / "flows" / "trial.yaml").write_text(TRIAL, encoding="utf-8")

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return sahip("flow", *arguments, SAHIP_CENTRE="centre")

    assert run("publish", "--author", "ayse").returncode == 0
    return run


def edit(folder: Path, before: str, after: str) -> None:
    file = folder / "centre" / "flows" / "trial.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_a_flow_is_published_listed_and_rolled_back(flow: Sahip, tmp_path: Path) -> None:
    edit(tmp_path, "tries: 2", "tries: 3")
    published = flow("publish", "trial", "--author", "burak", "--note", "yeni ad")
    assert published.stdout.endswith("is in force: trial 1 → 2.\n"), published
    assert flow("rollback", "trial", "--author", "ayse").stdout.endswith("is in force: trial 2 → 1.\n")
    newest, oldest = json.loads(flow("versions", "trial", "--json").stdout)
    assert (newest["number"], newest["author"], newest["note"], newest["in_force"]) == (2, "burak", "yeni ad", False)
    assert oldest["in_force"] is True
    told = flow("versions").stdout
    assert "rollback" in told and "trial 2 → 1" in told


def test_what_was_rolled_back_comes_back_only_by_name(flow: Sahip, tmp_path: Path) -> None:
    edit(tmp_path, "tries: 2", "tries: 3")
    assert flow("publish").returncode == 0
    assert flow("rollback", "trial").returncode == 0
    refused = flow("publish")
    assert (refused.returncode, refused.stderr) == (
        1,
        "There is nothing new in the files; name a flow to publish it again.\n",
    )
    assert flow("publish", "trial").stdout.endswith("trial 1 → 2.\n")


def test_a_file_with_a_mistake_is_not_published_and_the_place_is_told(flow: Sahip, tmp_path: Path) -> None:
    edit(tmp_path, "tries: 2", "tries: 2x")
    refused = flow("publish", "trial")
    assert refused.returncode == 3 and "trial.yaml:" in refused.stderr
    assert len(json.loads(flow("versions", "trial", "--json").stdout)) == 1


def test_whoever_looked_at_an_older_release_is_refused(flow: Sahip, tmp_path: Path) -> None:
    [first] = json.loads(flow("versions", "--json").stdout)
    edit(tmp_path, "tries: 2", "tries: 3")
    second = json.loads(flow("publish", "--json", "--author", "burak").stdout)
    edit(tmp_path, "tries: 3", "tries: 4")
    refused = flow("publish", "--base", first["release"])
    assert refused.returncode == 1 and "burak" in refused.stderr and second["release"] in refused.stderr
    assert flow("publish", "--base", second["release"]).returncode == 0


def test_a_name_that_is_mistyped_is_told_the_nearest(flow: Sahip) -> None:
    for command in (("publish", "trail"), ("rollback", "trail"), ("versions", "trail")):
        refused = flow(*command)
        assert refused.returncode == 1 and "did you mean `trial`?" in refused.stderr


def test_the_difference_between_what_is_published_and_the_file_is_shown(flow: Sahip, tmp_path: Path) -> None:
    assert flow("diff", "trial").stdout == "There is no difference.\n"
    edit(tmp_path, "tries: 2", "tries: 3")
    assert flow("diff", "trial").stdout.startswith("~ tries: 2 → 3\n--- trial published\n+++ trial file\n")
    assert json.loads(flow("diff", "trial", "file", "1", "--json").stdout)["settings"] == {"tries": [3, 2]}


def test_a_file_is_tried_as_a_draft_and_dropped_again(flow: Sahip, tmp_path: Path) -> None:
    edit(tmp_path, "tries: 2", "tries: 3")
    [draft] = json.loads(flow("draft", "trial", "--author", "ayse", "--json").stdout)
    assert (draft["flow"], draft["author"]) == ("trial", "ayse")
    assert json.loads(flow("export", "trial", "draft").stdout)["tries"] == 3
    assert json.loads(flow("draft", "--drop", "--json").stdout) == []


def test_an_exported_flow_is_a_flow_file_that_says_the_same(flow: Sahip, tmp_path: Path) -> None:
    (tmp_path / "centre" / "flows" / "trial.yaml").write_text(flow("export", "trial").stdout, encoding="utf-8")
    assert "There is nothing new" in flow("publish").stderr
    assert flow("diff", "trial").stdout.startswith("--- trial published")


def test_a_replay_of_no_calls_says_so_and_a_wrong_time_is_wrong_usage(flow: Sahip) -> None:
    assert flow("replay", "trial", "--since", "7d").stdout == "0 of 0 calls would go elsewhere.\n"
    assert json.loads(flow("replay", "trial", "--since", "2026-11-22T09:00Z", "--json").stdout)["calls"] == 0
    for wrong in ("yesterday", "99999999d", "7", ""):
        refused = flow("replay", "trial", "--since", wrong)
        assert refused.returncode == 2 and "say 90m, 24h, 7d" in refused.stderr
