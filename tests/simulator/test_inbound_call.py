"""What happens when somebody calls one of our numbers."""

import pytest
from flask import Response

from simulator import Switches
from tests.simulator.customer import CENTRE, HOST, MEHMET, Customer


def test_a_caller_hears_the_number_s_document_and_is_hung_up_when_it_runs_out(customer: Customer) -> None:
    customer.says("/voice", "<Say>Hoş geldiniz</Say>")
    call = customer.call({"hears": "HOŞ GELDİNİZ"}, "is_hung_up")
    customer.sim.advance(10)
    assert call.is_over and not call.failures
    assert call.leg.status == "completed"


def test_every_webhook_is_signed_and_carries_the_base_parameters(customer: Customer) -> None:
    customer.says("/voice", '<Gather numDigits="1" action="/key?a=%2F1&amp;b=ş"><Say>Press</Say></Gather>')
    call = customer.call({"presses": "5"}, forwarded_from="+905550000000")
    customer.sim.advance(30)
    assert [each.path for each in customer.requests] == ["/voice", "/key", "/over"]
    assert all(each.genuine for each in customer.requests)
    first = customer.got("/voice")[0]
    assert (first["CallSid"], first["From"], first["To"]) == (call.sid, MEHMET, CENTRE)
    assert (first["CallStatus"], first["Direction"], first["ApiVersion"]) == ("ringing", "inbound", "2010-04-01")
    assert first["AccountSid"] == customer.sim.account.sid
    assert first["ForwardedFrom"] == "+905550000000"
    assert first["CallToken"]
    assert "ParentCallSid" not in first
    assert customer.got("/key")[0]["CallStatus"] == "in-progress"


def test_the_number_is_told_once_when_the_call_is_over(customer: Customer) -> None:
    customer.says("/voice", "<Pause length='60'/>")
    customer.call({"waits": 30}, "hangs_up")
    customer.sim.advance(100)
    assert customer.told("CallStatus", "/over") == ["no-answer"]


def test_the_duration_counts_from_being_picked_up(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='60'/>")
    customer.call({"waits": 40}, "hangs_up")
    customer.sim.advance(100)
    assert customer.told("CallDuration", "/over") == ["39"]
    assert customer.told("Duration", "/over") == ["1"]


@pytest.mark.parametrize(("reason", "status"), [("rejected", "no-answer"), ("busy", "busy")])
def test_a_rejected_call_is_never_answered(customer: Customer, reason: str, status: str) -> None:
    customer.says("/voice", f'<Reject reason="{reason}"/>')
    call = customer.call("is_hung_up")
    customer.sim.advance(10)
    assert call.leg.status == status
    assert call.leg.answered_at is None


def test_a_withheld_number_arrives_as_it_is(customer: Customer) -> None:
    customer.sim.place_call("anonymous", CENTRE)
    customer.sim.advance(5)
    assert customer.got("/voice")[0]["From"] == "anonymous"


def test_the_fallback_is_told_what_went_wrong_and_its_document_goes_on(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response("oops", 500))
    customer.says("/fallback", "<Say>Please hold</Say>")
    call = customer.call({"hears": "please hold"}, "is_hung_up")
    customer.sim.advance(20)
    assert not call.failures
    assert customer.got("/fallback")[0]["ErrorCode"] == "11200"
    assert customer.got("/fallback")[0]["ErrorUrl"] == f"{HOST}/voice"


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        ("<Response><Say>x</Response>", "text/xml", 12100),
        (" <?xml version='1.0'?><Response/>", "text/xml", 12100),
        ("<Other/>", "text/xml", 12100),
        ("<Response><Shout>x</Shout></Response>", "text/xml", 12200),
        ("<Response><Gather><Dial>x</Dial></Gather></Response>", "text/xml", 12100),
        ("{}", "application/json", 12300),
        ("<Response>" + " " * 70_000 + "</Response>", "text/xml", 11750),
    ],
)
def test_a_broken_document_is_an_error_and_the_caller_gets_an_apology(
    customer: Customer, body: str, content_type: str, code: int
) -> None:
    customer.says("/voice", lambda form: Response(body, content_type=content_type))
    customer.says("/fallback", lambda form: Response("no", 500))
    call = customer.call({"hears": "application error"}, "is_hung_up")
    customer.sim.advance(30)
    assert customer.errors() == [code, 11200]
    assert not call.failures


