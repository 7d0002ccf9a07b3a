"""The carrier side: how telephones are found, ring, refuse, and are shown callers."""

import pytest
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from simulator.lines.dial_plan import country_code, dialled_number
from simulator.people.person import read_ring
from simulator.people.steps import StepError
from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, MEHMET, Customer


def test_a_slow_network_takes_long_to_ring(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1, seconds_to_ring=6)
    customer.rings()
    customer.sim.advance(5)
    assert customer.told("CallStatus") == ["initiated"]
    customer.sim.advance(3)
    assert customer.told("CallStatus") == ["initiated", "ringing", "in-progress", "completed"]


def test_the_network_may_be_slow_this_time(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.fault("slow_network", seconds=8)
    customer.rings()
    customer.sim.advance(7)
    assert customer.told("CallStatus") == ["initiated"]
    customer.sim.advance(3)
    assert "ringing" in customer.told("CallStatus")


def test_somebody_with_call_waiting_is_rung_on_a_call(customer: Customer) -> None:
    customer.says("/agent", "<Pause length='60'/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1, call_waiting=True)
    customer.rings()
    customer.rings()
    customer.sim.advance(10)
    assert [leg.status for leg in customer.sim.legs()] == ["in-progress", "in-progress"]


def test_the_network_itself_may_fail(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", fails=True)
    customer.rings()
    customer.sim.advance(5)
    assert (customer.told("CallStatus")[-1], customer.told("SipResponseCode")[-1]) == ("failed", "503")


@pytest.mark.parametrize("reads", ["anonymous", "+266696687"])
def test_a_caller_may_withhold_their_number(reads: str) -> None:
    customer = Customer(Switches(withheld_caller_reads=reads))
    customer.sim.place_call("withheld", CENTRE)
    customer.sim.advance(2)
    assert customer.told("From", "/voice") == [reads]


@pytest.mark.parametrize("field", ["Calls", "Participants"])
def test_a_caller_s_own_number_is_shown_with_their_token_only(customer: Customer, field: str) -> None:
    customer.says("/voice", "<Pause length='60'/>")
    token = customer.call({"waits": 60}).leg.call_token
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    participants = customer.rest.conferences("room").participants

    def place(**more: str) -> None:
        if field == "Calls":
            customer.rest.calls.create(to=AYSE, from_=MEHMET, url=f"{HOST}/agent", **more)
        else:
            participants.create(to=AYSE, from_=MEHMET, **more)

    with pytest.raises(TwilioRestException) as refused:
        place()
    assert refused.value.code == 21210
    place(call_token=token)
    assert [leg.from_ for leg in customer.sim.legs()] == [MEHMET, MEHMET]


def test_a_participant_s_call_has_its_time_limit(customer: Customer) -> None:
    customer.sim.person(ALI, "Ali", answers_after=1)
    customer.rest.conferences("room").participants.create(to=ALI, from_=CENTRE, time_limit=5)
    customer.sim.advance(20)
    assert [leg.ended_by for leg in customer.sim.legs()] == ["time limit"]


@pytest.mark.parametrize(("text", "number"), [
    ("+90 (532) 111-00.01", AYSE), ("905321110001", AYSE), ("2125550100", "+12125550100"),
])  # fmt: skip
def test_numbers_are_dialled_however_they_are_written(text: str, number: str) -> None:
    assert dialled_number(text, Switches()) == number


@pytest.mark.parametrize(("number", "code"), [
    (AYSE, "+90"), ("+12125550100", "+1"), ("+35799123456", "+357"), ("+999", ""),
])  # fmt: skip
def test_a_number_has_a_country(number: str, code: str) -> None:
    assert country_code(number) == code


@pytest.mark.parametrize("behaviour", [{"amd": "robot"}, {"greeting_ends": "applause", "voicemail": "Hello"}])
def test_behaviour_that_makes_no_sense_is_refused(behaviour: dict[str, str]) -> None:
    with pytest.raises(StepError, match="is one of"):
        read_ring(behaviour)
