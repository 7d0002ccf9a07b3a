"""Reading a file of flow tests: every fault with file, line, column and what would help."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from ivr.errors import FlowInvalid
from ivr.language.flow import Flow
from ivr.trying.scenario import Deed, Ends, Given, GivenOutcome, Scenario, Scenarios
from ivr.yaml_file import Where, faults, nearest, place, plain, read_mapping

PARTS: Final = (Scenarios, Scenario, Given, GivenOutcome, Deed, Ends)
WORDS: Final = [name for part in PARTS for name in part.model_fields]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A test and where it stands; `places` are of its steps, and `end` of where it says it ends."""

    scenario: Scenario
    flow: str
    place: str
    places: tuple[str, ...]
    end: str


def read_scenarios(path: Path, flows: Mapping[str, Flow]) -> list[Written]:
    """The tests in this file, or FlowInvalid with every problem found."""
    tree = read_mapping(path, places=True)
    try:
        file = Scenarios.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, WORDS, skip=_as_written)) from None
    if problems := [place(path, tree, where) + what for where, what in _problems(path, file, flows)]:
        raise FlowInvalid(problems)
    return [_written(path, tree, file, number) for number in range(len(file.tests))]


def _as_written(where: Where) -> Where:
    """The way to a fault without what pydantic says of the kinds of value it tried."""
    return [step for step in where if not (isinstance(step, str) and _of_pydantic(step))]


def _of_pydantic(step: str) -> bool:
    return any(mark in step for mark in ("[", "(")) or step in ("str", "bool", "constrained-str")


def _written(path: Path, tree: Any, file: Scenarios, number: int) -> Written:
    scenario = file.tests[number]

    def at(*where: int | str) -> str:
        return place(path, tree, ("tests", number, *where)).rstrip(": ")

    return Written(
        scenario=scenario,
        flow=_flow_of(path, file, scenario),
        place=at("test"),
        places=tuple(at("steps", step) for step in range(len(scenario.steps))),
        end=at("ends"),
    )


def _flow_of(path: Path, file: Scenarios, scenario: Scenario) -> str:
    return scenario.flow or file.flow or path.stem


def _problems(path: Path, file: Scenarios, flows: Mapping[str, Flow]) -> Iterator[tuple[Where, str]]:
    for number, scenario in enumerate(file.tests):
        name = _flow_of(path, file, scenario)
        if name not in flows:
            where: Where = ("tests", number, "flow") if scenario.flow else ("flow",)
            yield where, f"there is no flow `{name}`{nearest(name, list(flows))}"
            continue
        for written in scenario.given.outcomes:
            if not _nodes(written, flows):
                yield (
                    ("tests", number, "given", "outcomes", written),
                    f"outcomes: there is no node `{written}`{nearest(written, list(flows[name].nodes))}",
                )


def _nodes(written: str, flows: Mapping[str, Flow]) -> bool:
    """Whether some flow has this node, named alone or with its flow."""
    flow, _, node = written.rpartition(".")
    return any(node in each.nodes for name, each in flows.items() if flow in ("", name))
