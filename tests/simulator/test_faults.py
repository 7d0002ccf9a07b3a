"""Things going wrong on demand."""

from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from simulator import Fault, Switches
from simulator.trouble.faults import FaultPlan, read_fault
from tests.simulator.customer import ALI, AYSE, Customer, room


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


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"kind": "earthquake"}, "'earthquake' is not a fault"),
        ({"kind": "callback_lots"}, "did you mean callback_lost"),
        ({"kind": "callback_lost", "often": 2}, "often"),
        ({"kind": "callback_lost", "time": 2}, "did you mean times"),
        ({"times": 2}, "a fault has a kind"),
        ({"kind": "callback_lost", "times": 0}, "times=0"),
        ({"kind": "callback_lost", "times": "2"}, "times='2'"),
        ({"kind": "callback_lost", "times": True}, "times=True"),
        ({"kind": "callback_lost", "after": -1}, "after=-1"),
        ({"kind": "callback_delayed", "seconds": -3}, "seconds=-3"),
        ({"kind": "callback_delayed", "seconds": float("inf")}, "seconds=inf"),
        ({"kind": "callback_lost", "chance": 1.5}, "from 0 to 1"),
        ({"kind": "callback_lost", "chance": 0}, "would never happen"),
        ({"kind": "callback_lost", "only": 5}, "only=5"),
        ({"kind": "rest_slow"}, "for how many `seconds`"),
        ({"kind": "network_down", "seconds": 5, "only": "everyone"}, "callers or called"),
        ({"kind": "network_down", "seconds": 5, "times": 3}, "happens once"),
    ],
)
def test_nonsense_is_refused_with_a_reason(data: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_fault(data)


def test_a_fault_may_be_meant_for_one_call_only(customer: Customer) -> None:
    customer.fault("callback_lost", times=9, leg="Ali")
    for number, name in ((AYSE, "Ayşe"), (ALI, "Ali")):
        customer.sim.person(number, name, answers_after=1)
        customer.rings(number)
    customer.sim.advance(30)
    assert {form["To"] for form in customer.got("/progress")} == {AYSE}


def test_a_rest_fault_may_be_meant_for_one_number_only(ringing: Customer) -> None:
    ringing.fault("too_many_requests", times=9, leg=ALI)
    ringing.rings(AYSE)
    with pytest.raises(TwilioRestException):
        ringing.rings(ALI)


def test_a_webhook_may_never_arrive(customer: Customer) -> None:
    customer.fault("webhook_lost", only="/voice")
    customer.call()
    customer.sim.advance(20)
    assert customer.got("/voice") == [] and customer.got("/fallback")[0]["ErrorCode"] == "11200"


def test_an_answer_may_be_lost_after_the_server_has_done_its_work(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say>")
    customer.fault("webhook_answer_lost", only="/voice")
    customer.call()
    customer.sim.advance(20)
    assert len(customer.got("/voice")) == 1 and customer.heard("Mehmet") == []
    assert customer.got("/fallback")[0]["ErrorCode"] == "11200"


@pytest.mark.parametrize(("seconds", "heard"), [(10, ["Merhaba"]), (16, [])])
def test_an_answer_may_be_slow_within_the_limit_or_beyond(customer: Customer, seconds: int, heard: list[str]) -> None:
    customer.says("/voice", "<Say>Merhaba</Say>")
    customer.fault("webhook_slow", only="/voice", seconds=seconds)
    customer.call()
    customer.sim.advance(9)
    assert customer.heard("Mehmet") == []
    customer.sim.advance(20)
    assert customer.heard("Mehmet") == heard
    assert bool(customer.got("/fallback")) is not bool(heard)


def test_a_webhook_may_go_out_late(customer: Customer) -> None:
    customer.fault("webhook_delayed", only="/voice", seconds=30)
    customer.call()
    customer.sim.advance(29)
    assert customer.got("/voice") == []
    customer.sim.advance(2)
    assert len(customer.got("/voice")) == 1 and customer.got("/fallback") == []


def test_a_webhook_may_be_overtaken_by_the_next_callback(ringing: Customer) -> None:
    ringing.fault("webhook_swapped", only="/agent")
    ringing.rings()
    ringing.sim.advance(20)
    paths = [each.path for each in ringing.requests if each.form["CallStatus"] == "in-progress"]
    assert paths == ["/progress", "/agent"]


def test_rest_may_refuse_the_connection_and_nothing_is_done(ringing: Customer) -> None:
    ringing.fault("rest_refused", only="/Calls")
    with pytest.raises(requests.exceptions.ConnectionError):
        ringing.rings()
    assert ringing.sim.legs() == []


def test_rest_may_break_the_connection_when_all_is_done(ringing: Customer) -> None:
    ringing.fault("rest_reset", only="/Calls")
    with pytest.raises(requests.exceptions.ConnectionError):
        ringing.rings()
    assert len(ringing.sim.legs()) == 1


def test_rest_may_be_slower_than_the_client_waits(ringing: Customer) -> None:
    ringing.rest.http_client.timeout = 5
    ringing.fault("rest_slow", seconds=4)
    ringing.rings()
    ringing.fault("rest_slow", seconds=6)
    with pytest.raises(requests.exceptions.ReadTimeout):
        ringing.rings()
    assert len(ringing.sim.legs()) == 2


def test_a_slow_rest_makes_the_webhook_slow_that_waits_for_it(ringing: Customer) -> None:
    def asks(form: dict[str, str]) -> str:
        ringing.rings()
        return "<Say>Merhaba</Say>"

    ringing.says("/voice", asks)
    ringing.fault("rest_slow", seconds=20)
    ringing.call()
    ringing.sim.advance(20)
    assert ringing.got("/fallback")[0]["ErrorCode"] == "11200"


def test_a_list_may_not_know_yet_what_is_new(ringing: Customer) -> None:
    ringing.rings()
    ringing.fault("list_lag", seconds=5, times=2)
    assert ringing.rest.calls.list() == []
    ringing.sim.advance(6)
    assert len(ringing.rest.calls.list()) == 1


def test_while_the_network_is_down_nothing_gets_through_and_then_all_does(ringing: Customer) -> None:
    ringing.fault("network_down", seconds=60)
    ringing.call()
    with pytest.raises(requests.exceptions.ConnectionError):
        ringing.rings()
    ringing.sim.advance(59)
    assert ringing.requests == []
    assert 11201 in ringing.errors()
    ringing.sim.advance(2)
    ringing.rings()
    ringing.call()
    ringing.sim.advance(10)
    assert ringing.got("/voice") and ringing.got("/agent")


def talking(customer: Customer) -> None:
    """Mehmet and Ayşe in one room."""
    customer.says("/voice", room("caller"))
    customer.says("/agent", room("agent"))
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.call()
    customer.rings()
    customer.sim.advance(10)
    assert all(leg.talks for leg in customer.sim.live_legs())


def test_lines_that_are_dead_for_long_come_down(customer: Customer) -> None:
    talking(customer)
    customer.fault("network_down", seconds=60)
    assert not any(leg.talks for leg in customer.sim.live_legs())
    customer.sim.advance(19)
    assert len(customer.sim.live_legs()) == 2
    customer.sim.advance(2)
    assert [leg.status for leg in customer.sim.legs()] == ["completed", "completed"]


def test_only_one_side_may_be_struck(customer: Customer) -> None:
    talking(customer)
    customer.fault("network_down", seconds=60, only="called")
    customer.sim.advance(30)
    assert [leg.name for leg in customer.sim.live_legs()] == ["Mehmet"]


def test_lines_survive_a_short_outage(customer: Customer) -> None:
    talking(customer)
    customer.fault("network_down", seconds=15)
    customer.sim.advance(20)
    assert len(customer.sim.live_legs()) == 2 and all(leg.talks for leg in customer.sim.live_legs())


@pytest.mark.parametrize(("ends", "statuses"), [("failed", ["failed"] * 2), ("survives", ["in-progress"] * 2)])
def test_what_becomes_of_a_dead_line_is_a_switch(ends: str, statuses: list[str]) -> None:
    customer = Customer(Switches(dead_line_ends_as=ends))
    talking(customer)
    customer.fault("network_down", seconds=60)
    customer.sim.advance(70)
    assert [leg.status for leg in customer.sim.legs()] == statuses


def test_on_a_dead_line_no_key_gets_through_and_nothing_is_heard(customer: Customer) -> None:
    customer.says("/voice", '<Gather numDigits="1" action="/key" timeout="10"><Say>Tuşlayın</Say></Gather>')
    caller = customer.call({"waits": 2}, {"presses": "1", "within": 5}, {"hears": "Tuşlayın", "within": 3})
    customer.sim.advance(1)
    customer.fault("network_down", seconds=15)
    customer.sim.advance(14)
    assert customer.got("/key") == []
    assert caller.failures
