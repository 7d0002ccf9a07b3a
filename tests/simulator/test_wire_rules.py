"""How Twilio asks a server: attempts, limits, redirects, signatures. Held against the reference, §1.3 to §2."""

import base64
import hmac
from hashlib import sha1

import pytest
from flask import Response

from simulator import Answer, Switches
from simulator.wire.overrides import read_overrides
from simulator.wire.request import sealed
from simulator.wire.signing import signature
from simulator.wire.transport import ConnectFailed, ConnectTimedOut, NotHttp, TransportFailed
from tests.simulator.customer import AYSE, CENTRE, HOST, Customer


def slow(seconds: float, status: int = 200) -> Response:
    body = "<Response><Say>Merhaba</Say></Response>"
    headers = {"X-Simulated-Seconds": str(seconds)}
    return Response(body, status=status, content_type="text/xml", headers=headers)


def moved(where: str, status: int = 302) -> Response:
    return Response(status=status, headers={"Location": where})


def voice_at(customer: Customer, url: str) -> None:
    customer.sim.own_number(CENTRE, url, fallback_url=f"{HOST}/fallback")


def first_error(customer: Customer, seconds: float = 30) -> tuple[str, float]:
    """Code and time of the failure a call's first request comes to: the fallback is told."""
    customer.call()
    customer.sim.advance(seconds)
    [told] = customer.got("/fallback")
    asked = next(entry for entry in customer.of("webhook") if "/fallback" in entry.text)
    return told["ErrorCode"], (asked.at - customer.of("webhook")[0].at).total_seconds()


def breaking(customer: Customer, failure: TransportFailed) -> None:
    """From now on the way to /voice fails like this."""
    whole = customer.sim.exchange.transport

    def carry(method, url, form, headers, timeout):
        if "/voice" in url:
            raise failure
        return whole(method, url, form, headers, timeout)

    customer.sim.exchange.transport = carry


def test_connecting_is_tried_twice_for_five_seconds(customer: Customer) -> None:
    breaking(customer, ConnectTimedOut())
    assert first_error(customer) == ("11201", 10.0)


def test_a_refused_connection_is_tried_twice_and_named_so(customer: Customer) -> None:
    breaking(customer, ConnectFailed())
    assert first_error(customer)[0] == "11202"
    assert len([entry for entry in customer.of("answer") if entry.data.get("code") == 11202]) == 2


def test_what_is_not_http_is_not_asked_again(customer: Customer) -> None:
    breaking(customer, NotHttp())
    assert first_error(customer)[0] == "11206"
    assert len([entry for entry in customer.of("answer") if entry.data.get("code") == 11206]) == 1


def test_an_answer_has_fifteen_seconds(customer: Customer) -> None:
    customer.says("/voice", lambda form: slow(14.9))
    customer.call()
    customer.sim.advance(30)
    assert customer.heard("Mehmet") == ["Merhaba"]


def test_no_answer_in_fifteen_seconds_leads_to_the_fallback(customer: Customer) -> None:
    customer.says("/voice", lambda form: slow(15.1))
    assert first_error(customer) == ("11200", 15.0)


def test_all_attempts_together_have_fifteen_seconds_whatever_the_overrides_say(customer: Customer) -> None:
    customer.says("/voice", lambda form: slow(9))
    voice_at(customer, f"{HOST}/voice#rt=8000&rp=rt&rc=5")
    assert first_error(customer) == ("11203", 15.0)
    assert len(customer.got("/voice")) == 2


def test_a_server_error_is_retried_when_the_url_says_so(customer: Customer) -> None:
    customer.says("/voice", lambda form: slow(0, 500 if len(customer.got("/voice")) < 3 else 200))
    voice_at(customer, f"{HOST}/voice#rp=5xx&rc=3")
    customer.call()
    customer.sim.advance(10)
    assert customer.heard("Mehmet") == ["Merhaba"]
    tokens = [each.headers["I-Twilio-Idempotency-Token"] for each in customer.requests if each.path == "/voice"]
    assert len(tokens) == 3 and len(set(tokens)) == 1


