"""`sahip flow graph` as it is called."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.shipped import shipped


@pytest.fixture
def graph(tmp_path: Path):
    """Draws in an empty folder where nothing is configured but the centre."""

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
        environment |= {"SAHIP_CENTRE": str(shipped("centre"))}
        return subprocess.run(
            [sys.executable, "-m", "engine.cli", "flow", "graph", *arguments],
            cwd=tmp_path, env=environment, text=True, capture_output=True, timeout=60, check=False,
        )  # fmt: skip

    return run


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
