"""Every scripted call under examples/ comes out as it says."""

from pathlib import Path

import pytest

from engine.demo_promises import promise_in_the_demo
from engine.demo_register import open_register
from engine.first_release import see_to_first_release
from engine.scripted_call import play, read_script
from engine.shipped import shipped
from records.database import writing
from simulator import transcript
from tests.journeys.stage import VirtualStage
from tests.shipped_centre import shipped_centre
from tests.world import World

EXAMPLES = sorted(shipped("examples").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_the_call_comes_out_as_its_script_says(world: World, path: Path) -> None:
    with writing(world.voice.database) as session:
        open_register(session, shipped("centre") / "demo", secret=world.voice.secret, now=world.clock())
        promise_in_the_demo(session, world.voice.care.visits, world.clock())
    see_to_first_release(world.voice.database, shipped_centre(), world.clock())
    failures = play(VirtualStage(world), read_script(path))
    assert not failures, "\n".join([*failures, transcript(world.sim.trace)])
