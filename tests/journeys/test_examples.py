"""Every scripted call under examples/ comes out as it says."""

from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.centre_of_its_own import furnish
from engine.script_rules import under_rules
from engine.scripted_call import play, read_script
from engine.shipped import shipped
from engine.simulated_stage import SimulatedStage
from simulator import transcript
from tests.flows import world_with
from tests.shipped_centre import shipped_centre

EXAMPLES = sorted(shipped("examples").rglob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_the_call_comes_out_as_its_script_says(
    path: Path, database: Engine, database_url: str, redis: Redis, valkey_url: str
) -> None:
    script = read_script(path)
    centre = under_rules(shipped_centre(), script.rules) if script.rules else shipped_centre()
    with world_with(database_url, valkey_url, centre) as world:
        furnish(world, centre)
        failures = play(SimulatedStage(world), script)
        assert not failures, "\n".join([*failures, transcript(world.sim.trace)])