def test_an_unknown_verb_may_be_skipped_instead() -> None:
    customer = Customer(Switches(unknown_verb_fails_document=False))
    customer.says("/voice", "<Shout>x</Shout><Say>Merhaba</Say>")
    call = customer.call({"hears": "merhaba"})
    customer.sim.advance(10)
    assert not call.failures


def test_a_redirect_leads_to_another_document_relative_to_this_one(customer: Customer) -> None:
    customer.says("/voice", "<Redirect>menu/main?x=1</Redirect>")
    customer.says("/menu/main", "<Say>Menu</Say>")
    call = customer.call({"hears": "menu"})
    customer.sim.advance(10)
    assert not call.failures
    assert customer.got("/menu/main")[0]["x"] == "1"


def test_http_redirects_with_302_lose_the_form(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response("", 302, {"Location": f"{HOST}/elsewhere"}))
    customer.says("/elsewhere", "<Say>Here</Say>")
    call = customer.call({"hears": "here"})
    customer.sim.advance(10)
    assert not call.failures
    assert customer.got("/elsewhere") == [{}]


def test_documents_that_only_lead_in_circles_are_given_up(customer: Customer) -> None:
    customer.says("/voice", "<Redirect>/voice</Redirect>")
    call = customer.call("is_hung_up")
    customer.sim.advance(60)
    assert call.is_over
    assert 12400 in customer.errors()


def test_a_server_that_is_too_slow_is_given_up_after_fifteen_seconds(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response("<Response/>", headers={"X-Simulated-Seconds": "20"}))
    customer.call()
    customer.sim.advance(14)
    assert not customer.got("/fallback")
    customer.sim.advance(2)
    assert customer.got("/fallback")[0]["ErrorCode"] == "11200"


def test_retries_are_made_when_the_url_asks_for_them_and_share_a_token(customer: Customer) -> None:
    answers = iter([Response("", 500), Response("", 503)])
    customer.sim.own_number(CENTRE, f"{HOST}/voice#rc=3&rp=5xx")
    customer.says("/voice", lambda form: next(answers, "<Say>At last</Say>"))
    call = customer.call({"hears": "at last"})
    customer.sim.advance(10)
    assert not call.failures
    assert len({each.headers["I-Twilio-Idempotency-Token"] for each in customer.requests[:3]}) == 1
    assert all(each.genuine for each in customer.requests)


def test_a_caller_who_hears_something_else_has_a_failed_script(customer: Customer) -> None:
    customer.says("/voice", "<Say>Good morning</Say><Pause length='60'/>")
    call = customer.call({"hears": "hoş geldiniz", "within": 5})
    customer.sim.advance(60)
    assert call.is_over
    assert call.failures == ["Mehmet: step 1: did not hear 'hoş geldiniz' within 5 s"]


def test_a_caller_may_hang_up_and_call_again(customer: Customer) -> None:
    customer.says("/voice", "<Say>Merhaba</Say><Pause length='60'/>")
    call = customer.call({"hears": "merhaba"}, {"calls_again": 10}, {"hears": "merhaba"}, "hangs_up")
    customer.sim.advance(60)
    assert call.is_over and not call.failures
    assert len({form["CallSid"] for form in customer.got("/voice")}) == 2


def test_the_same_seed_gives_the_same_call() -> None:
    pages = []
    for _ in range(2):
        customer = Customer()
        customer.says("/voice", "<Say>Merhaba</Say>")
        customer.call({"hears": "merhaba"}, "hangs_up")
        customer.sim.advance(10)
        pages.append([entry.as_json() for entry in customer.sim.trace])
    assert pages[0] == pages[1]
