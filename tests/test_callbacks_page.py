"""docs/callbacks.md names the test behind each arrow, fault and complaint: they are there, under that name."""

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from callbacks.dialler.life import ENDS, FOLLOWS

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
        "telephony",
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


def test_every_arrow_that_is_told_may_be_gone_and_every_state_is_drawn() -> None:
    drawn = PAGE.split("```\n")[1]
    assert [state for state in FOLLOWS if state not in drawn] == []
    arrows = [row[1].split("→") for row in rows("## Life") if "→" in row[1]]
    told = [(one, to) for froms, tos in arrows for one in re.findall(r"\w+", froms) for to in re.findall(r"\w+", tos)]
    gone = [(one, to) for one, to in told if one in FOLLOWS and to in {*FOLLOWS, *ENDS}]
    assert len(gone) > 10
    assert [(one, to) for one, to in gone if to not in FOLLOWS[one] | set(ENDS)] == []


def test_every_key_of_the_rules_is_explained() -> None:
    told = " ".join(row[0] for row in rows("## Rules"))
    rules = YAML(typ="safe").load(ROOT / "centre" / "callbacks.yaml")
    assert [f"{part}.{key}" for part, keys in rules.items() for key in keys if not re.search(rf"\b{key}\b", told)] == []


def test_every_scripted_call_that_is_named_is_there() -> None:
    named = re.findall(r"`(\d\d-[a-z-]+)", PAGE)
    assert len(named) > 15 and [one for one in named if not (ROOT / "examples" / f"{one}.yaml").exists()] == []
