"""Obtaining documents: what an answer means, where URLs lead, what is kept, and what happens when there is none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Response

from simulator import Switches
from tests.simulator.customer import AYSE, CENTRE, HOST, Customer, twiml

TEXT = "<?xml version='1.0'?><Response><Say>From a document</Say></Response>"


@pytest.mark.parametrize("content_type", ["text/xml", "application/xml; charset=utf-8", "TEXT/HTML", "text/plain"])
def test_these_types_are_twiml(customer: Customer, content_type: str) -> None:
    customer.says("/voice", lambda form: Response(TEXT, content_type=content_type))
    call = customer.call({"hears": "from a document"}, "is_hung_up")
    customer.sim.advance(20)
    assert not call.failures and customer.errors() == []


def test_plain_text_that_is_no_twiml_is_spoken_and_the_call_is_over(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response("Bugün\n kapalıyız", content_type="text/plain"))
    call = customer.call({"hears": "bugün kapalıyız"}, "is_hung_up")
    customer.sim.advance(20)
    assert not call.failures and customer.errors() == []


@pytest.mark.parametrize("content_type", ["", "application/json", "text/css", "image/png", "xml"])
def test_other_types_and_none_are_errors(customer: Customer, content_type: str) -> None:
    customer.says("/voice", lambda form: Response(TEXT, content_type=content_type))
    customer.call()
    customer.sim.advance(20)
    assert customer.told("ErrorCode", "/fallback") == ["12300"]


@pytest.mark.parametrize("status", [204, 304, 400, 404, 500, 503])
def test_an_answer_that_is_not_a_document_leads_to_the_fallback(customer: Customer, status: int) -> None:
    customer.says("/voice", lambda form: Response(status=status))
    customer.says("/fallback", "<Say>Sorry</Say>")
    call = customer.call({"hears": "sorry"})
    customer.sim.advance(30)
    assert not call.failures
    assert customer.told("ErrorCode", "/fallback") == ["12100" if status == 204 else "11200"]
    assert customer.told("ErrorUrl", "/fallback") == [f"{HOST}/voice"]
    assert customer.got("/fallback")[0]["CallSid"] == call.sid


def test_the_fallback_may_be_asked_with_get(customer: Customer) -> None:
    customer.sim.own_number(CENTRE, f"{HOST}/voice", fallback_url=f"{HOST}/fallback", fallback_method="GET")
    customer.says("/voice", lambda form: Response(status=500))
    customer.call()
    customer.sim.advance(20)
    assert customer.told("ErrorCode", "/fallback") == ["11200"]
    assert [entry.data["method"] for entry in customer.of("webhook")] == ["POST", "GET"]


def test_any_document_of_the_call_may_be_replaced_by_the_fallback(customer: Customer) -> None:
    customer.says("/voice", '<Gather numDigits="1" action="/key"/>')
    customer.says("/key", "<Nonsense/>")
    customer.says("/fallback", "<Say>Sorry</Say>")
    call = customer.call({"presses": "1"}, {"hears": "sorry"})
    customer.sim.advance(20)
    assert not call.failures
    assert customer.told("ErrorUrl", "/fallback") == [f"{HOST}/key"]


def test_when_the_fallback_fails_too_the_caller_hears_an_apology_and_is_hung_up(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response(status=500))
    customer.says("/fallback", lambda form: Response("x", content_type="text/css"))
    call = customer.call({"hears": "application error"}, "is_hung_up")
    customer.sim.advance(30)
    assert not call.failures
    assert customer.errors() == [11200, 12300]
    assert len(customer.got("/fallback")) == 1


def test_without_a_fallback_the_caller_hears_an_apology(customer: Customer) -> None:
    customer.sim.own_number(CENTRE, f"{HOST}/voice")
    customer.says("/voice", lambda form: Response(status=500))
    call = customer.call({"hears": "application error"}, "is_hung_up")
    customer.sim.advance(30)
    assert not call.failures and call.leg.status == "completed"


def test_a_fallback_that_leads_back_into_the_failure_is_given_up(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response(status=500))
    customer.says("/fallback", "<Redirect>/voice</Redirect>")
    call = customer.call("is_hung_up")
    customer.sim.advance(200)
    assert call.is_over and customer.errors()[-1] == 12400


@pytest.mark.parametrize(("keeps", "codes"), [(True, ["11200"]), (False, [])])
def test_which_fallback_a_redirected_call_has_is_a_switch(keeps: bool, codes: list[str]) -> None:
    customer = Customer(Switches(redirected_call_keeps_fallback=keeps))
    customer.says("/voice", "<Say>x</Say><Pause length='60'/>")
    call = customer.call()
    customer.sim.advance(5)
    customer.says("/moved", lambda form: Response(status=500))
    customer.rest.calls(call.sid).update(url=f"{HOST}/moved")
    customer.sim.advance(20)
    assert customer.told("ErrorCode", "/fallback") == codes


def redirects(customer: Customer, to: str) -> list[str]:
    customer.sim.own_number(CENTRE, f"{HOST}/deep/er/voice?a=1")
    customer.says("/deep/er/voice", lambda form: f"<Redirect>{to}</Redirect>" if "b" not in form else "<Hangup/>")
    customer.call()
    customer.sim.advance(2)
    return [entry.data["url"] for entry in customer.of("webhook")][1:2]


@pytest.mark.parametrize(
    ("to", "where"),
    [
        ("next", "/deep/er/next"),
        ("../next", "/deep/next"),
        ("/next", "/next"),
        ("?b=2", "/deep/er/voice?b=2"),
        ("  /next  ", "/next"),
        ("", "/deep/er/voice?a=1"),
        (f"{HOST}/full", "/full"),
        ("//customer.test:8080/full", "/full"),
    ],
)
def test_urls_are_relative_to_the_document_they_stand_in(customer: Customer, to: str, where: str) -> None:
    assert redirects(customer, to) == [HOST + where]


@pytest.mark.parametrize(
    "to", ["http://", "ftp://x.test/a", "http://under_score.test/", "http://[::1", "mailto:a@b.test"]
)
def test_what_is_no_url_is_an_error_of_its_own(customer: Customer, to: str) -> None:
    customer.says("/voice", f"<Redirect>{to}</Redirect>")
    customer.call()
    customer.sim.advance(10)
    assert customer.told("ErrorCode", "/fallback") == ["11100"]


def inline(customer: Customer, verbs: str) -> None:
    customer.sim.person(AYSE, "Ayşe", answers_after=1, presses="1")
    customer.rest.calls.create(to=AYSE, from_=CENTRE, twiml=f"<Response>{verbs}</Response>")
    customer.sim.advance(30)


@pytest.mark.parametrize("action", ["", 'action="/key"', 'action="key"'])
def test_inline_twiml_has_no_url_for_actions_to_be_relative_to(customer: Customer, action: str) -> None:
    inline(customer, f'<Gather numDigits="1" {action}/>')
    assert customer.errors() == [11100]
    assert "application error" in customer.heard("Ayşe")[-1]


def test_an_absolute_action_works_in_inline_twiml(customer: Customer) -> None:
    inline(customer, f'<Gather numDigits="1" action="{HOST}/key"/>')
    assert customer.told("Digits", "/key") == ["1"] and customer.errors() == []


def cached(control: str) -> Customer:
    customer = Customer(Switches(get_answers_are_cached=True))
    customer.sim.own_number(CENTRE, f"{HOST}/voice", voice_method="GET")

    def answer(form: dict[str, str]) -> Response:
        answered = twiml("<Say>x</Say>")
        answered.headers["Cache-Control"] = control
        return answered

    customer.says("/voice", answer)
    for _ in range(2):
        customer.call()
        customer.sim.advance(10)
    return customer


@pytest.mark.parametrize(
    ("control", "requests"),
    [
        ("max-age=60", 1),
        ("public, max-age=60", 1),
        ("max-age=5", 2),
        ("no-store, max-age=60", 2),
        ("", 2),
        ("private", 2),
    ],
)
def test_answers_to_get_are_kept_for_as_long_as_they_say(control: str, requests: int) -> None:
    assert len(cached(control).got("/voice")) == requests


def test_nothing_is_kept_unless_the_switch_says_so(customer: Customer) -> None:
    customer.sim.own_number(CENTRE, f"{HOST}/voice", voice_method="GET")
    customer.says(
        "/voice", lambda form: Response(TEXT, content_type="text/xml", headers={"Cache-Control": "max-age=9"})
    )
    for _ in range(2):
        customer.call()
        customer.sim.advance(5)
    assert len(customer.got("/voice")) == 2


def test_a_call_keeps_the_cookies_it_is_given_and_another_call_has_none(customer: Customer) -> None:
    seen: list[str] = []

    def first(form: dict[str, str]) -> Response:
        answered = twiml("<Redirect>/next</Redirect>")
        answered.set_cookie("call", form["CallSid"][-4:])
        answered.set_cookie("gone", "soon", max_age=timedelta(seconds=0))
        answered.set_cookie("elsewhere", "x", path="/other")
        return answered

    customer.says("/voice", first)
    customer.says("/next", lambda form: seen.append(form["CallSid"][-4:]) or "<Hangup/>")  # type: ignore[func-returns-value]
    for _ in range(2):
        customer.call()
        customer.sim.advance(5)
    cookies = [each.headers.get("Cookie") for each in customer.requests if each.path in ("/voice", "/next")]
    assert cookies == [None, f"call={seen[0]}", None, f"call={seen[1]}"]


@pytest.mark.parametrize(
    ("age", "kept"),
    [
        ({"max_age": 60}, True),
        ({"max_age": 5}, False),
        ({"expires": datetime(2026, 11, 2, 10, tzinfo=UTC)}, True),
        ({"expires": datetime(2026, 11, 2, 9, 0, 5, tzinfo=UTC)}, False),
        ({"max_age": 60, "expires": datetime(2020, 1, 1, tzinfo=UTC)}, True),
    ],
)
def test_a_cookie_is_kept_for_as_long_as_it_says(customer: Customer, age: dict[str, Any], kept: bool) -> None:
    def first(form: dict[str, str]) -> Response:
        answered = twiml("<Pause length='10'/><Redirect>/next</Redirect>")
        answered.set_cookie("a", "1", **age)
        return answered

    customer.says("/voice", first)
    customer.call()
    customer.sim.advance(20)
    (asked,) = [each for each in customer.requests if each.path == "/next"]
    assert ("Cookie" in asked.headers) is kept
