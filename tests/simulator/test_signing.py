"""The signature: the same as Twilio's own library expects."""

import pytest
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from simulator.wire.signing import signature, signed_url


def test_the_example_of_twilio_s_documents() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    url = "https://example.com/myapp.php?foo=1&bar=2"
    assert signature("12345", url, form.items()) == "L/OH5YylLD5NRKLltdqwSvS0BnU="


@pytest.mark.parametrize(
    ("url", "signed"),
    [
        ("https://user:pw@host:8443/a?b=1#rc=2", "https://host/a?b=1"),
        ("http://user:pw@host:8080/a", "http://host:8080/a"),
    ],
)
def test_what_of_the_url_is_signed(url: str, signed: str) -> None:
    assert signed_url(url) == signed


@pytest.mark.parametrize("url", ["http://127.0.0.1:4440/x?q=%2F%C4%B1", "https://host:8443/x", "https://host/x"])
def test_twilio_s_validator_agrees_also_on_repeated_and_empty_fields(url: str) -> None:
    pairs = [("b", "2"), ("a", ""), ("b", "1"), ("b", "2"), ("ç", "ş ğ")]
    assert RequestValidator("token").validate(url, MultiDict(pairs), signature("token", url, pairs))
