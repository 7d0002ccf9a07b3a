"""docs/callbacks.md names the test behind each arrow, fault and complaint: they are there, under that name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "callbacks.md").read_text("utf-8")
NAMED = re.compile(r"`(test_\w+)`")
FILES = re.compile(r"`([\w/]+\.(?:py|lua|yaml|sql))`")
TABLES = ("## Life", "## When things break", "## The seven complaints")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its own head left out."""
    text = PAGE.split(f"\n{heading}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_test_and_file_that_is_named_is_there() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in NAMED.findall(PAGE) if f"def {name}(" not in written] == []
    ours = (
        "callbacks",
        "cases",
        "centre",
        "console",
        "engine",
        "examples",
        "hours",
        "ivr",
        "routing",
        "tests",
        "bench",
    )
    there = [f"/{path.relative_to(ROOT)}" for folder in ours for path in (ROOT / folder).rglob("*.*")]
    assert [name for name in FILES.findall(PAGE) if not any(path.endswith(f"/{name}") for path in there)] == []


@pytest.mark.parametrize("heading", TABLES)
def test_every_row_has_a_test_behind_it(heading: str) -> None:
    assert [row[0] for row in rows(heading) if "test_" not in row[-1] and row[-1] != "the same"] == []


def test_each_arrow_of_the_diagram_has_a_row() -> None:
    drawn = set(re.findall(r"(?<![\w`])([a-r])(?= |─|$)", PAGE.split("```\n")[1], flags=re.MULTILINE))
    told = {letter.strip() for row in rows("## Life") for letter in row[0].split(",")}
    assert drawn >= told and told >= set("abcdefghijklmnopqr")
