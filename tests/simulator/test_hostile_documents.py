"""Whatever an application answers, the network goes on: a document is executed or a notification says why not."""

from typing import Any

from flask import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Simulator, VirtualClock
from simulator.twiml.document import Document, Rules, read_document
from simulator.twiml.elements import ELEMENTS
from simulator.twiml.errors import TwimlError
from simulator.twiml.grammar import ANNOUNCEMENT, CALL, QUEUE_WAIT, ROOM_WAIT, WHISPER
from simulator.wire.transport import Answer
from tests.simulator.customer import AYSE, CENTRE, MEHMET, Customer

TAGS = sorted({one.tag or name for name, one in ELEMENTS.items()})
NAMES = sorted({attribute for one in ELEMENTS.values() for attribute in one.attributes if ":" not in attribute})
LETTERS = st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="<>&\"'")
VALUES = st.one_of(
    st.sampled_from(["", "0", "-1", "1", "5", "true", "false", "GET", "auto", "dtmf speech", "#", "inf", "nan", "1e9"]),
    st.sampled_from(
        ["/voice", "/next", "http://", "http://[", "//", "?", "ftp://x", "\n", "Polly.Filiz", "tr-TR", "١٢"]
    ),
    st.text(LETTERS, max_size=12),
)
ATTRIBUTES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5)


def write(tag: str, attributes: dict[str, str], inside: list[str]) -> str:
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>{''.join(inside)}</{tag}>"


INSIDE = st.recursive(
    VALUES,
    lambda inner: st.builds(write, st.sampled_from(TAGS), ATTRIBUTES, st.lists(inner, max_size=3)),
    max_leaves=12,
)
VERBS = st.sampled_from(sorted(set(ELEMENTS["Response"].children)))
LIKELY = st.builds(write, VERBS, ATTRIBUTES, st.lists(VALUES, max_size=2))
DOCUMENTS = st.lists(st.one_of(LIKELY, INSIDE), max_size=5).map(lambda inside: write("Response", {}, inside))
HEADERS = st.one_of(
    st.text(LETTERS, max_size=20),
    st.sampled_from(["a=b; Max-Age=--5", "a=b; Max-Age=" + "9" * 5000, "a=b; Expires=Someday, 99"]),
)
MANY = settings(max_examples=150, deadline=None, derandomize=True)
CALLS = settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def judged(body: bytes, **rules: Any) -> Document | TwimlError:
    try:
        return read_document(body, "http://a.test/", Rules(**rules))
    except TwimlError as error:
        return error


@MANY
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_a_document_or_an_error_with_a_code(body: bytes) -> None:
    verdict = judged(body, context=CALL)
    assert isinstance(verdict, Document) or verdict.code in (12100, 12101, 12102, 12200)


@MANY
@given(DOCUMENTS, st.sampled_from([CALL, QUEUE_WAIT, ROOM_WAIT, ANNOUNCEMENT, WHISPER]), st.booleans())
def test_arbitrary_elements_are_a_document_or_an_error_with_a_code(body: str, context: Any, strict: bool) -> None:
    verdict = judged(body.encode(), context=context, unknown_verb_fails=strict)
    if isinstance(verdict, TwimlError):
        assert verdict.code in (12100, 12101, 12200, 13201, 13238)
    else:
        assert {verb.name for verb in verdict.verbs} <= context.allowed


def live_through(customer: Customer) -> None:
    """A minute of it, then the caller has had enough: the call is over, and another one works."""
    call = customer.call(
        {"waits": 2}, {"presses": "1", "within": 1}, {"says": "evet", "within": 1}, {"waits": 60}, "hangs_up"
    )
    customer.sim.advance(90)
    assert call.is_over
    executed, said = customer.of("twiml"), customer.sim.exchange.notifications
    assert executed or said
    customer.says("/voice", "<Say>Merhaba</Say>")
    again = customer.call({"hears": "merhaba"})
    customer.sim.advance(20)
    assert not again.failures


@CALLS
@given(st.one_of(st.binary(max_size=200), DOCUMENTS.map(str.encode)))
def test_the_network_survives_whatever_a_voice_url_answers(body: bytes) -> None:
    customer = Customer()
    customer.sim.person(AYSE, "Ayşe", answers_after=1)
    customer.says("/voice", lambda form: Response(body, content_type="text/xml"))
    live_through(customer)


@CALLS
@given(DOCUMENTS)
def test_the_network_survives_whatever_a_wait_url_answers(body: str) -> None:
    customer = Customer()
    customer.says("/voice", '<Enqueue waitUrl="/wait">q</Enqueue>')
    customer.says("/wait", lambda form: Response(body, content_type="text/xml"))
    live_through(customer)


@CALLS
@given(DOCUMENTS)
def test_the_network_survives_whatever_a_conference_s_wait_url_answers(body: str) -> None:
    customer = Customer()
    customer.says("/voice", '<Dial><Conference waitUrl="/wait">r</Conference></Dial>')
    customer.says("/wait", lambda form: Response(body, content_type="text/xml"))
    live_through(customer)


@CALLS
@given(VALUES, st.sampled_from(["Redirect", "Play", "Dial", "Enqueue", "Say"]), ATTRIBUTES)
def test_the_network_survives_whatever_stands_in_a_verb(text: str, verb: str, attributes: dict[str, str]) -> None:
    customer = Customer()
    customer.says("/voice", write(verb, attributes, [text]))
    live_through(customer)


@CALLS
@given(st.text(max_size=40), st.sampled_from([200, 201, 301, 302, 307, 404, 500]), HEADERS)
def test_the_network_survives_whatever_headers_say(kind: str, status: int, where: str) -> None:
    customer = Customer()

    def answer(form: dict[str, str]) -> Response:
        answered = Response("<Response/>", status)
        answered.headers["Content-Type"] = "".join(kind.split()) or "x"
        answered.headers["Location"] = where
        answered.headers["Set-Cookie"] = where
        return answered

    customer.says("/voice", answer)
    live_through(customer)


def test_a_redirect_to_what_is_no_url_is_an_error() -> None:
    sim = Simulator(VirtualClock(), lambda *_: Answer(status=302, headers=(("Location", "http://["),)))
    sim.own_number(CENTRE, "http://customer.test/voice")
    sim.place_call(MEHMET, CENTRE)
    sim.advance(30)
    assert [told.code for told in sim.exchange.notifications] == [11100]
