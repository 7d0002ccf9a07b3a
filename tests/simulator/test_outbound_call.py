"""Calls placed by REST, and the people who are rung."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Response
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from tests.simulator.customer import ALI, AYSE, CENTRE, HOST, Customer

ACCEPT = (
    '<Gather numDigits="1" timeout="8" actionOnEmptyResult="true" action="/key"><Say>A call. Press one.</Say></Gather>'
)


@pytest.fixture
def ringing(customer: Customer) -> Customer:
    customer.says("/agent", ACCEPT)
    return customer


def test_a_call_is_queued_rings_is_answered_and_told_about_in_order(ringing: Customer) -> None:
    ringing.sim.person(AYSE, "Ayşe", answers_after=4, presses="1", after_hearing="press one")
    call = ringing.rings()
    assert (call.status, call.direction, call.queue_time) == ("queued", "outbound-api", "0")
    ringing.sim.advance(30)
    assert ringing.told("CallStatus") == ["initiated", "ringing", "in-progress", "completed"]
    assert ringing.told("SequenceNumber") == ["0", "1", "2", "3"]
    assert ringing.told("CallbackSource") == ["call-progress-events"] * 4
    assert ringing.told("Digits", "/key") == ["1"]
    assert all(each.genuine for each in ringing.requests)
    assert all(each.form["CallSid"] == call.sid for each in ringing.requests)


def test_completed_is_all_that_is_told_by_default(ringing: Customer) -> None:
    ringing.rest.calls.create(to=AYSE, from_=CENTRE, url=f"{HOST}/agent", status_callback=f"{HOST}/progress")
    ringing.sim.advance(100)
    assert ringing.told("CallStatus") == ["no-answer"]


def test_calls_are_started_at_the_account_s_pace(ringing: Customer) -> None:
    calls = [ringing.rings(to) for to in (AYSE, ALI, "+905321110003")]
    assert [call.queue_time for call in calls] == ["0", "1000", "2000"]
    ringing.sim.advance(1.5)
    assert ringing.told("CallStatus").count("initiated") == 2


def test_a_call_canceled_while_queued_is_told_to_nobody(ringing: Customer) -> None:
    ringing.rings(AYSE)
    second = ringing.rings(ALI)
    assert ringing.rest.calls(second.sid).update(status="canceled").status == "canceled"
    ringing.sim.advance(100)
    assert second.sid not in ringing.told("CallSid")


@pytest.mark.parametrize(
    ("behaviour", "status", "sip"),
    [
        ({"busy": True}, "busy", "486"),
        ({"unreachable": True}, "failed", "404"),
        ({"never_answers": True}, "no-answer", "487"),
        ({"declines": 3}, "busy", "603"),
    ],
)
def test_who_does_not_answer_is_told_by_how(
    ringing: Customer, behaviour: dict[str, Any], status: str, sip: str
) -> None:
    ringing.sim.person(AYSE, "Ayşe", **behaviour)
    ringing.rings(timeout=15)
    ringing.sim.advance(60)
    assert ringing.told("CallStatus")[-1] == status
    assert ringing.told("SipResponseCode")[-1] == sip
    assert not ringing.got("/agent")


def test_five_seconds_are_added_to_the_ring_timeout(ringing: Customer) -> None:
    ringing.sim.person(AYSE, "Ayşe", never_answers=True)
    ringing.rings(timeout=15)
    ringing.sim.advance(19.5)
    assert len(ringing.sim.live_legs()) == 1
    ringing.sim.advance(1)
    assert not ringing.sim.live_legs()


def test_a_voicemail_answers_and_presses_nothing(ringing: Customer) -> None:
    ringing.says("/key", "<Hangup/>")
    ringing.sim.person(AYSE, "Ayşe", voicemail="Şu anda telefona bakamıyorum.", answers_after=10)
    ringing.rings()
    ringing.sim.advance(60)
    assert ringing.told("Digits", "/key") == [""]
    assert ringing.told("CallStatus")[-1] == "completed"


def test_who_hangs_up_before_the_key_is_completed_without_a_key(ringing: Customer) -> None:
    ringing.sim.person(AYSE, "Ayşe", hangs_up_before_key=True)
    ringing.rings()
    ringing.sim.advance(60)
    assert not ringing.got("/key")
    assert ringing.told("CallStatus")[-1] == "completed"


def test_the_first_ring_may_go_unanswered_and_the_second_be_accepted(ringing: Customer) -> None:
    ringing.sim.person(AYSE, "Ayşe", rings=[{"never_answers": True}, {"answers_after": 2, "presses": "1"}])
    ringing.rings(timeout=10)
    ringing.sim.advance(30)
    ringing.rings(timeout=10)
    ringing.sim.advance(30)
    assert [status for status in ringing.told("CallStatus") if status in ("no-answer", "completed")] == [
        "no-answer",
        "completed",
    ]
    assert ringing.told("Digits", "/key") == ["1"]


def test_a_person_on_a_call_is_busy_for_the_next(ringing: Customer) -> None:
    ringing.says("/agent", "<Pause length='100'/>")
    ringing.sim.person(AYSE, "Ayşe", answers_after=1)
    ringing.rings()
    ringing.sim.advance(10)
    ringing.rings()
    ringing.sim.advance(10)
    assert ringing.told("CallStatus")[-1] == "busy"


def test_a_ringing_call_can_be_ended_and_a_finished_one_cannot(ringing: Customer) -> None:
    ringing.sim.person(AYSE, "Ayşe", never_answers=True)
    call = ringing.rings()
    ringing.sim.advance(5)
    assert ringing.rest.calls(call.sid).fetch().status == "ringing"
    assert ringing.rest.calls(call.sid).update(status="completed").status == "canceled"
    with pytest.raises(TwilioRestException) as refused:
        ringing.rest.calls(call.sid).update(status="completed")
    assert (refused.value.status, refused.value.code) == (400, 21220)


def test_a_redirect_interrupts_what_the_leg_is_doing(ringing: Customer) -> None:
    ringing.says("/agent", "<Say>A very long story that nobody wants to hear to its end</Say><Pause length='60'/>")
    ringing.says("/other", "<Say>Something else</Say>")
    ringing.sim.person(AYSE, "Ayşe", answers_after=1)
    call = ringing.rings()
    ringing.sim.advance(4)
    ringing.rest.calls(call.sid).update(url=f"{HOST}/other")
    ringing.sim.advance(5)
    assert ringing.heard("Ayşe")[-1] == "Something else"
    assert ringing.sim.leg(call.sid).is_over


def test_a_document_can_be_given_instead_of_a_url(ringing: Customer) -> None:
    ringing.sim.person(AYSE, "Ayşe", answers_after=1)
    ringing.rest.calls.create(to=AYSE, from_=CENTRE, twiml="<Response><Say>Merhaba</Say></Response>")
    ringing.sim.advance(10)
    assert ringing.heard("Ayşe") == ["Merhaba"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"to": "12"}, 21211),
        ({"from_": "+15550000000"}, 21210),
        ({"url": "nonsense"}, 21205),
        ({"status_callback_event": ["finished"]}, 21626),
    ],
)
def test_bad_requests_are_refused_with_twilio_s_codes(ringing: Customer, arguments: dict[str, Any], code: int) -> None:
    order = {"to": AYSE, "from_": CENTRE, "url": f"{HOST}/agent", **arguments}
    with pytest.raises(TwilioRestException) as refused:
        ringing.rest.calls.create(**order)
    assert (refused.value.status, refused.value.code) == (400, code)


def test_calls_are_listed_newest_first_filtered_and_in_pages(ringing: Customer) -> None:
    for index in range(5):
        ringing.rings(f"+90532111000{index}")
    everything = [call.to for call in ringing.rest.calls.list(page_size=2)]
    assert everything == [f"+90532111000{index}" for index in (4, 3, 2, 1, 0)]
    assert [call.to for call in ringing.rest.calls.list(to="+905321110003")] == ["+905321110003"]
    assert len(ringing.rest.calls.list(status="queued")) == 5
    assert ringing.rest.calls.list(status="in-progress") == []
    assert ringing.rest.calls.list()[0].date_created == ringing.clock()


def test_calls_are_filtered_by_the_day_they_started(ringing: Customer) -> None:
    ringing.rings()
    ringing.rings(ALI)
    ringing.sim.advance(0.5)
    today = ringing.clock()
    assert [call.to for call in ringing.rest.calls.list(start_time=today)] == [AYSE]
    assert ringing.rest.calls.list(start_time_before=today - timedelta(days=1)) == []
    assert len(ringing.rest.calls.list(start_time_after=today)) == 1


def test_a_new_call_may_be_late_in_the_list() -> None:
    customer = Customer(Switches(call_list_lag_seconds=3))
    customer.rings()
    assert customer.rest.calls.list() == []
    customer.sim.advance(4)
    assert len(customer.rest.calls.list()) == 1


def test_whoever_has_the_wrong_password_is_let_nowhere(customer: Customer) -> None:
    customer.rest.password = "wrong"
    customer.rest.auth = (customer.rest.username, "wrong")
    with pytest.raises(TwilioRestException) as refused:
        customer.rings()
    assert (refused.value.status, refused.value.code) == (401, 20003)


def test_a_call_of_ours_is_asked_for_as_its_url_says_and_then_its_fallback_is(ringing: Customer) -> None:
    ringing.says("/agent", lambda form: Response(status=503))
    ringing.says("/help", "<Say>Sorry</Say>")
    ringing.sim.person(AYSE, "Ayşe", answers_after=4)
    ringing.rings(url="/agent#rc=2&rp=5xx", fallback_url=f"{HOST}/help#rc=4", fallback_method="POST")
    ringing.sim.advance(30)
    assert (len(ringing.got("/agent")), ringing.heard("Ayşe")) == (3, ["Sorry"])
    [told] = ringing.got("/help")
    assert (told["ErrorCode"], told["ErrorUrl"]) == ("11200", f"{HOST}/agent")
    assert all(each.genuine for each in ringing.requests)
