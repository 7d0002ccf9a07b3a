"""A centre's files are published once; later starts change nothing and say what is odd."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from engine.centre import Centre, read_centre
from engine.first_release import see_to_first_release
from engine.shipped import shipped
from ivr.publishing.shelf import FlowShelf

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(shipped("centre"), tmp_path / "centre")
    return tmp_path / "centre"


def starts(database: Engine, centre: Centre) -> list[str]:
    with capture_logs() as told:
        see_to_first_release(database, centre, NOW)
    return [f"{entry['event']} {entry.get('flows', entry.get('flow', ''))}" for entry in told]


def edit(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


def test_the_first_start_publishes_the_files_and_later_ones_keep_what_is_in_force(
    database: Engine, folder: Path
) -> None:
    first = read_centre(folder)
    assert starts(database, first) == [f"first_release_published {sorted(first.flows)}"]
    assert starts(database, first) == []
    edit(folder / "flows" / "main.yaml", "flow: main", "# yeni\nflow: main")
    assert starts(database, read_centre(folder)) == []
    edit(folder / "flows" / "main.yaml", "Sahip Enerji", "Yeni Enerji")
    later = read_centre(folder)
    assert starts(database, later) == ["flow_files_differ_from_what_is_published ['main']"]
    assert FlowShelf(later.flows, database, lambda: NOW).newest().versions["main"] == first.written["main"].version


def test_a_queue_that_is_gone_from_the_policy_is_missed_by_what_is_published(database: Engine, folder: Path) -> None:
    starts(database, read_centre(folder))
    for file in (folder / "policy.yaml", *(folder / "flows").glob("*.yaml")):
        if "sikayet" in file.read_text(encoding="utf-8"):
            edit(file, "sikayet", "sikayetler")
    told = starts(database, read_centre(folder))
    assert any(line.startswith("published_flow_names_what_is_not_there") for line in told)
