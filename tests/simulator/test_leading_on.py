"""Redirect, Hangup, Reject, Leave; and the verbs Twilio knows and the simulator does not."""

import pytest

from tests.simulator.customer import AYSE, Customer


def test_a_redirect_may_ask_with_get_and_nothing_after_it_is_reached(customer: Customer) -> None:
    customer.says("/voice", '<Say>x</Say><Redirect method="GET">/next</Redirect><Say>never</Say>')
    customer.says("/next", "<Hangup/><Say>never</Say>")
    customer.call()
    customer.sim.advance(10)
    assert [entry.data["method"] for entry in customer.of("webhook")] == ["POST", "GET"]
    assert customer.heard("Mehmet") == ["x"]


def test_a_redirect_does_not_pick_up_and_so_a_reject_may_come_after_it(customer: Customer) -> None:
    customer.says("/voice", "<Redirect>/next</Redirect>")
    customer.says("/next", '<Reject reason="busy"/>')
    customer.call()
    customer.sim.advance(10)
    assert customer.told("CallStatus", "/over") == ["busy"]


@pytest.mark.parametrize("first", ["<Pause/>", "<Say>x</Say>", "<Play>/a.mp3</Play>"])
def test_a_reject_that_is_not_the_very_first_verb_is_a_hang_up(customer: Customer, first: str) -> None:
    customer.says("/voice", f"{first}<Reject/><Say>never</Say>")
    call = customer.call("is_hung_up")
    customer.sim.advance(20)
    assert customer.told("CallStatus", "/over") == ["completed"]
    assert 12200 in customer.errors()
    assert not call.failures and "never" not in customer.heard("Mehmet")


def test_a_reject_means_nothing_on_a_call_we_placed(customer: Customer) -> None:
    customer.says("/agent", "<Reject/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.rings()
    customer.sim.advance(20)
    assert customer.told("CallStatus")[-1] == "completed"
    assert customer.errors() == [12200]


def test_leave_outside_a_queue_is_passed_over(customer: Customer) -> None:
    customer.says("/voice", "<Leave/><Say>Still here</Say>")
    call = customer.call({"hears": "still here"})
    customer.sim.advance(10)
    assert not call.failures and customer.errors() == [12200]


PAY = '<Pay chargeAmount="10"><Prompt for="security-code" attempt="1 2"><Say>Code</Say></Prompt></Pay>'
ROOM = '<Connect><Room participantIdentity="a">x</Room></Connect>'


@pytest.mark.parametrize(
    ("verb", "named"),
    [
        (PAY, "Pay"),
        ('<Sms to="+905550000000">Merhaba</Sms>', "Sms"),
        ('<Enqueue workflowSid="WW00000000000000000000000000000000"><Task>{}</Task></Enqueue>', "TaskRouter"),
    ],
)
def test_what_the_simulator_cannot_do_is_said_to_be_its_limit_and_the_next_verb_runs(
    customer: Customer, verb: str, named: str
) -> None:
    customer.says("/voice", f"{verb}<Say>Next</Say>")
    call = customer.call({"hears": "next"})
    customer.sim.advance(10)
    assert not call.failures
    (told,) = customer.sim.exchange.notifications
    assert (told.code, told.warning, told.more_info) == (0, True, "")
    assert "simulator does not model" in told.text and named in told.text
    assert customer.got("/fallback") == []


def test_a_mistake_in_what_the_simulator_cannot_do_is_not_hidden(customer: Customer) -> None:
    customer.says("/voice", '<Pay input="speech"/><Say>Next</Say>')
    customer.call()
    customer.sim.advance(10)
    assert customer.errors() == [12200, 0]
    other = Customer()
    other.says("/voice", "<Pay><Record/></Pay>")
    other.call()
    other.sim.advance(10)
    assert other.errors()[0] == 12100


def test_what_the_simulator_cannot_do_is_still_refused_where_twilio_would(customer: Customer) -> None:
    customer.says("/voice", '<Enqueue waitUrl="/wait">q</Enqueue>')
    customer.says("/wait", PAY)
    customer.call()
    customer.sim.advance(5)
    assert customer.errors()[0] == 12200
