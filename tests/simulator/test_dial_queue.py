"""An agent's Dial takes somebody out of a queue: what both sides hear, and what both actions are told."""

from typing import Any

import pytest

from simulator import Switches
from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, MEHMET, Customer

QUARTERS = [quarter / 4 for quarter in range(2, 44)]


def queueing(switches: Switches | None = None, timeout: int = 5) -> Customer:
    customer = Customer(switches)
    customer.says("/voice", '<Enqueue waitUrl="/wait" action="/exit">destek</Enqueue>')
    customer.says("/wait", "<Say>Sıradasınız</Say><Pause length='5'/>")
    customer.says("/exit", "<Say>Goodbye caller</Say>")
    customer.says("/agent", f'<Dial action="/done" timeout="{timeout}"><Queue url="/connecting">destek</Queue></Dial>')
    customer.says("/connecting", "<Say>An agent is here</Say>")
    customer.says("/done", "<Say>Goodbye agent</Say>")
    return customer


def agent(customer: Customer, *steps: Any) -> Any:
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=steps or ["joins", {"talks": 10}, "hangs_up"])
    return customer.rings()


def test_the_first_in_line_is_told_then_talks_and_both_actions_are_asked_once() -> None:
    customer = queueing()
    call = customer.call({"hears": "an agent is here"}, "joins", {"hears": "goodbye caller"}, "is_hung_up")
    customer.sim.advance(3)
    ayse = agent(customer)
    customer.sim.advance(30)
    assert not call.failures
    told = customer.got("/connecting")[0]
    assert (told["CallSid"], told["DequeingCallSid"]) == (call.sid, ayse.sid)
    assert told["QueueSid"].startswith("QU") and int(told["QueueTime"]) in (4, 5)
    assert customer.told("QueueResult", "/exit") == ["bridged"]
    assert customer.told("QueueTime", "/exit") == [told["QueueTime"]]
    assert not customer.got("/done"), "the agent hung up: nobody is left to go on"


def test_the_agent_s_action_hears_whom_they_had_and_for_how_long() -> None:
    customer = queueing()
    call = customer.call("joins", {"talks": 6}, "hangs_up")
    customer.sim.advance(3)
    agent(customer, {"hears": "goodbye agent"})
    customer.sim.advance(30)
    done = customer.got("/done")[0]
    assert done["DequeuedCallSid"] == call.sid
    assert (done["DialCallStatus"], done["DequeueResult"], done["DialBridged"]) == ("completed", "bridged", "true")
    assert done["DequeuedCallDuration"] == done["DialCallDuration"] == "6"
    assert done["QueueSid"] == customer.got("/exit")[0]["QueueSid"]
    assert int(done["DequeuedCallQueueTime"]) in (4, 5)
    assert customer.told("QueueResult", "/exit") == ["bridged"]


def test_an_empty_queue_waits_for_the_next_arrival() -> None:
    customer = queueing(timeout=20)
    customer.sim.place_call(ALI, CENTRE, [{"waits": 1}, "hangs_up"])
    customer.sim.advance(3)
    agent(customer)
    customer.sim.advance(10)
    call = customer.call("joins")
    customer.sim.advance(10)
    assert not call.failures


def test_nobody_arrives_within_the_timeout_and_five_seconds() -> None:
    customer = queueing(timeout=5)
    customer.sim.place_call(ALI, CENTRE, [{"waits": 1}, "hangs_up"])
    customer.sim.advance(3)
    agent(customer, {"hears": "goodbye agent"})
    customer.sim.advance(11)
    assert not customer.got("/done")
    customer.sim.advance(3)
    assert customer.told("DequeueResult", "/done") == ["queue-empty"]


@pytest.mark.parametrize("result", ["queue-not-found", "error"])
def test_a_queue_nobody_ever_waited_in_is_an_error(result: str) -> None:
    customer = queueing(Switches(unknown_queue_result=result))
    agent(customer, {"hears": "goodbye agent"})
    customer.sim.advance(5)
    assert customer.told("DialCallStatus", "/done") == ["failed"]
    assert customer.told("DequeueResult", "/done") == [result]


