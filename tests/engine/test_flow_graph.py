"""`sahip flow graph` and `sahip flow import` as they are called."""

import os
import subprocess
from functools import partial
from pathlib import Path

import pytest

from engine.shipped import shipped
from tests.commands_run import Commands


@pytest.fixture
def flow(tmp_path: Path, commands: Commands):
    """Runs `sahip flow` in an empty folder where nothing is configured but the centre."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
        environment |= {"SAHIP_CENTRE": str(shipped("centre"))}
        return commands.run(["flow", *arguments], folder=tmp_path, environment=environment)

    return run


@pytest.fixture
def graph(flow):
    return partial(flow, "graph")


def test_a_flow_of_the_centre_is_drawn_by_its_name_without_any_other_setting(graph):
    drawn = graph("main")
    assert (drawn.returncode, drawn.stderr) == (0, "")
    assert drawn.stdout.startswith("<svg ")


def test_a_flow_in_a_file_is_drawn_and_told_as_an_outline(graph):
    told = graph(str(shipped("centre") / "flows" / "main.yaml"), "--outline", "--lang", "en")
    assert told.returncode == 0
    assert told.stdout.startswith("main\n  a call begins\n    -> ")


def test_a_mistyped_name_is_answered_with_the_nearest(graph):
    refused = graph("mian")
    assert (refused.returncode, refused.stdout) == (3, "")
    assert "did you mean `main`?" in refused.stderr


def test_every_flow_that_is_shipped_can_be_drawn(graph):
    for flow in sorted((shipped("centre") / "flows").glob("*.yaml")):
        assert graph(flow.stem, "--inside").returncode == 0


def test_a_flow_of_studio_is_brought_in_from_the_command_line_and_checked_by_reading_it(flow):
    studio = Path(__file__).parents[1] / "ivr" / "studio" / "hotline.json"
    brought = flow("import", str(studio), "--lang", "en", "--output", "hotline.yaml")
    assert (brought.returncode, brought.stdout) == (0, "")
    assert flow("graph", "hotline.yaml", "--outline").stdout.startswith("hotline\n")
    again = flow("import", str(studio), "--output", "hotline.yaml")
    assert (again.returncode, again.stderr) == (1, "hotline.yaml is there already: name another file.\n")