def test_the_first_attempt_may_come_without_a_token() -> None:
    customer = Customer(Switches(first_request_carries_idempotency_token=False))
    customer.says("/voice", lambda form: slow(0, 500))
    voice_at(customer, f"{HOST}/voice#rp=5xx")
    customer.call()
    customer.sim.advance(10)
    carried = ["I-Twilio-Idempotency-Token" in each.headers for each in customer.requests if each.path == "/voice"]
    assert carried == [False, True]


def test_two_webhooks_have_two_tokens(customer: Customer) -> None:
    customer.says("/voice", "<Redirect>/next</Redirect>")
    customer.call()
    customer.sim.advance(10)
    tokens = [each.headers["I-Twilio-Idempotency-Token"] for each in customer.requests]
    assert len(set(tokens)) == len(tokens)


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirected_post_is_asked_with_get_and_without_its_fields(customer: Customer, status: int) -> None:
    customer.says("/voice", '<Gather numDigits="1" action="/key"><Say>?</Say></Gather>')
    customer.says("/key", lambda form: moved("moved?kept=1", status))
    customer.call({"presses": "5"})
    customer.sim.advance(20)
    assert customer.got("/key")[0]["Digits"] == "5"
    assert customer.got("/moved") == [{"kept": "1"}]
    assert customer.requests[-2].genuine or customer.requests[-1].genuine


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_that_keeps_the_method_keeps_the_fields(customer: Customer, status: int) -> None:
    customer.says("/voice", lambda form: moved("/moved", status))
    customer.call()
    customer.sim.advance(20)
    [told] = [each for each in customer.requests if each.path == "/moved"]
    assert told.form["CallStatus"] == "ringing" and told.genuine


def test_more_than_ten_redirects_are_too_many(customer: Customer) -> None:
    customer.says("/voice", lambda form: moved("/voice", 307))
    assert first_error(customer)[0] == "11215"
    assert len(customer.got("/voice")) == 11


def test_a_redirect_to_another_machine_is_not_followed() -> None:
    customer = Customer()
    customer.sim.exchange.host_allowed = lambda host: host == "customer.test"
    customer.says("/voice", lambda form: moved("http://elsewhere.test/voice"))
    assert first_error(customer)[0] == "11210"


def test_redirects_share_the_fifteen_seconds(customer: Customer) -> None:
    def answer(form: dict[str, str]) -> Response:
        response = moved("/voice", 307)
        response.headers["X-Simulated-Seconds"] = "4"
        return response

    customer.says("/voice", answer)
    assert first_error(customer) == ("11203", 15.0)


@pytest.mark.parametrize(
    "url", ["ftp://customer.test/voice", "http:///voice", "http://cust_omer.test/", "http://x:99999/"]
)
def test_what_is_no_url_of_a_server_is_not_asked(customer: Customer, url: str) -> None:
    voice_at(customer, url)
    customer.call()
    customer.sim.advance(10)
    assert customer.errors()[0] == 11100


def test_a_body_of_more_than_64_kilobytes_is_refused(customer: Customer) -> None:
    customer.says("/voice", f"<!--{'x' * 65_536}--><Say>Merhaba</Say>")
    assert first_error(customer)[0] == "11750"


def test_cookies_are_kept_for_the_call_and_no_longer(customer: Customer) -> None:
    def answer(form: dict[str, str]) -> Response:
        headers = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2; Path=/elsewhere"), ("Content-Type", "text/xml")]
        return Response("<Response><Redirect>/next</Redirect></Response>", headers=headers)

    customer.says("/voice", answer)
    customer.call()
    customer.sim.advance(10)
    customer.call()
    customer.sim.advance(10)
    sent = [each.headers.get("Cookie", "") for each in customer.requests if each.path in ("/voice", "/next")]
    assert sent == ["", "a=1", "", "a=1"]


def test_answers_keep_their_headers_case_and_repetitions(customer: Customer) -> None:
    answer = Answer(status=200, headers=(("X-Odd-CASE", "1"), ("Set-Cookie", "a=1"), ("set-cookie", "b=2")))
    assert answer.headers_named("set-cookie") == ["a=1", "b=2"]
    assert answer.headers[0][0] == "X-Odd-CASE"


