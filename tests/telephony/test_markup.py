"""Whatever words and values are, a reader of the markup has them as they were."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.errors import TwimlInvalid
from telephony.markup import element, words
from telephony.treatment import Conference
from telephony.twiml import check, render

LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
TEXT = st.text(LETTERS | st.sampled_from("<>&\"'\t\n"))


@given(TEXT, TEXT)
def test_markup_is_read_as_it_was_meant(text: str, value: str) -> None:
    read = ElementTree.fromstring(element("Say", words(text), voice=value))
    assert (read.text or "") == text
    assert read.attrib == {"voice": value}


def test_what_is_not_given_is_not_written() -> None:
    read = ElementTree.fromstring(element("Gather", timeout=5, numDigits=None, muted=True, beep=False, hints=""))
    assert read.attrib == {"timeout": "5", "muted": "true", "beep": "false", "hints": ""}


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "\x1b", "\uffff"])
def test_a_value_that_xml_cannot_carry_never_leaves(odd: str) -> None:
    with pytest.raises(TwimlInvalid):
        render((Conference(room="call-CA1", label="agent", coach=f"CA{odd}"),))
    with pytest.raises(TwimlInvalid):
        check(f"<Response><Say>{odd}</Say></Response>")


@pytest.mark.parametrize(
    "twiml",
    [
        '<Response x:y="1"/>',
        "<x:Response/>",
        '<Response xmlns="urn:other"/>',
        "<Response>&odd;</Response>",
        "<Response/><Response/>",
        "<Response><Hangup></Response></Hangup>",
        '<Response><Say voice="a" voice="b"/></Response>',
        "<Gather/>",
    ],
)
def test_markup_that_says_something_else_does_not_pass(twiml: str) -> None:
    with pytest.raises(TwimlInvalid):
        check(twiml)
