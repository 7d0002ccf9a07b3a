"""Whatever happens at whatever moment, the network keeps its order, and when it is over nothing is left.

`STORM_FIRST`, `STORM_SEEDS` and `STORM_STEPS` make it longer, as in `make torture`.
"""

import os
import subprocess
import sys

import pytest

from tests.simulator.stormy_day import Storm

FIRST = int(os.environ.get("STORM_FIRST", "1"))
SEEDS = int(os.environ.get("STORM_SEEDS", "3"))
MOST_STEPS = int(os.environ.get("STORM_STEPS", "120"))


@pytest.mark.parametrize("seed", range(FIRST, FIRST + SEEDS))
def test_after_any_storm_nobody_is_left_on_the_line(seed: int) -> None:
    storm = Storm(seed)
    storm.rages(MOST_STEPS)
    assert len(storm.sim.trace) > MOST_STEPS
    assert storm.calms() == []


def test_the_same_storm_rages_alike_in_every_process() -> None:
    traces = {_trace_of_a_process(hash_seed) for hash_seed in ("0", "4711")}
    assert len(traces) == 1
    assert len(traces.pop()) > 10_000


def _trace_of_a_process(hash_seed: str) -> bytes:
    command = [sys.executable, "-m", "tests.simulator.stormy_day", str(FIRST), "80"]
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    return subprocess.run(command, env=env, capture_output=True, check=True, timeout=60).stdout
