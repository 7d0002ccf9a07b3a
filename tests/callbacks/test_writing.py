"""The stream is written to the journal, and what it says of agents is kept beside it."""

from records.database import reading
from staff.agent import agent
from tests.journeys.test_trouble import AYSE, MEHMET, calls, signs_in
from tests.world import World


def test_a_missed_call_is_kept_in_the_records_and_the_sign_in_still_ends_with_the_shift(world: World) -> None:
    signs_in(world, "ayse")
    with reading(world.voice.database) as session:
        until = agent(session, "ayse").presence_until
    world.sim.person(AYSE, "Ayşe", never_answers=True)
    calls(world, MEHMET, "Mehmet", steps=[{"waits": 30}, "hangs_up"])
    world.advance(40)
    with reading(world.voice.database) as session:
        kept = agent(session, "ayse")
    assert kept is not None and (kept.presence, kept.presence_reason) == ("not_ready", "rona")
    assert until is not None and kept.presence_until == until
