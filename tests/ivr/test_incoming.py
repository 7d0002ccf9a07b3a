"""Reading a request. The standard library is the judge of how forms are read."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.incoming import MOST_FIELDS, form_pairs


def judge(form: bytes) -> tuple[tuple[str, str], ...] | None:
    try:
        text = form.decode("ascii")
        return tuple(parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS))
    except ValueError:
        return None


def ours(form: bytes) -> tuple[tuple[str, str], ...] | None:
    try:
        return form_pairs(form)
    except ValueError:
        return None


@given(st.binary(max_size=60) | st.text("ab=&+%;20C4B1f ğ\x00", max_size=60).map(str.encode))
@example(b"a=1&&b&=c&a=%C4%B1+%zz%2&d=%ff=")
@example(b"")
def test_a_form_is_read_as_the_standard_library_reads_it(form: bytes) -> None:
    assert ours(form) == judge(form)


@given(st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=8))
def test_what_was_written_is_read(fields: list[tuple[str, str]]) -> None:
    try:
        form = urlencode(fields).encode()
    except UnicodeEncodeError:
        return
    assert form_pairs(form) == tuple(fields)


@pytest.mark.parametrize("fields", [MOST_FIELDS - 1, MOST_FIELDS, MOST_FIELDS + 1])
def test_a_form_with_more_fields_than_any_webhook_is_not_read(fields: int) -> None:
    form = b"&".join([b"a=1"] * fields)
    assert ours(form) == judge(form)
    assert (ours(form) is None) == (fields > MOST_FIELDS)
