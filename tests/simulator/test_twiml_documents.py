"""Documents as they should not be: what Twilio's Debugger says about each, and where in the document it is."""

import time
from urllib.parse import quote

import pytest
from flask import Response

from simulator import Switches
from simulator.twiml.document import Document, Rules, read_document
from simulator.twiml.errors import TwimlError
from simulator.twiml.grammar import ANNOUNCEMENT, CALL, CONNECTING, QUEUE_WAIT, ROOM_WAIT, WHISPER, Context
from tests.simulator.customer import Customer

XML = '<?xml version="1.0" encoding="UTF-8"?>'


def read(body: str | bytes, context: Context = CALL, *, unknown_verb_fails: bool = True) -> Document:
    raw = body.encode() if isinstance(body, str) else body
    return read_document(raw, "http://a.test/doc", Rules(context=context, unknown_verb_fails=unknown_verb_fails))


def refused(body: str | bytes, context: Context = CALL) -> TwimlError:
    with pytest.raises(TwimlError) as error:
        read(body, context)
    return error.value


def warned(body: str) -> list[tuple[int, str]]:
    return [(warning.code, warning.reason) for warning in read(body).warnings]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ("<Response>\n  <Say>x</Sai>\n</Response>", "line 2, column 11"),
        ("<Response><Say>a & b</Say></Response>", "line 1, column 19"),
        ("<Response><Say>x</Say>", "line 1, column 23"),
        ("", "line 1, column 1"),
        ("just words", "line 1, column 1"),
        ('{"say": "x"}', "line 1, column 1"),
        ("<Response/><Response/>", "line 1, column 12"),
        ("<Response><Say voice='a' voice='b'/></Response>", "line 1, column 26"),
        ("<Response><Say>&nbsp;</Say></Response>", "line 1, column 16"),
    ],
)
def test_what_is_not_xml_is_refused_and_the_place_is_told(body: str, place: str) -> None:
    error = refused(body)
    assert error.code == 12100
    assert error.reason.endswith(place)


def test_a_blank_before_the_declaration_is_refused_and_one_before_the_root_is_not() -> None:
    assert refused(f" {XML}<Response/>").code == 12100
    assert refused(f"\n{XML}<Response/>").code == 12100
    assert read("\n <Response/>").verbs == ()


def test_a_byte_order_mark_and_other_declared_encodings_are_read() -> None:
    says = "<Response><Say>şğı</Say></Response>"
    assert read(b"\xef\xbb\xbf" + says.encode()).verbs[0].text == "şğı"
    assert read(says.encode("utf-16")).verbs[0].text == "şğı"
    turkish = f'<?xml version="1.0" encoding="windows-1254"?>{says}'.encode("windows-1254")
    assert read(turkish).verbs[0].text == "şğı"


@pytest.mark.parametrize("encoding", ["klingon", "base64", "idna", "utf-16", "utf-7"])
def test_an_encoding_that_cannot_be_is_refused(encoding: str) -> None:
    body = f'<?xml version="1.0" encoding="{encoding}"?><Response><Say>ş</Say></Response>'
    assert refused(body).code == 12100


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    assert refused(b"<Response><Say>\xfe\xff</Say></Response>").code == 12100


@pytest.mark.parametrize("root", ["response", "RESPONSE", "Say", "html"])
def test_the_root_is_response_and_nothing_else(root: str) -> None:
    assert refused(f"<{root}/>").code == 12100
    rules = Rules(context=CALL, wrong_root_error=12102)
    with pytest.raises(TwimlError) as error:
        read_document(f"<{root}/>".encode(), "", rules)
    assert error.value.code == 12102


def test_which_code_a_wrong_root_has_is_a_switch() -> None:
    customer = Customer(Switches(wrong_root_error=12102))
    customer.says("/voice", lambda form: Response("<Say>x</Say>", content_type="text/xml"))
    customer.call()
    customer.sim.advance(10)
    assert customer.told("ErrorCode", "/fallback") == ["12102"]


def test_the_version_of_twiml_is_one_there_is() -> None:
    assert refused('<Response version="2030-01-01"/>').code == 12101
    assert warned('<Response version="2010-04-01" xmlns:xsi="http://x" xsi:y="z"/>') == []
    assert warned('<Response lang="tr"/>') == [(12200, "<Response> has no attribute 'lang': line 1, column 1")]


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
    "<Response><Say>&c;</Say></Response>"
)
OUTSIDE = '<!DOCTYPE x SYSTEM "http://elsewhere.test/x.dtd"><Response><Say>x</Say></Response>'
LOCAL_FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Response><Say>&f;</Say></Response>'


@pytest.mark.parametrize("body", [BOMB, OUTSIDE, LOCAL_FILE, "<!DOCTYPE Response><Response/>"])
def test_a_document_with_a_dtd_is_refused_before_any_entity_is_looked_at(body: str) -> None:
    error = refused(body)
    assert error.code == 12100
    assert "document type declaration" in error.reason


@pytest.mark.parametrize(
    "body",
    [
        "<Response>" + "<x>" * 15_000,
        "<Response>" + "<Gather>" * 5_000 + "</Gather>" * 2_000,
        "<Response><Say>" + "<prosody>" * 3_000 + "</prosody>" * 3_000 + "</Say></Response>",
        "<Response><Say " + " ".join(f'a{n}="1"' for n in range(6_000)) + "/></Response>",
        "<Response><Say>" + "<![CDATA[]]>" * 5_000 + "</Say></Response>",
    ],
)
def test_no_document_however_made_takes_long_to_read(body: str) -> None:
    started = time.monotonic()
    try:
        read(body[:65_000])
    except TwimlError as error:
        assert error.code in (12100, 12200)
    assert time.monotonic() - started < 2