def test_bad_overrides_are_warned_about_by_their_codes(customer: Customer) -> None:
    voice_at(customer, f"{HOST}/voice#rc=9&rt=5&rp=sometimes&x=1")
    customer.call()
    customer.sim.advance(5)
    assert sorted(customer.errors()[:4]) == [11240, 11241, 11242, 11243]
    assert customer.got("/voice")


@pytest.mark.parametrize(
    ("fragment", "low", "high"), [("ct", 100, 10_000), ("rt", 100, 15_000), ("tt", 100, 15_000), ("rc", 0, 5)]
)
def test_each_override_has_its_bounds(fragment: str, low: int, high: int) -> None:
    for value, fine in ((low, True), (high, True), (low - 1, False), (high + 1, False)):
        assert (read_overrides(f"http://host/#{fragment}={value}")[2] == ()) is fine


def test_a_get_is_signed_with_its_query_in_the_order_it_is_sent(customer: Customer) -> None:
    voice_at(customer, f"{HOST}/voice?b=2&a=1&b=0")
    customer.sim.own_number(CENTRE, f"{HOST}/voice?b=2&a=1&b=0", voice_method="GET")
    customer.call()
    customer.sim.advance(5)
    [asked] = [each for each in customer.requests if each.path == "/voice"]
    assert asked.genuine
    assert customer.of("answer")[0].data["url"].startswith(f"{HOST}/voice?b=2&a=1&b=0&CallSid=CA")


def test_the_worked_example_of_the_documents() -> None:
    form = [
        ("CallSid", "CA1234567890ABCDE"),
        ("Caller", "+14158675310"),
        ("Digits", "1234"),
        ("From", "+14158675310"),
        ("To", "+18005551212"),
    ]
    assert signature("12345", "https://example.com/myapp.php?foo=1&bar=2", form) == "L/OH5YylLD5NRKLltdqwSvS0BnU="


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("http://ali:gizli@host:8080/a?x=1", "http://host:8080/a?x=1"),
        ("https://host:8443/a", "https://host/a"),
        ("http://host/çağrı?ad=Ayşe", "http://host/%C3%A7a%C4%9Fr%C4%B1?ad=Ay%C5%9Fe"),
        ("http://host/a?x=%2F~", "http://host/a?x=%2F~"),
    ],
)
def test_what_is_signed(url: str, signed: str) -> None:
    request = sealed("secret", "POST", url, [("Ad", "Şule")])
    expected = base64.b64encode(hmac.new(b"secret", f"{signed}AdŞule".encode(), sha1).digest()).decode()
    assert request.signature == expected


def test_user_and_password_become_basic_authentication() -> None:
    request = sealed("secret", "POST", "http://ali:gizli%40@host/a", [])
    assert request.url == "http://host/a"
    assert ("Authorization", "Basic " + base64.b64encode(b"ali:gizli@").decode()) in request.headers


def test_the_password_of_a_url_is_sent_and_shown_nowhere(customer: Customer) -> None:
    voice_at(customer, "http://ali:gizli@customer.test:8080/voice")
    customer.call()
    customer.sim.advance(5)
    [asked] = [each for each in customer.requests if each.path == "/voice"]
    assert asked.genuine and asked.headers["Authorization"].startswith("Basic ")
    assert not [entry for entry in customer.sim.trace if "gizli" in str(entry.as_json())]


def test_a_callback_answered_badly_is_noted_and_not_repeated(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.says("/progress", lambda form: slow(0, 500))
    customer.rings(status_callback_event=["completed"])
    customer.sim.advance(20)
    assert customer.errors() == [15003]
    assert len(customer.got("/progress")) == 1


def test_a_callback_is_repeated_as_its_url_says(customer: Customer) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.says("/progress", lambda form: slow(0, 500 if len(customer.got("/progress")) < 3 else 200))
    customer.rings(status_callback=f"{HOST}/progress#rp=5xx&rc=2", status_callback_event=["completed"])
    customer.sim.advance(20)
    assert customer.errors() == []
    assert [form["SequenceNumber"] for form in customer.got("/progress")] == ["3", "3", "3"]
