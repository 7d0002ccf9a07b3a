"""How a Dial goes: the ringing, the star key, limits, transfers, and who may take it apart."""

import pytest

from tests.simulator.customer import ALI, AYSE, HOST, Customer


def dials(customer: Customer, attributes: str = "", number: str = f"<Number>{AYSE}</Number>") -> None:
    customer.says("/voice", f'<Dial action="/after" {attributes}>{number}</Dial>')
    customer.says("/after", "<Say>After the call</Say><Pause length='30'/>")


def test_the_caller_hears_ringing_in_the_tone_of_a_country_until_somebody_answers(customer: Customer) -> None:
    dials(customer, 'ringTone="uk"')
    customer.sim.person(AYSE, "Ayşe", answers_after=4)
    call = customer.call()
    customer.sim.advance(10)
    ringing = call.leg.ear.utterances[0]
    assert (ringing.text, ringing.kind) == ("♪ ringing (uk)", "tone")
    assert (ringing.cut_at - ringing.started_at).total_seconds() == pytest.approx(5.0)


def test_with_answer_on_bridge_the_ringing_goes_on_during_the_whisper(customer: Customer) -> None:
    dials(customer, 'answerOnBridge="true"', f'<Number url="/whisper">{AYSE}</Number>')
    customer.says("/whisper", "<Say>Hello Ayşe, somebody calls</Say>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    call = customer.call("joins")
    customer.sim.advance(10)
    assert call.leg.ear.utterances[0].cut_at == call.leg.answered_at


def test_a_caller_presses_the_star_to_go_on_without_the_callee(customer: Customer) -> None:
    dials(customer, 'hangupOnStar="true"')
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    call = customer.call("joins", {"presses": "*"}, {"hears": "after the call"})
    customer.sim.advance(20)
    assert not call.failures
    assert customer.told("DialCallStatus", "/after") == ["completed"]
    assert [leg.status for leg in customer.sim.legs() if not leg.is_inbound] == ["completed"]


def test_the_star_stops_the_ringing_too(customer: Customer) -> None:
    dials(customer, 'hangupOnStar="true"')
    customer.sim.person(AYSE, "Ayşe", never_answers=True)
    call = customer.call({"waits": 4}, {"presses": "*"}, {"hears": "after the call"})
    customer.sim.advance(20)
    assert not call.failures
    assert customer.told("DialCallStatus", "/after") == ["canceled"]


def test_without_hangup_on_star_the_star_is_only_a_tone_for_the_other(customer: Customer) -> None:
    dials(customer)
    customer.sim.person(AYSE, "Ayşe", answers_after=1, steps=["joins", {"hears": "♪ *"}, "hangs_up"])
    call = customer.call("joins", {"presses": "*", "within": 1}, {"hears": "after the call"})
    customer.sim.advance(30)
    assert not call.failures
    assert customer.told("DialBridged", "/after") == ["true"]


def test_the_star_leads_out_of_a_conference(customer: Customer) -> None:
    customer.says("/voice", '<Dial action="/after" hangupOnStar="true"><Conference>room</Conference></Dial>')
    customer.says("/after", "<Say>After the call</Say>")
    call = customer.call({"waits": 2}, {"presses": "*"}, {"hears": "after the call"})
    customer.sim.advance(20)
    assert not call.failures
    assert customer.told("DialCallStatus", "/after") == ["answered"]


def test_the_time_limit_is_of_the_bridge_not_of_the_ringing(customer: Customer) -> None:
    dials(customer, 'timeLimit="10"')
    customer.sim.person(AYSE, "Ayşe", answers_after=8)
    call = customer.call("joins", {"hears": "after the call"})
    customer.sim.advance(30)
    assert not call.failures
    assert customer.told("DialCallDuration", "/after") == ["10"]


def test_a_callee_s_transfer_leads_the_caller_to_the_refer_url(customer: Customer) -> None:
    dials(customer, 'referUrl="/transfer"', "<Sip>sip:ayse@ofis.test</Sip>")
    customer.says("/transfer", f"<Dial>{ALI}</Dial>")
    customer.sim.person("sip:ayse@ofis.test", "Ayşe", answers_after=1, steps=["joins", {"refers": "sip:ali@ofis.test"}])
    customer.sim.person(ALI, "Ali", answers_after=1)
    call = customer.call("joins", {"waits": 5})
    customer.sim.advance(10)
    assert not call.failures
    assert customer.told("ReferTransferTarget", "/transfer") == ["sip:ali@ofis.test"]
    assert not customer.got("/after")
    assert {leg.name for leg in customer.sim.live_legs()} == {"Mehmet", "Ali"}


def test_a_transfer_nobody_asked_for_is_not_taken(customer: Customer) -> None:
    dials(customer, "", "<Sip>sip:ayse@ofis.test</Sip>")
    ayse = customer.sim.person("sip:ayse@ofis.test", "Ayşe", steps=["joins", {"refers": "sip:ali@ofis.test"}])
    customer.call("joins")
    customer.sim.advance(20)
    assert "nobody took the transfer" in ayse.performances[0].failures[0]


def test_the_reason_of_the_call_is_on_the_callee_s_display(customer: Customer) -> None:
    dials(customer, 'callReason="Your order"')
    customer.sim.person(AYSE, "Ayşe")
    customer.call()
    customer.sim.advance(3)
    assert [entry.data["reason"] for entry in customer.of("leg") if "is dialled" in entry.text] == ["Your order"]


def test_the_callee_redirected_during_the_whisper_ends_the_dial(customer: Customer) -> None:
    dials(customer, "", f'<Number url="/whisper">{AYSE}</Number>')
    customer.says("/whisper", "<Say>A whisper that takes very much longer than anybody could like to listen to</Say>")
    customer.says("/other", "<Pause length='60'/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    call = customer.call({"hears": "after the call"})
    customer.sim.advance(4)
    callee = next(leg for leg in customer.sim.live_legs() if not leg.is_inbound)
    customer.rest.calls(callee.sid).update(url=f"{HOST}/other")
    customer.sim.advance(10)
    assert not call.failures
    assert (callee.is_over, callee.bridged_with) == (False, None)
    assert customer.told("DialBridged", "/after") == ["false"]
