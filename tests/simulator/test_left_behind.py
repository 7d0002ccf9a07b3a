"""When the simulator itself stumbles, nobody is left on a line on which nothing will ever happen again."""

import pytest

from simulator import Simulator, VirtualClock
from simulator.wire.transport import Answer

CENTRE, MEHMET = "+908502550000", "+905551112233"


def test_a_call_the_simulator_stumbles_over_is_ended_and_said_to_be_its_own_fault():
    def stumbles(host: str) -> bool:
        raise ZeroDivisionError(host)

    sim = Simulator(VirtualClock(), lambda *_: Answer(status=200), host_allowed=stumbles)
    sim.own_number(CENTRE, "http://shop.test/voice")
    caller = sim.place_call(MEHMET, CENTRE, ["hears_end"])
    with pytest.raises(ZeroDivisionError):
        sim.advance(1)
    sim.advance(1)
    assert caller.leg.status == "failed"
    assert sim.live_legs() == []
    assert [one.text for one in sim.exchange.notifications] == ["the simulator stumbled over this call and ends it"]
