"""What Twilio has and we do not is adopted, if it is ours."""

from sqlalchemy import select

from callbacks.reconciling import reconcile
from records.call_record import CallRow
from records.database import reading
from tests.journeys.test_trouble import EMMA, MEHMET
from tests.world import NUMBER, World

SHOP = "+908503330000"
"""A number of the same account that another application answers."""


def test_a_call_to_our_number_that_we_never_heard_of_is_written_down_and_a_neighbours_is_not(world: World) -> None:
    nowhere = "http://127.0.0.1:9/voice"
    world.sim.own_number(NUMBER, nowhere)
    world.sim.own_number(SHOP, nowhere)
    world.sim.fault("webhook_unreachable", times=1000)
    for caller, number in ((MEHMET, NUMBER), (EMMA, SHOP)):
        world.sim.place_call(caller, number, name=caller, steps=[{"waits": 60}])
    world.sim.run_due()
    world.clock.advance(20)
    reconcile(world.voice)
    world.keeper.tick()
    world.clock.advance(1)
    world.keeper.tick()
    with reading(world.voice.database) as session:
        assert session.scalars(select(CallRow.to_number)).all() == [NUMBER]
