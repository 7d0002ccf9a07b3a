"""Only Twilio may speak to our webhooks. Twilio's own validator is the judge of our verdicts."""

from hashlib import sha256
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from telephony.signature import SignatureCheck, sign

TOKEN = "12345"
names = st.text("ABCĞabcğıİş_0", min_size=1, max_size=6)
values = st.text(max_size=12) | st.sampled_from(["", " ", "+905321234567", "Şikâyet ığüşöçİ", "a=b&c"])
fields = st.lists(st.tuples(names, values), max_size=6)
ports = st.sampled_from(["", ":80", ":443", ":8443", ":4440"])
paths = st.lists(st.text(max_size=5).map(lambda part: quote(part, safe="", errors="replace")), max_size=3)


def judge(url: str, form: list[tuple[str, str]], signature: str) -> bool:
    try:
        return bool(RequestValidator(TOKEN).validate(url, MultiDict(form), signature))
    except UnicodeEncodeError:
        return False


def test_the_example_of_twilios_documentation_reproduces() -> None:
    form = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+14158675310",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
    }
    signature = "L/OH5YylLD5NRKLltdqwSvS0BnU="
    assert sign("https://example.com/myapp.php?foo=1&bar=2", form, TOKEN) == signature
    assert SignatureCheck("https://example.com", [TOKEN]).accepts("/myapp.php?foo=1&bar=2", form, signature)


@given(
    scheme=st.sampled_from(["http", "https"]),
    port=ports,
    path=paths,
    query=st.sampled_from(["", "?a=1", "?b=%C4%B1&a="]),
    form=fields,
    signed_port=ports,
    signed_form=st.none() | fields,
)
def test_our_verdict_is_twilios(
    scheme: str,
    port: str,
    path: list[str],
    query: str,
    form: list[tuple[str, str]],
    signed_port: str,
    signed_form: list[tuple[str, str]] | None,
) -> None:
    target = "/" + "/".join(path) + query
    base = f"{scheme}://sahip.example{port}"
    signed_url = f"{scheme}://sahip.example{signed_port}{target}"
    try:
        signed = MultiDict(form if signed_form is None else signed_form)
        signature = RequestValidator(TOKEN).compute_signature(signed_url, signed)
    except UnicodeEncodeError:
        signature = "junk"
    assert SignatureCheck(base, [TOKEN]).accepts(target, form, signature) == judge(base + target, form, signature)


@given(
    base=st.sampled_from(
        ["https://sahip.example", "http://sahip.example:4440/calls", "https://sahip.example;a?b", "HTTP://S"]
    ),
    target=st.text("ab/?&=;%2F.~-_+*#:@[] ", max_size=12),
    form=fields,
)
def test_however_an_address_is_spelt_our_verdict_is_twilios(
    base: str, target: str, form: list[tuple[str, str]]
) -> None:
    try:
        signature = RequestValidator(TOKEN).compute_signature(f"{base}/{target}", MultiDict(form))
        expected = judge(f"{base}/{target}", form, signature)
    except ValueError:
        signature, expected = "junk", False
    assert SignatureCheck(base, [TOKEN]).accepts("/" + target, form, signature) == expected


@given(
    target=st.text(max_size=40),
    form=fields,
    signature=st.none() | st.text(max_size=40),
    body=st.binary(max_size=40),
    content_type=st.text(max_size=20),
)
def test_junk_is_refused_and_never_raises(
    target: str, form: list[tuple[str, str]], signature: str | None, body: bytes, content_type: str
) -> None:
    check = SignatureCheck("https://sahip.example", [TOKEN])
    assert check.accepts(target, form, signature, body, content_type) is False
    assert check.accepts("/" + target, form, signature, body, content_type) is False


@pytest.mark.parametrize("junk", [None, 7, b"bytes", [("a",)], [("a", None)], [(b"a", b"b")], ["a"]])
def test_a_form_that_is_no_form_is_refused(junk: object) -> None:
    assert SignatureCheck("https://sahip.example", [TOKEN]).accepts("/voice", junk, "x") is False  # type: ignore[arg-type]


@given(body=st.text(max_size=50), other=st.text(max_size=50))
def test_a_json_body_is_vouched_for_by_its_hash_in_the_signed_url(body: str, other: str) -> None:
    body, other = (text.encode("utf-8", "replace").decode() for text in (body, other))
    target = f"/events?bodySHA256={sha256(body.encode()).hexdigest()}"
    url = "https://sahip.example" + target
    signature = RequestValidator(TOKEN).compute_signature(url, {})
    check = SignatureCheck("https://sahip.example", [TOKEN])
    assert check.accepts(target, {}, signature, body.encode(), "application/json") is True
    if other:
        expected = bool(RequestValidator(TOKEN).validate(url, other, signature))
        assert check.accepts(target, {}, signature, other.encode(), "application/json") is expected


def test_a_json_body_nobody_vouches_for_is_refused() -> None:
    signature = sign("https://sahip.example/events", {}, TOKEN)
    check = SignatureCheck("https://sahip.example", [TOKEN])
    assert check.accepts("/events", {}, signature, b"{}", "application/json") is False


def test_both_tokens_count_during_a_rotation_and_a_third_does_not() -> None:
    check = SignatureCheck("https://sahip.example", ["old", "new"])
    for token, verdict in (("old", True), ("new", True), ("stolen", False)):
        assert check.accepts("/voice", {"A": "1"}, sign("https://sahip.example/voice", {"A": "1"}, token)) is verdict


def test_a_password_in_the_public_url_is_not_signed() -> None:
    check = SignatureCheck("https://user:pw@sahip.example", [TOKEN])
    assert check.accepts("/voice", {}, sign("https://sahip.example/voice", {}, TOKEN))


def test_an_ipv6_address_keeps_its_brackets() -> None:
    check = SignatureCheck("http://[::1]:4440", [TOKEN])
    assert check.accepts("/voice", {}, sign("http://[::1]:4440/voice", {}, TOKEN))
    assert check.accepts("/voice", {}, sign("http://[::1]/voice", {}, TOKEN))


def test_a_target_cannot_move_the_request_to_another_host() -> None:
    check = SignatureCheck("https://sahip.example", [TOKEN])
    assert not check.accepts("@evil.example/", {}, sign("https://sahip.example@evil.example/", {}, TOKEN))


@pytest.mark.parametrize("tokens", [[], [""], ["good", ""]])
def test_a_check_without_a_token_does_not_start(tokens: list[str]) -> None:
    with pytest.raises(ValueError, match="token"):
        SignatureCheck("https://sahip.example", tokens)


@pytest.mark.parametrize("url", ["", "sahip.example", "ftp://sahip.example", "https://"])
def test_a_public_url_that_is_no_address_does_not_start(url: str) -> None:
    with pytest.raises(ValueError, match="public URL"):
        SignatureCheck(url, [TOKEN])