def test_over_64_kilobytes_is_too_much_and_just_under_is_not() -> None:
    filling = "x" * (64 * 1024 - len("<Response><Say></Say></Response>"))
    assert len(read(f"<Response><Say>{filling}</Say></Response>").verbs) == 1
    assert refused(f"<Response><Say>{filling}x</Say></Response>").code == 11750


def test_comments_processing_instructions_and_cdata_are_xml_like_any_other() -> None:
    document = read("<Response><!-- <Dial/> --><?php x ?><Say><![CDATA[a < b & c]]></Say></Response>")
    assert [str(verb) for verb in document.verbs] == ["Say"]
    assert document.verbs[0].text == "a < b & c"
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("<Response><say>x</say></Response>", "<Say>"),
        ("<Response><GATHER/></Response>", "<Gather>"),
        ("<Response><Dial><conference>x</conference></Dial></Response>", "<Conference>"),
    ],
)
def test_names_in_the_wrong_case_are_unknown_and_the_right_one_is_named(body: str, hint: str) -> None:
    error = refused(body)
    assert error.code == 12200
    assert hint in error.reason


def test_an_attribute_in_the_wrong_case_is_ignored_with_a_hint() -> None:
    ((code, reason),) = warned('<Response><Gather numdigits="1"/></Response>')
    assert code == 12200
    assert "'numDigits'" in reason


def test_an_unknown_element_may_be_passed_over_with_all_that_is_in_it() -> None:
    body = "<Response><Shout><Loud><Say>no</Say></Loud></Shout><Say>yes</Say></Response>"
    document = read(body, unknown_verb_fails=False)
    assert [verb.text for verb in document.verbs] == ["yes"]
    assert [warning.code for warning in document.warnings] == [12200]


@pytest.mark.parametrize(
    "body",
    [
        "<Gather><Record/></Gather>",
        "<Gather><Gather/></Gather>",
        "<Say>a<Pause/>b</Say>",
        "<Record><Say>x</Say></Record>",
        "<Pause><Say>x</Say></Pause>",
        "<Redirect><Say>x</Say></Redirect>",
        "<Leave><Say>x</Say></Leave>",
        "<Enqueue><Say>x</Say></Enqueue>",
        "<Number>+905550000000</Number>",
        "<Dial><Say>x</Say></Dial>",
        "<Conference>room</Conference>",
        "<Refer><Number>1</Number></Refer>",
        "<Play><break/></Play>",
        "<Hangup><Say>x</Say></Hangup>",
        "<Reject><Say>x</Say></Reject>",
        "<Echo><Say>x</Say></Echo>",
    ],
)
def test_an_element_where_it_may_not_be_fails_the_document(body: str) -> None:
    error = refused(f"<Response>{body}</Response>")
    assert error.code == 12100
    assert "may not be" in error.reason and "line 1" in error.reason


@pytest.mark.parametrize(
    "body",
    [
        "words",
        "<Gather>words</Gather>",
        "<Pause>5</Pause>",
        "<Hangup>now</Hangup>",
        "<Leave>x</Leave>",
        "<Reject>x</Reject>",
    ],
)
def test_words_where_none_belong_are_ignored_with_a_warning(body: str) -> None:
    ((code, reason),) = warned(f"<Response>{body}</Response>")
    assert code == 12200
    assert "no text belongs" in reason


@pytest.mark.parametrize(
    ("context", "verb", "code"),
    [
        (QUEUE_WAIT, "<Dial>1</Dial>", 12200),
        (QUEUE_WAIT, "<Record/>", 12200),
        (QUEUE_WAIT, "<Enqueue>x</Enqueue>", 12200),
        (QUEUE_WAIT, "<Reject/>", 12200),
        (QUEUE_WAIT, "<Connect/>", 12200),
        (ROOM_WAIT, "<Gather/>", 13238),
        (ROOM_WAIT, "<Hangup/>", 13238),
        (ANNOUNCEMENT, "<Dial>1</Dial>", 13238),
        (WHISPER, "<Dial>1</Dial>", 13201),
        (WHISPER, "<Record/>", 12200),
        (WHISPER, "<Redirect>/x</Redirect>", 12200),
        (CONNECTING, "<Gather/>", 12200),
    ],
)
def test_a_verb_in_a_document_that_is_for_something_else_fails_it(context: Context, verb: str, code: int) -> None:
    assert refused(f"<Response><Say>x</Say>{verb}</Response>", context).code == code


def test_a_broken_document_is_shown_with_its_place_and_its_request(customer: Customer) -> None:
    customer.says("/voice", lambda form: Response("<Response>\n <Say>&</Say></Response>", content_type="text/xml"))
    customer.says("/fallback", "<Hangup/>")
    customer.call()
    customer.sim.advance(10)
    (told,) = customer.sim.exchange.notifications
    assert (told.code, told.method) == (12100, "POST")
    assert "line 2, column 8" in told.text
    assert "<Say>&</Say>" in told.answered
    assert ("Content-Type", "text/xml") in told.headers
    assert quote("line 2") in customer.rest.notifications.list()[0].message_text.replace("+", "%20")
