"""Poisson arrivals and exponential talk through the real floor: what callers wait is what Erlang and Palm say.

In two steps, because so few calls as a test can afford say little about a mean: on the floor every single caller waits
as long as in an ideal centre with the same arrivals, talks and patience; and the ideal centre, which is cheap enough
for many calls, agrees with the theory. `make theory` does the same at length and prints a table.
"""

from itertools import islice

import pytest

from routing.erlang import Load, outlook
from tests.theory.callers import callers
from tests.theory.estimate import controlled, plain
from tests.theory.figures import Figures, expected
from tests.theory.floor_centre import FloorCentre
from tests.theory.ideal_centre import IdealCentre
from tests.theory.long_run import long_run

FOR_EVER = Load(calls_per_hour=200, handle_seconds=180)
IMPATIENT = Load(calls_per_hour=200, handle_seconds=180, patience_seconds=120)
LOADS = pytest.mark.parametrize("load", [FOR_EVER, IMPATIENT], ids=["for_ever", "impatient"])
AGENTS = pytest.mark.parametrize("agents", range(11, 17))


@LOADS
@AGENTS
def test_every_caller_waits_on_the_floor_as_long_as_in_an_ideal_centre(redis, load, agents):
    calling = list(islice(callers(load, seed=f"floor {agents}"), 400))
    waits = FloorCentre(redis, "theory", agents).serve(calling)
    assert waits == IdealCentre(agents).serve(calling)
    assert any(waits)


@LOADS
@AGENTS
def test_the_ideal_centre_is_what_the_theory_says(load, agents):
    """Within five standard errors: so few calls still leave the rarest waits a wide margin, `make theory` 3 %."""
    found = long_run(load, agents, seed=f"ideal {agents}", batches=30, size=4_000)
    for name, estimate, theory in zip(Figures._fields, found, expected(outlook(load, agents)), strict=True):
        low, high = estimate.within(5)
        assert low <= theory <= high, f"{name}: {estimate} where {theory} is expected"


def test_the_floor_with_one_agent_fewer_would_not_pass(redis):
    calling = list(islice(callers(FOR_EVER, seed="floor 14"), 200))
    assert FloorCentre(redis, "theory", 13).serve(calling) != IdealCentre(14).serve(calling)


def test_what_is_known_beforehand_makes_a_mean_surer():
    surplus = [(x / 10,) for x in (-3, -1, 0, 2, 4, -2, 1, -4, 3)]
    wobble = (0.01, -0.02, 0.015, 0.0, -0.01, 0.02, -0.005, 0.0, -0.01)
    figures = [5 + 7 * x + noise for (x,), noise in zip(surplus, wobble, strict=True)]
    sure, unsure = controlled(figures, surplus), plain(figures)
    assert sure.mean == pytest.approx(5, abs=0.01)
    assert sure.standard_error < unsure.standard_error / 50
    assert unsure.mean == pytest.approx(sum(figures) / 9)
