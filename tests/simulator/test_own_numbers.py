"""Calls that come back to us: two legs, two documents, one wire."""

import pytest

from tests.simulator.customer import AYSE, CENTRE, HOST, MEHMET, Customer

SECOND = "+908502550001"


@pytest.fixture
def two_numbers(customer: Customer) -> Customer:
    customer.sim.own_number(SECOND, f"{HOST}/second", status_callback=f"{HOST}/second/over")
    return customer


def test_a_call_to_our_own_number_runs_two_documents_on_two_calls(two_numbers: Customer) -> None:
    two_numbers.says("/agent", "<Say>I am the caller</Say><Pause length='5'/>")
    two_numbers.says("/second", "<Say>I am the called</Say><Pause length='20'/>")
    call = two_numbers.rings(to=SECOND)
    two_numbers.sim.advance(40)
    out, arrived = two_numbers.sim.legs()
    assert (out.sid, out.direction, arrived.direction) == (call.sid, "outbound-api", "inbound")
    assert two_numbers.got("/second")[0]["CallSid"] == arrived.sid
    assert (arrived.from_, arrived.to) == (CENTRE, SECOND)
    assert two_numbers.told("CallStatus") == ["initiated", "ringing", "in-progress", "completed"]
    assert two_numbers.told("CallStatus", "/second/over") == ["completed"]
    assert not two_numbers.sim.live_legs()


def test_what_one_document_says_is_heard_by_a_person_at_the_other_end(two_numbers: Customer) -> None:
    two_numbers.says("/voice", f'<Dial action="/after">{SECOND}</Dial>')
    two_numbers.says("/second", '<Gather numDigits="1" action="/key"><Say>Press one</Say></Gather>')
    two_numbers.says("/key", "<Say>Thank you very much</Say>")
    call = two_numbers.call({"hears": "press one"}, {"presses": "1", "within": 1}, {"hears": "thank you"})
    two_numbers.sim.advance(20)
    assert not call.failures
    assert two_numbers.told("Digits", "/key") == ["1"]


def test_two_people_talk_across_two_documents(two_numbers: Customer) -> None:
    two_numbers.says("/voice", f"<Dial>{SECOND}</Dial>")
    two_numbers.says("/second", f'<Dial answerOnBridge="true">{AYSE}</Dial>')
    ayse = two_numbers.sim.person(
        AYSE, "Ayşe", answers_after=2, steps=["joins", {"hears": "good morning"}, {"says": "and to you"}]
    )
    call = two_numbers.call("joins", {"says": "Good morning"}, {"hears": "and to you"}, "hangs_up")
    two_numbers.sim.advance(30)
    assert not call.failures
    assert not ayse.performances[0].failures
    assert not two_numbers.sim.live_legs()


def test_a_number_that_rejects_is_not_answered(two_numbers: Customer) -> None:
    two_numbers.says("/second", '<Reject reason="busy"/>')
    two_numbers.rings(to=SECOND)
    two_numbers.sim.advance(10)
    assert two_numbers.told("CallStatus")[-1] == "busy"
    assert not two_numbers.got("/agent")


def test_words_sent_as_digits_are_keys_for_the_far_document(two_numbers: Customer) -> None:
    two_numbers.says("/second", '<Gather numDigits="2" action="/key"><Pause length="5"/></Gather>')
    two_numbers.rings(to=SECOND, send_digits="ww42")
    two_numbers.sim.advance(20)
    assert two_numbers.told("Digits", "/key") == ["42"]


@pytest.mark.parametrize("quarter", range(24))
def test_whenever_the_caller_goes_nothing_is_left_of_either_leg(two_numbers: Customer, quarter: int) -> None:
    two_numbers.says("/voice", f"<Dial>{SECOND}</Dial>")
    two_numbers.says("/second", "<Say>I am the called and I talk for a while</Say><Pause length='60'/>")
    two_numbers.sim.place_call(MEHMET, CENTRE, [{"waits": quarter / 4}, "hangs_up"])
    two_numbers.sim.advance(20)
    assert not two_numbers.sim.live_legs()
    assert (
        two_numbers.told("CallStatus", "/over").count("completed")
        + two_numbers.told("CallStatus", "/over").count("no-answer")
        == 1
    )


def test_a_number_that_dials_itself_does_not_go_round_for_ever(two_numbers: Customer) -> None:
    two_numbers.says("/second", f"<Dial>{SECOND}</Dial>")
    two_numbers.says("/voice", f"<Dial>{SECOND}</Dial>")
    call = two_numbers.call("is_hung_up")
    two_numbers.sim.advance(60)
    assert not call.failures
    assert not two_numbers.sim.live_legs()
    assert "483" in [leg.sip_response for leg in two_numbers.sim.legs()]
