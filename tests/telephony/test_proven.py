"""A document with names to fill in says what it would say rendered anew, and nothing else can be filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.errors import TwimlInvalid
from telephony.proven import LONGEST, Proven
from telephony.treatment import Conference, Document, Hangup, Redirect, Reject
from telephony.twiml import render

NAMES = st.from_regex(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}", fullmatch=True)


def document(call: str, other: str) -> Document:
    back = f"https://example.com/{other}?a=1&call={call}"
    return (Conference(room=f"call-{call}", label="agent", action=back), Redirect(f"/{other}"), Hangup())


ONE = Proven.of(document, 2)


@given(NAMES, NAMES)
def test_filled_in_it_is_what_is_rendered(call: str, other: str) -> None:
    assert ONE.filled(call, other) == render(document(call, other))


@pytest.mark.parametrize(
    "name", ["", "a" * (LONGEST + 1), "a b", "a&b", "<a>", 'a"', "a/b", "a%20", "ş", "a\n", "\x00"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(TwimlInvalid):
        ONE.filled("CA1", name)


def test_a_document_that_would_not_be_obeyed_is_refused_before_anything_is_filled_in() -> None:
    with pytest.raises(TwimlInvalid):
        Proven.of(lambda name: (Hangup(), Reject()), 1)
    with pytest.raises(TwimlInvalid):
        Proven.of(lambda name: (Conference(room=f"{name}-{name}", label="agent"),), 1)
