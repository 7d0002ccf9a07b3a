"""What no test ever came by is told, so that somebody can think of it."""

from pathlib import Path

from ivr.language.flow import Flow
from ivr.trying.coverage import coverage
from tests.ivr.trying.trying import premises, trials

ONE_CALL = "tests:\n  - test: a call\n    steps: [{presses: 2}, {presses: 4812}]\n    ends: hang up\n"


def flows(folder: Path) -> dict[str, Flow]:
    """The small flow and its part."""
    return {name: flow for name, flow in premises(folder).release.flows.items() if name != "hours"}


def test_nodes_nobody_passed_and_ways_nobody_took_are_told(tmp_path: Path) -> None:
    seen = coverage(flows(tmp_path), trials(tmp_path, ONE_CALL))
    assert seen.untried_nodes == ("main.bills", "main.person")
    assert seen.untried_ways == (
        ("main.open", "nobody", "bye"),
        ("main.choice", "1", "bills"),
        ("main.choice", "3", "bye"),
    )


def test_without_tests_everything_is_untried(tmp_path: Path) -> None:
    seen = coverage(flows(tmp_path), ())
    assert (len(seen.untried_nodes), len(seen.untried_ways)) == (seen.nodes, seen.ways) == (11, 10)


def test_a_call_that_leaves_by_zero_took_no_way_of_the_flow(tmp_path: Path) -> None:
    by_zero = "tests:\n  - test: a call\n    steps: [{presses: '0'}]\n    ends: person\n"
    seen = coverage(flows(tmp_path), trials(tmp_path, by_zero))
    assert "main.person" not in seen.untried_nodes
    assert ("main.choice", "1", "bills") in seen.untried_ways