def test_two_agents_get_two_callers_in_order_of_arrival() -> None:
    customer = queueing()
    first, second = customer.call("joins"), customer.sim.place_call(ALI, CENTRE, ["joins"], start_after=1)
    customer.sim.advance(3)
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.sim.person("+905320000009", "Can", answers_after=1)
    customer.rings()
    customer.rings(to="+905320000009")
    customer.sim.advance(15)
    assert [leg.bridged_with.name for leg in (first.leg, second.leg)] == ["Ayşe", "Can"]


def test_a_redirect_out_of_the_bridge_says_so() -> None:
    customer = queueing()
    call = customer.call({"hears": "elsewhere"})
    customer.says("/other", "<Say>Elsewhere</Say>")
    customer.sim.advance(3)
    agent(customer, "joins", {"hears": "goodbye agent"})
    customer.sim.advance(8)
    customer.rest.calls(call.sid).update(url=f"{HOST}/other")
    customer.sim.advance(10)
    assert not call.failures
    assert customer.told("QueueResult", "/exit") == ["redirected-from-bridged"]
    assert customer.told("DialBridged", "/done") == ["true"]


def test_a_connecting_document_that_cannot_be_had_connects_nobody() -> None:
    customer = queueing()
    customer.says("/connecting", "<Dial>+905550000000</Dial>")
    customer.says("/fallback", "<Dial>+905550000000</Dial>")
    call = customer.call({"hears": "goodbye caller"})
    customer.sim.advance(3)
    agent(customer, {"hears": "goodbye agent"})
    customer.sim.advance(10)
    assert not call.failures
    assert customer.told("QueueResult", "/exit") == ["error"]
    assert customer.told("DialBridged", "/done") == ["false"]


def test_a_bridge_out_of_a_queue_has_its_time_limit_and_star_key() -> None:
    customer = queueing()
    customer.says("/agent", '<Dial action="/done" hangupOnStar="true" timeLimit="60"><Queue>destek</Queue></Dial>')
    call = customer.call("joins", {"hears": "goodbye caller"})
    customer.sim.advance(3)
    agent(customer, "joins", {"presses": "*"}, {"hears": "goodbye agent"})
    customer.sim.advance(15)
    assert not call.failures
    assert customer.told("DialBridged", "/done") == ["true"]


@pytest.mark.parametrize("who", ["caller", "agent"])
@pytest.mark.parametrize("moment", QUARTERS)
def test_whoever_hangs_up_and_whenever_nobody_is_left_and_each_is_told_once(who: str, moment: float) -> None:
    customer = queueing()
    leaves = [{"waits": moment}, "hangs_up"]
    call = customer.call(*(leaves if who == "caller" else [{"waits": 60}]))
    agent(customer, *([{"waits": max(moment - 2, 0.1)}, "hangs_up"] if who == "agent" else [{"waits": 40}]))
    customer.sim.advance(120)
    assert not customer.sim.live_legs()
    assert not customer.sim.exchange.lines["destek"].places
    assert all(leg.bridged_with is None and leg.place is None for leg in customer.sim.legs())
    assert len(customer.got("/exit")) == 1
    assert customer.told("CallStatus", "/over") == ["completed"]
    ends = [form["CallStatus"] for form in customer.got("/progress") if form["CallStatus"] not in PROGRESSING]
    assert len(ends) == 1
    assert call.leg.is_over


PROGRESSING = ("initiated", "ringing", "in-progress")


@pytest.mark.parametrize("who", ["caller", "agent"])
@pytest.mark.parametrize("moment", QUARTERS[6:30:2])
def test_whoever_is_redirected_and_whenever_the_other_goes_on(who: str, moment: float) -> None:
    customer = queueing()
    customer.says("/other", "<Pause length='30'/>")
    call = customer.call({"waits": 100}, "hangs_up")
    ayse = agent(customer, {"waits": 100}, "hangs_up")
    customer.sim.advance(moment)
    leg = customer.sim.leg(call.sid if who == "caller" else ayse.sid)
    if leg.status == "in-progress":
        customer.rest.calls(leg.sid).update(url=f"{HOST}/other")
    customer.sim.advance(20)
    if leg.status == "in-progress" and leg.answered_at:
        assert leg.bridged_with is None or leg.bridged_with.bridged_with is leg
    customer.sim.advance(200)
    assert not customer.sim.live_legs()
    assert len(customer.got("/exit")) == 1
    assert call.leg.from_ == MEHMET
