"""docs/escalations.md is held against the code: states, places, wishes, rules, routes, commands, files and tests."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click
import pytest
from ruamel.yaml import YAML

from console.api.operations import OPERATIONS
from engine.cli import sahip
from escalations.transfer.life import ENDS, FOLLOWS
from escalations.transfer.places import PLACES
from escalations.transfer.step import STEPS
from escalations.transfer.wishing import MAY_BE_WISHED
from escalations.words import DECISIONS, TRIGGERS

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = (ROOT / "docs" / "escalations.md").read_text("utf-8")
DRAWN: Final = PAGE.split("```\n")[1]
FILES: Final = re.compile(r"`([\w/]+\.(?:py|lua|yaml|sql))`")
OURS: Final = ("callbacks", "cases", "centre", "console", "engine", "escalations", "examples", "hours", "ivr",
               "routing", "telephony", "tests", "bench")  # fmt: skip
TOLD: Final = re.compile(
    r"/(escalations|transfers|rota|listeners|hand|raised-hands|hold|improvements|executive[-a-z]*)(?![-\w])"
)
"""Resources of which this page tells every operation."""


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading, its own head left out."""
    text = re.split(r"\n##+ ", PAGE.split(f"\n{heading}\n")[1])[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in _tables(text)]


def _tables(text: str) -> Iterator[str]:
    lines = text.splitlines()
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("|") and before.startswith("|") and not line.startswith("|---"):
            yield line


def arrows() -> set[tuple[str, str]]:
    """Every way from one state to another that the table tells."""
    told = [arrow.split("→") for row in rows("## Life") for arrow in row[1].split("·")]
    return {(one, to) for froms, tos in told for one in re.findall(r"\w+", froms) for to in re.findall(r"\w+", tos)}


def words(cell: str) -> set[str]:
    return set(re.findall(r"\w+", cell))


def test_every_test_and_file_that_is_named_is_there() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in re.findall(r"`(test_\w+)`", PAGE) if f"def {name}(" not in written] == []
    there = [f"/{path.relative_to(ROOT)}" for folder in OURS for path in (ROOT / folder).rglob("*.*")]
    assert [name for name in FILES.findall(PAGE) if not any(path.endswith(f"/{name}") for path in there)] == []


@pytest.mark.parametrize("heading", ["## Life", "### Each of it is tried", "## When things break"])
def test_every_row_has_a_test_behind_it(heading: str) -> None:
    assert [row[0] for row in rows(heading) if "test_" not in row[-1]] == []


def test_each_arrow_of_the_diagram_has_a_row_and_each_row_an_arrow() -> None:
    drawn = set(re.findall(r"(?<!\w)([a-z])(?=[ ─])", DRAWN))
    assert drawn == {row[0] for row in rows("## Life")}
    assert [state for state in [*FOLLOWS, *ENDS] if state not in DRAWN] == []


def test_what_may_follow_what_is_told_and_nothing_else() -> None:
    taken = {(one, follows) for froms, _, follows, _ in STEPS for one in froms}
    assert arrows() == taken


def test_where_each_of_them_is_stands_there_as_it_is_done() -> None:
    told = {row[0]: (row[1], row[2], row[3], words(row[4])) for row in rows("### Where each of them is")}
    done = {state: (one.customer, one.agent, one.colleague, {*one.ends, *({"over"} if one.over else ())})
            for state, one in PLACES.items()}  # fmt: skip
    assert told == done


def test_who_may_ask_for_what_stands_there_as_it_is_heard() -> None:
    told = {
        state: {(by, what) for by, cell in zip(("customer", "agent", "colleague"), row[1:], strict=True)
                for what in words(cell)}
        for row in rows("### Who may ask for what")
        for state in words(row[0])
    }  # fmt: skip
    assert told == {state: set(wishes) for state, wishes in MAY_BE_WISHED.items()}


@pytest.mark.parametrize("named", [TRIGGERS, DECISIONS], ids=["triggers", "decisions"])
def test_every_trigger_and_decision_is_told(named: tuple[str, ...]) -> None:
    assert [one for one in named if f"`{one}`" not in PAGE] == []


def test_every_key_of_the_rules_is_explained() -> None:
    told = " ".join(row[0] for row in rows("## Rules"))
    rules = YAML(typ="safe").load(ROOT / "centre" / "escalations.yaml")
    assert [key for key in _keys(rules) if not re.search(rf"\b{key}\b", told)] == []


def _keys(rules: Mapping[str, Any]) -> Iterator[str]:
    """Those that are always there; of triggers, what may be said of any."""
    for part, keys in rules.items():
        yield part
        if isinstance(keys, dict):
            named = keys.values() if part == "triggers" else [keys]
            yield from (key for one in named for key in one or ())


def test_every_operation_is_told_and_every_one_that_is_told_is_there() -> None:
    there = {f"{one.method} {one.path}" for one in OPERATIONS}
    told = {f"{method} {path}" for method, path in re.findall(r"`(GET|POST|PUT|PATCH|DELETE) (/[^\s`?:]+)", PAGE)}
    assert sorted(told - there) == []
    assert sorted(one for one in there - told if TOLD.search(one)) == []


def test_every_command_that_is_named_is_there() -> None:
    named = re.findall(r"(?:`|    )sahip ((?:[a-z-]+ ?)+)", PAGE)
    assert named and [one for one in named if not _is_a_command(one.split())] == []


def _is_a_command(typed: list[str]) -> bool:
    command: click.Command = sahip
    context = click.Context(command)
    while isinstance(command, click.Group):
        found = command.get_command(context, typed.pop(0)) if typed else None
        if found is None:
            return False
        command = found
    return True


def test_every_scripted_call_that_is_named_is_there() -> None:
    named = re.findall(r"`(?:sahip call )?(?:examples/)?(escalation/[\w-]+)", PAGE)
    assert [one for one in named if not (ROOT / "examples" / f"{one}.yaml").exists()] == []
