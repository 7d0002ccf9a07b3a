"""Every line of docs/practices.md, typed as it stands there into the demo that runs."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.cli import sahip
from engine.scripted_call import read_script
from tests.whole.conftest import House, a_house

PAGE = Path(__file__).parents[2] / "docs" / "practices.md"
PRACTICES = {f"P{number}" for number in range(1, 47)}
NOT_YET = "*Not yet*"
SPAN = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the table. `typed` are its commands, `seen` what their output must have in it."""

    number: int
    practice: str
    typed: tuple[str, ...]
    seen: tuple[str, ...]


def rows() -> list[tuple[int, list[str]]]:
    """All but the table's head and the headings of its sections."""
    table = [(number, line) for number, line in enumerate(PAGE.read_text("utf-8").splitlines(), 1) if line[:1] == "|"]
    cells = [(number, [cell.strip() for cell in line.strip("|").split("|")]) for number, line in table]
    return [(number, row) for number, row in cells[2:] if not (row[0].startswith("**") and not any(row[1:]))]


def lines() -> list[Line]:
    return [
        Line(number=number, practice=row[1], typed=tuple(SPAN.findall(row[2])), seen=tuple(SPAN.findall(row[3])))
        for number, row in rows()
        if row[2] != NOT_YET
    ]


def test_every_row_has_a_way_to_see_it_or_says_that_there_is_none_yet() -> None:
    assert [number for number, row in rows() if len(row) != 4] == []
    assert [line.number for line in lines() if not line.typed] == []
    assert [number for number, row in rows() if row[2] == NOT_YET and not row[3]] == [], "what is missing?"


def test_every_practice_has_a_row() -> None:
    assert {row[0] for _, row in rows() if row[0]} == PRACTICES


def test_what_is_to_be_seen_can_be_missing() -> None:
    """An empty list has its frame as well. Calls, which are played elsewhere, show nothing here."""
    typed = [line for line in lines() if not all(command.startswith("sahip call ") for command in line.typed)]
    assert [line.number for line in typed if set(line.seen) <= {"[", '"items"'}] == []


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A demo as somebody starts it: in the one other tests share, weeks may have passed."""
    with a_house(tmp_path_factory.mktemp("practices")) as one:
        yield one


@pytest.mark.timeout(240)
@pytest.mark.parametrize("line", lines(), ids=lambda line: f"line {line.number}: {line.practice[:40]}")
def test_what_is_typed_shows_the_practice(house: House, line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PAGE.parents[1])
    told = "".join(output(command) for command in line.typed)
    missing = [seen for seen in line.seen if seen not in told]
    assert not missing, f"{missing}\n{told}"


def output(command: str) -> str:
    program, *typed = shlex.split(command)
    assert program == "sahip", command
    if typed[0] == "call":
        assert read_script(Path(typed[1]))  # all of them are played in tests/journeys
        return ""
    done = CliRunner().invoke(sahip, typed)
    assert done.exit_code == 0, f"{command}\n{done.output}\n{done.exception}"
    return done.output
