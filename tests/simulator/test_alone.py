"""Who is left alone on the line, and for how long they hear nothing."""

import pytest

from simulator.rooms.alone import longest_silence
from tests.simulator.customer import HOST, Customer
from tests.simulator.test_conference import meet, participant


def silence(customer: Customer, name: str) -> float:
    leg = next(leg for leg in customer.sim.legs() if leg.name == name)
    return longest_silence(leg, customer.clock())


def test_with_somebody_on_the_line_it_is_never_silent(customer: Customer) -> None:
    call = meet(customer, "joins", {"waits": 40}, "hangs_up")
    customer.sim.advance(60)
    assert call.done
    assert max(silence(customer, "Mehmet"), silence(customer, "Ayşe")) < 0.1


def test_left_in_a_room_one_hears_nothing(customer: Customer) -> None:
    meet(customer, {"waits": 40}, "hangs_up", agent={"answers_after": 1, "hangs_up_after": 5})
    customer.sim.advance(20)
    so_far = silence(customer, "Mehmet")
    assert 10 < so_far < 20
    customer.sim.advance(60)
    assert so_far + 15 < silence(customer, "Mehmet") < 40


def test_on_hold_only_the_gaps_of_the_document_are_silent(customer: Customer) -> None:
    customer.says("/hold", "<Say>One moment please</Say><Pause length='4'/><Redirect>/hold</Redirect>")
    meet(customer, {"waits": 60})
    participant(customer, "caller").update(hold=True, hold_url=f"{HOST}/hold", hold_method="POST")
    customer.sim.advance(30)
    participant(customer, "caller").update(hold=False)
    customer.sim.advance(20)
    assert 4 <= silence(customer, "Mehmet") < 4.5
    assert silence(customer, "Ayşe") == pytest.approx(30, abs=0.1)


def test_music_on_hold_is_no_silence(customer: Customer) -> None:
    meet(customer, {"waits": 60})
    participant(customer, "caller").update(hold=True)
    customer.sim.advance(30)
    assert silence(customer, "Mehmet") == 0


def test_whoever_has_met_nobody_yet_is_not_counted(customer: Customer) -> None:
    customer.says("/voice", "<Pause length='30'/>")
    customer.call({"waits": 20}, "hangs_up")
    customer.sim.advance(30)
    assert silence(customer, "Mehmet") == 0


def test_a_bridge_is_company_too(customer: Customer) -> None:
    customer.says("/voice", "<Dial>+905321110001</Dial><Pause length='8'/>")
    customer.sim.person("+905321110001", "Ayşe", answers_after=1, hangs_up_after=5)
    customer.call({"waits": 60})
    customer.sim.advance(60)
    assert silence(customer, "Mehmet") == pytest.approx(8, abs=0.2)
