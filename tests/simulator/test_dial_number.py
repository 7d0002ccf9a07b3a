"""Dialling telephones for a caller."""

from simulator import Switches
from tests.simulator.customer import ALI, AYSE, HOST, Customer

NUMBER = f'<Number url="/whisper" statusCallback="/progress" statusCallbackEvent="answered completed">{AYSE}</Number>'
DIAL = f'<Dial timeout="15" answerOnBridge="true" action="/after">{NUMBER}</Dial>'
SCREEN = '<Gather numDigits="1" timeout="5" action="/screen"><Say>Press one to accept</Say></Gather><Hangup/>'


def screened(switches: Switches | None = None) -> Customer:
    customer = Customer(switches)
    customer.says("/voice", DIAL)
    customer.says("/whisper", SCREEN)
    return customer


def test_an_accepted_callee_talks_to_the_caller_and_dial_says_for_how_long() -> None:
    customer = screened()
    customer.sim.person(AYSE, "Ayşe", answers_after=2, presses="1", hangs_up_after=20)
    call = customer.call("joins", "is_hung_up")
    customer.sim.advance(60)
    assert not call.failures
    after = customer.got("/after")[0]
    assert (after["DialCallStatus"], after["DialBridged"], after["DialCallDuration"]) == ("completed", "true", "20")
    assert customer.got("/whisper")[0]["ParentCallSid"] == call.sid
    assert customer.got("/whisper")[0]["Direction"] == "outbound-dial"
    assert customer.told("CallStatus") == ["in-progress", "completed"]


def test_the_caller_is_not_picked_up_before_the_bridge() -> None:
    customer = screened()
    customer.sim.person(AYSE, "Ayşe", answers_after=5, presses="1")
    call = customer.call()
    customer.sim.advance(6)
    assert call.leg.status == "ringing"
    customer.sim.advance(4)
    assert call.leg.status == "in-progress"


def test_a_callee_who_does_not_accept_is_not_bridged() -> None:
    customer = screened(Switches(declined_whisper_status="completed"))
    customer.sim.person(AYSE, "Ayşe", answers_after=2)
    customer.call()
    customer.sim.advance(60)
    after = customer.got("/after")[0]
    assert (after["DialCallStatus"], after["DialBridged"]) == ("completed", "false")


def test_nobody_answers_within_the_timeout_and_five_seconds() -> None:
    customer = screened()
    customer.call()
    customer.sim.advance(19)
    assert not customer.got("/after")
    customer.sim.advance(2)
    assert customer.told("DialCallStatus", "/after") == ["no-answer"]


def test_the_first_to_answer_wins_and_the_others_stop_ringing(customer: Customer) -> None:
    customer.says("/voice", f"<Dial><Number>{AYSE}</Number><Number>{ALI}</Number></Dial>")
    customer.sim.person(AYSE, "Ayşe", answers_after=5)
    customer.sim.person(ALI, "Ali", answers_after=2)
    call = customer.call("joins", "hangs_up")
    customer.sim.advance(20)
    assert not call.failures
    statuses = {leg.name: leg.status for leg in customer.sim.legs()}
    assert (statuses["Ali"], statuses["Ayşe"]) == ("completed", "canceled")


def test_the_callee_goes_when_the_caller_does() -> None:
    customer = screened()
    customer.sim.person(AYSE, "Ayşe", never_answers=True)
    customer.call({"waits": 5}, "hangs_up")
    customer.sim.advance(10)
    assert not customer.sim.live_legs()
    assert not customer.got("/after")


def test_a_callee_who_meant_to_talk_longer_takes_the_end_as_it_comes() -> None:
    customer = screened()
    agent = customer.sim.person(AYSE, "Ayşe", answers_after=2, presses="1", hangs_up_after=60)
    call = customer.call("joins", {"talks": 5}, "hangs_up")
    customer.sim.advance(60)
    assert not call.failures
    assert agent.performances[0].done and not agent.performances[0].failures


def test_redirecting_the_callee_lets_the_caller_go_on_at_the_action(customer: Customer) -> None:
    customer.says("/voice", f'<Dial action="/after">{AYSE}</Dial>')
    customer.says("/after", "<Say>Back again</Say>")
    customer.says("/other", "<Pause length='60'/>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    call = customer.call({"hears": "back again"})
    customer.sim.advance(10)
    child = next(leg for leg in customer.sim.live_legs() if not leg.is_inbound)
    customer.rest.calls(child.sid).update(url=f"{HOST}/other")
    customer.sim.advance(10)
    assert not call.failures
    assert not child.is_over
    assert "DialCallDuration" not in customer.got("/after")[0]


def test_redirecting_the_caller_drops_the_callee(customer: Customer) -> None:
    customer.says("/voice", f'<Dial action="/after">{AYSE}</Dial>')
    customer.says("/after", "<Say>Never heard</Say>")
    customer.says("/other", "<Say>Elsewhere</Say>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    call = customer.call({"hears": "elsewhere"}, "is_hung_up")
    customer.sim.advance(10)
    customer.rest.calls(call.sid).update(url=f"{HOST}/other")
    customer.sim.advance(10)
    assert not call.failures
    assert not customer.sim.live_legs()
    assert "Never heard" not in customer.heard("Mehmet")
    assert len(customer.got("/after")) == 1


def test_a_verb_that_is_not_for_whispering_is_refused() -> None:
    customer = screened()
    customer.says("/whisper", "<Dial>+905550000000</Dial>")
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.call()
    customer.sim.advance(20)
    assert 13201 in customer.errors()
