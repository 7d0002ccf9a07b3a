"""Hours of a centre in one process: the same for the same seed, and nobody is lost."""

import json

import pytest
from click.testing import CliRunner

from engine.cli import sahip
from engine.simulate import faults_named, simulate

pytestmark = pytest.mark.timeout(300)


def test_time_passes_and_nobody_is_lost() -> None:
    simulated = simulate(hours=0.3, seed=3, calls_per_hour=60)
    figures = simulated.figures
    assert figures.broken == [] and figures.server_errors == 0
    assert figures.calls == figures.outcomes.total() > 10
    assert figures.answered_by_owner > 0


def test_the_same_seed_is_the_same_day_and_another_is_not() -> None:
    days = [simulate(hours=0.1, seed=seed, calls_per_hour=60).figures for seed in (5, 5, 6)]
    assert days[0] == days[1]
    assert (days[0].calls, days[0].outcomes) != (days[2].calls, days[2].outcomes)


def test_with_everything_going_wrong_nobody_is_lost_either() -> None:
    assert simulate(hours=0.2, seed=2, calls_per_hour=60, faults=faults_named("all")).figures.broken == []


def test_the_command_prints_what_came_of_it() -> None:
    told = CliRunner().invoke(sahip, ["simulate", "--hours", "0.05", "--seed", "4", "--lang", "en"])
    assert told.exit_code == 0, told.output
    assert "Nobody was lost." in told.output and "Hours simulated in a minute" in told.output
    told = CliRunner().invoke(sahip, ["simulate", "--hours", "0.05", "--seed", "4", "--json"])
    assert json.loads(told.stdout)["broken"] == [], told.output


@pytest.mark.parametrize("more", ["--hours 0", "--hours -1", "--faults earthquake", "--calls-per-hour 0"])
def test_nonsense_is_refused(more: str) -> None:
    assert CliRunner().invoke(sahip, ["simulate", *more.split()]).exit_code == 2
