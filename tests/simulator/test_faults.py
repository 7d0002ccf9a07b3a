"""Things going wrong on demand."""

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from simulator import Fault
from simulator.faults import FaultPlan, read_fault
from tests.simulator.customer import AYSE, Customer


@pytest.fixture
def ringing(customer: Customer) -> Customer:
    customer.sim.person(AYSE, "Ayşe", answers_after=2)
    customer.says("/agent", "<Say>Merhaba</Say>")
    return customer


def test_a_create_may_answer_500_although_the_call_was_made(ringing: Customer) -> None:
    ringing.fault("create_then_500")
    with pytest.raises(TwilioRestException) as answer:
        ringing.rings()
    assert answer.value.status == 500
    ringing.sim.advance(10)
    assert len(ringing.got("/agent")) == 1


def test_a_create_may_answer_500_without_a_call(ringing: Customer) -> None:
    ringing.fault("refuse_with_500", only="/Calls")
    with pytest.raises(TwilioRestException):
        ringing.rings()
    assert ringing.sim.legs() == []


def test_a_create_may_never_answer_although_the_call_was_made(ringing: Customer) -> None:
    ringing.fault("create_then_hang")
    with pytest.raises(requests.exceptions.ReadTimeout):
        ringing.rings()
    assert len(ringing.sim.legs()) == 1


def test_too_many_requests_are_refused_and_not_carried_out(ringing: Customer) -> None:
    ringing.fault("too_many_requests", times=2)
    for _ in range(2):
        with pytest.raises(TwilioRestException) as refused:
            ringing.rings()
        assert (refused.value.status, refused.value.code) == (429, 20429)
    ringing.rings()
    assert len(ringing.sim.legs()) == 1


def test_a_callback_may_be_lost(ringing: Customer) -> None:
    ringing.fault("callback_lost", only="answered")
    ringing.rings()
    ringing.sim.advance(20)
    assert ringing.told("CallStatus") == ["initiated", "ringing", "completed"]


def test_a_callback_may_come_twice(ringing: Customer) -> None:
    ringing.fault("callback_doubled", only="ringing")
    ringing.rings()
    ringing.sim.advance(20)
    assert ringing.told("CallStatus") == ["initiated", "ringing", "ringing", "in-progress", "completed"]


def test_two_callbacks_may_be_swapped(ringing: Customer) -> None:
    ringing.fault("callback_swapped", only="answered")
    ringing.rings()
    ringing.sim.advance(20)
    assert ringing.told("SequenceNumber") == ["0", "1", "3", "2"]


def test_a_callback_may_be_late(ringing: Customer) -> None:
    ringing.fault("callback_delayed", only="initiated", seconds=60)
    ringing.rings()
    ringing.sim.advance(100)
    assert ringing.told("CallStatus")[-1] == "initiated"


def test_a_webhook_may_come_twice_and_only_one_answer_counts(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say>")
    customer.fault("webhook_doubled", only="/voice", seconds=1)
    customer.call()
    customer.sim.advance(10)
    assert len(customer.got("/voice")) == 2
    assert customer.heard("Mehmet") == ["Merhaba"]


def test_an_unreachable_server_leads_to_the_fallback(customer: Customer) -> None:
    customer.fault("webhook_unreachable", only="/voice")
    customer.call()
    customer.sim.advance(10)
    assert customer.got("/fallback")[0]["ErrorCode"] == "11202"


def test_a_fault_spares_the_first_chances_and_strikes_so_often() -> None:
    plan = FaultPlan(seed=1)
    plan.add(Fault(kind="callback_lost", after=1, times=2))
    assert [plan.strikes("callback_lost", subject="x") is not None for _ in range(5)] == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_chance_is_the_same_for_the_same_seed() -> None:
    def draws(seed: int) -> list[bool]:
        plan = FaultPlan(seed)
        plan.add(Fault(kind="callback_lost", times=1000, chance=0.3))
        return [plan.strikes("callback_lost", subject="x") is not None for _ in range(100)]

    assert draws(5) == draws(5) != draws(6)
    assert 10 < sum(draws(5)) < 50


@pytest.mark.parametrize("data", [{"kind": "earthquake"}, {"kind": "callback_lost", "often": 2}])
def test_an_unknown_fault_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="fault"):
        read_fault(data)
