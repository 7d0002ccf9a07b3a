"""docs/flows.md says what is."""

import re
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from engine.cli import sahip
from ivr.checking.check import NAMES, PARTS, PATHS, check
from ivr.checking.surroundings import Surroundings
from ivr.language.flow import Flow
from ivr.language.written import written_in
from ivr.reference.reference import reference
from ivr.speech.forms import FORMS
from ivr.speech.harmony import CASES
from ivr.trying.scenario import Scenarios

PAGE = (Path(__file__).parents[3] / "docs" / "flows.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
WRITTEN = [YAML(typ="safe").load(block) for block in BLOCKS]


def _section(title: str) -> str:
    return re.split(r"\n#+ ", PAGE.split(f" {title}\n", 1)[1], maxsplit=1)[0]


def _first_cells(section: str) -> list[str]:
    return re.findall(r"^\| `(.+?)` \|", section, re.MULTILINE)


def _whole(written: dict[str, Any]) -> dict[str, Any]:
    """An example as a flow: of most of them only the nodes are shown."""
    return {"flow": "example", "start": "anyone", "person": "anyone", **written}


@pytest.mark.parametrize("written", WRITTEN, ids=lambda written: next(iter(written)))
def test_every_example_is_of_the_language(written):
    if "tests" in written:
        assert Scenarios.model_validate(written)
    else:
        assert Flow.model_validate(_whole(written))


def test_the_whole_flow_on_the_page_is_one_the_checker_has_nothing_to_say_about():
    whole = written_in(Path("delivery.yaml"), BLOCKS[0])
    centre = Surroundings(
        queues=frozenset({"destek"}), calendars=frozenset({"destek"}), numbers={"+908502220000": "delivery"}
    )
    assert [finding.sentence() for finding in check(centre, [whole])] == []


def test_the_reference_is_what_the_language_tells_of_itself():
    told = PAGE.split("<!-- reference -->")[1].split("<!-- end of reference -->")[0]
    assert told.strip() == reference("en").strip(), "run `sahip flow reference --lang en` and put it in its place"


def test_every_rule_of_the_checker_is_told_with_its_level():
    rows = re.findall(r"^\| `(\w+)` \| (error|warning) \|", _section("What the checker looks for"), re.MULTILINE)
    assert rows == [(rule.name, rule.level) for rule in (*NAMES, *PARTS, *PATHS)]


def test_every_form_in_which_values_are_spoken_is_told():
    endings = tuple(f"_{case}" for case in CASES)
    assert set(_first_cells(_section("Words and values"))) == {form for form in FORMS if not form.endswith(endings)}
    assert all(ending in _section("Words and values") for ending in endings)


def test_every_command_that_is_named_can_be_given():
    for spoken in re.findall(r"^(?:\| `)?sahip ([\w -]+)|`sahip ([\w -]+)", PAGE, re.MULTILINE):
        words = [word for word in (spoken[0] or spoken[1]).split() if word.islower()]
        command: click.Command = sahip
        while isinstance(command, click.Group) and words:
            found = command.get_command(click.Context(command), words[0])
            assert found is not None, spoken
            command, words = found, words[1:]
