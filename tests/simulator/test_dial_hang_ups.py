"""A Dial taken apart at any moment: nobody is left in a bridge, nothing rings on, every callback comes once."""

from typing import Any

import pytest

from tests.simulator.customer import ALI, AYSE, HOST, Customer

QUARTERS = [quarter / 4 for quarter in range(1, 33)]
"""From before the first ring, through the whisper, into the conversation."""
TOLD = 'statusCallback="/progress" statusCallbackEvent="initiated ringing answered completed"'
LISTENS = 'machineDetection="Enable" amdStatusCallback="/amd"'
FINAL = ("completed", "busy", "failed", "no-answer", "canceled")


def ringing_two(*steps: Any, attributes: str = "") -> Customer:
    """Ayşe answers after 2 s and hears a whisper; Ali would answer after 5."""
    customer = Customer()
    nouns = "".join(f'<Number url="/whisper" sendDigits="w1" {LISTENS} {TOLD}>{to}</Number>' for to in (AYSE, ALI))
    customer.says("/voice", f'<Dial action="/after" hangupOnStar="true" {attributes}>{nouns}</Dial>')
    customer.says("/whisper", "<Say>A call for you</Say>")
    customer.says("/after", "<Say>After the call</Say>")
    customer.says("/other", "<Pause length='3'/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=2, steps=steps or [{"waits": 30}, "hangs_up"])
    customer.sim.person(ALI, "Ali", answers_after=5, steps=[{"waits": 30}, "hangs_up"])
    return customer


def everything_is_over(customer: Customer) -> None:
    assert not customer.sim.live_legs(), customer.page()
    assert all(leg.bridged_with is None for leg in customer.sim.legs())
    assert customer.told("CallStatus", "/over") in (["completed"], ["no-answer"])
    for child in [leg for leg in customer.sim.legs() if not leg.is_inbound]:
        told = [form["CallStatus"] for form in customer.got("/progress") if form["CallSid"] == child.sid]
        assert len(told) == len(set(told)), told
        assert len([status for status in told if status in FINAL]) == 1
        verdicts = [form for form in customer.got("/amd") if form["CallSid"] == child.sid]
        assert len(verdicts) == (1 if child.answered_at else 0)


@pytest.mark.parametrize("attributes", ["", 'sequential="true" timeout="5"', 'answerOnBridge="true"'])
@pytest.mark.parametrize("moment", QUARTERS)
def test_the_caller_may_hang_up_at_any_moment(moment: float, attributes: str) -> None:
    customer = ringing_two(attributes=attributes)
    customer.call({"waits": moment}, "hangs_up")
    customer.sim.advance(moment + 60)
    everything_is_over(customer)
    assert not customer.got("/after")


@pytest.mark.parametrize("moment", QUARTERS[10:])
def test_the_callee_may_hang_up_at_any_moment_and_the_caller_goes_on(moment: float) -> None:
    customer = ringing_two({"waits": moment - 2}, "hangs_up")
    call = customer.call({"hears": "after the call", "within": 90}, "is_hung_up")
    customer.sim.advance(100)
    assert not call.failures
    everything_is_over(customer)
    assert len(customer.got("/after")) == 1


@pytest.mark.parametrize("moment", QUARTERS)
def test_the_caller_may_press_the_star_at_any_moment(moment: float) -> None:
    customer = ringing_two()
    call = customer.call({"waits": moment}, {"presses": "*", "within": 1}, {"hears": "after the call"}, "is_hung_up")
    customer.sim.advance(60)
    assert not call.failures
    everything_is_over(customer)
    assert len(customer.got("/after")) == 1


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("moment", QUARTERS)
def test_rest_may_take_away_the_caller_or_the_callee_at_any_moment(moment: float, which: int) -> None:
    customer = ringing_two()
    customer.call({"waits": 60}, "hangs_up")
    customer.sim.advance(moment)
    legs = customer.sim.legs()
    leg = legs[which] if which < len(legs) else legs[0]
    if leg.status == "in-progress":
        customer.rest.calls(leg.sid).update(url=f"{HOST}/other")
    customer.sim.advance(100)
    everything_is_over(customer)


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("moment", QUARTERS)
def test_rest_may_end_any_leg_at_any_moment(moment: float, which: int) -> None:
    customer = ringing_two()
    customer.call({"waits": 60}, "hangs_up")
    customer.sim.advance(moment)
    legs = customer.sim.live_legs()
    customer.rest.calls(legs[min(which, len(legs) - 1)].sid).update(status="completed")
    customer.sim.advance(100)
    everything_is_over(customer)
