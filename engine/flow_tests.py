"""Running the tests of a centre's flows, and what is printed of them."""

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.centre import Centre, read_centre
from engine.flow_folder import places_in, tests_under
from ivr.errors import FlowInvalid
from ivr.language.flow import Flow
from ivr.language.release import Release
from ivr.trying.coverage import Coverage, coverage
from ivr.trying.premises import Premises
from ivr.trying.scenario_file import Written, read_scenarios
from ivr.trying.telling import failure_told, steps_told, told
from ivr.trying.trial import Trial, tried

MOST_UNTRIED_TOLD = 20
"""Lines of what was never tried that people are shown; programs get all."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    trials: tuple[tuple[Trial, float], ...]
    """Each with the milliseconds it took."""
    coverage: Coverage
    flows: Mapping[str, Flow]
    folder: Path

    @property
    def failed(self) -> int:
        return sum(trial.failure is not None for trial, _ in self.trials)

    @property
    def milliseconds(self) -> float:
        return sum(took for _, took in self.trials)


def try_flows(folder: Path, path: Path | None) -> Tried:
    """Every test of the centre in this folder, or those of one file. Raises CentreInvalid, FlowInvalid."""
    centre = read_centre(folder)
    premises = premises_of(centre)
    trials = tuple(_timed(premises, written) for written in _written(centre, tests_under(path, folder)))
    return Tried(
        trials=trials,
        coverage=coverage(centre.flows, (trial for trial, _ in trials), of=_asked_about(path, trials)),
        flows=centre.flows,
        folder=folder,
    )


def _asked_about(path: Path | None, trials: Iterable[tuple[Trial, float]]) -> set[str] | None:
    """The flows of one file of tests; every flow where all tests are played."""
    return {trial.written.flow for trial, _ in trials} if path is not None and path.is_file() else None


def premises_of(centre: Centre) -> Premises:
    return Premises(release=Release(centre.flows), calendars=centre.calendars)


def _written(centre: Centre, files: list[Path]) -> list[Written]:
    """The tests of all files, or FlowInvalid with the problems of all."""
    problems: list[str] = []
    written: list[Written] = []
    for file in files:
        try:
            written += read_scenarios(file, centre.flows)
        except FlowInvalid as invalid:
            problems += invalid.problems
    if problems:
        raise FlowInvalid(problems)
    return written


def _timed(premises: Premises, written: Written) -> tuple[Trial, float]:
    begun = time.perf_counter()
    trial = tried(premises, written)
    return trial, (time.perf_counter() - begun) * 1000


def lines_of(result: Tried, language: str) -> Iterator[str]:
    """For people."""
    if not result.trials:
        yield told(language, "no_tests", folder=result.folder)
    for trial, took in result.trials:
        mark = "✗" if trial.failure else "✓"
        yield f"{mark} {trial.written.flow}: {trial.written.scenario.test}  ({took:.1f} ms)"
        if trial.failure:
            yield f"    {trial.failure.place}: {failure_told(trial.failure, language)}"
            yield f"    {told(language, 'passed', path=steps_told(trial.path))}"
    yield told(
        language, "sum", passed=len(result.trials) - result.failed, failed=result.failed,
        milliseconds=f"{result.milliseconds:.1f}",
    )  # fmt: skip
    yield from _coverage_lines(result, language)


def _coverage_lines(result: Tried, language: str) -> Iterator[str]:
    seen = result.coverage
    yield told(
        language, "covered", nodes=seen.nodes - len(seen.untried_nodes), all_nodes=seen.nodes,
        ways=seen.ways - len(seen.untried_ways), all_ways=seen.ways,
    )  # fmt: skip
    untried = list(_untried(result, language))
    yield from untried[:MOST_UNTRIED_TOLD]
    if len(untried) > MOST_UNTRIED_TOLD:
        yield f"… +{len(untried) - MOST_UNTRIED_TOLD} (--json)"


def _untried(result: Tried, language: str) -> Iterator[str]:
    """A node nobody came to says it for all of its ways."""
    places = places_in(result.folder)
    for name in result.coverage.untried_nodes:
        flow, _, node = name.partition(".")
        yield told(language, "untried_node", place=places(flow, ("nodes", node)), name=name)
    for name, label, to in result.coverage.untried_ways:
        flow, _, node = name.partition(".")
        if name in result.coverage.untried_nodes:
            continue
        way = next(way for way in result.flows[flow].nodes[node].ways() if (way.label, way.to) == (label, to))
        where = places(flow, ("nodes", node, *way.where))
        yield told(language, "untried_way", place=where, name=name, label=label, to=to)


def as_data(result: Tried) -> dict[str, Any]:
    """For programs."""
    return {
        "passed": len(result.trials) - result.failed,
        "failed": result.failed,
        "milliseconds": round(result.milliseconds, 3),
        "tests": [_trial_data(trial, took) for trial, took in result.trials],
        "coverage": {
            "nodes": result.coverage.nodes,
            "ways": result.coverage.ways,
            "untried_nodes": list(result.coverage.untried_nodes),
            "untried_ways": [
                {"node": node, "way": label, "to": to} for node, label, to in result.coverage.untried_ways
            ],
        },
    }


def _trial_data(trial: Trial, took: float) -> dict[str, Any]:
    failure = trial.failure
    return {
        "flow": trial.written.flow,
        "test": trial.written.scenario.test,
        "place": trial.written.place,
        "passed": failure is None,
        "milliseconds": round(took, 3),
        "failure": failure and {"place": failure.place, "what": failure_told(failure, "en")},
        "nodes": [str(step) for step in trial.path],
    }
