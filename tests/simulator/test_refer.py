"""Refer: sending a SIP telephone on to somebody else."""

from typing import Any

import pytest

from tests.simulator.customer import CENTRE, Customer

REFER = '<Refer action="/referred"><Sip>sip:ali@ofis.test</Sip></Refer>'


@pytest.mark.parametrize(("behaviour", "status", "response"), [
    ({}, "completed", "202"),
    ({"busy": True}, "failed", "486"),
    ({"unreachable": True}, "failed", "404"),
])  # fmt: skip
def test_a_sip_caller_is_sent_on_and_the_action_hears_how_it_went(
    customer: Customer, behaviour: dict[str, Any], status: str, response: str
) -> None:
    customer.says("/voice", REFER)
    customer.sim.person("sip:ali@ofis.test", "Ali", **behaviour)
    customer.sim.place_call("sip:ayse@ofis.test", CENTRE)
    customer.sim.advance(10)
    told = customer.got("/referred")[0]
    assert (told["ReferCallStatus"], told["ReferSipResponseCode"]) == (status, response)


def test_nobody_at_the_target_is_a_failure_and_the_document_goes_on(customer: Customer) -> None:
    customer.says("/voice", "<Refer><Sip>sip:nobody@ofis.test</Sip></Refer><Say>Still here</Say>")
    call = customer.sim.place_call("sip:ayse@ofis.test", CENTRE, [{"hears": "still here"}])
    customer.sim.advance(10)
    assert not call.failures


def test_a_transfer_without_an_action_is_the_end_of_the_call(customer: Customer) -> None:
    customer.says("/voice", REFER.replace('action="/referred"', "") + "<Say>Still here</Say>")
    customer.sim.person("sip:ali@ofis.test", "Ali")
    call = customer.sim.place_call("sip:ayse@ofis.test", CENTRE, ["is_hung_up"])
    customer.sim.advance(10)
    assert not call.failures
    assert not customer.heard("sip:ayse@ofis.test")


def test_a_telephone_caller_cannot_be_referred(customer: Customer) -> None:
    customer.says("/voice", REFER)
    customer.call()
    customer.sim.advance(10)
    assert customer.told("ReferCallStatus", "/referred") == ["failed"]
    assert 12200 in customer.errors()


@pytest.mark.parametrize("moment", [quarter / 4 for quarter in range(1, 9)])
def test_whenever_they_hang_up_the_action_is_asked_once_at_most(customer: Customer, moment: float) -> None:
    customer.says("/voice", REFER)
    customer.sim.person("sip:ali@ofis.test", "Ali")
    customer.sim.place_call("sip:ayse@ofis.test", CENTRE, [{"waits": moment}, "hangs_up"])
    customer.sim.advance(10)
    assert not customer.sim.live_legs()
    assert len(customer.got("/referred")) <= 1
    assert customer.told("CallStatus", "/over") == ["completed"]
