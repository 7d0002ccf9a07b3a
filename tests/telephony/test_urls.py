"""URLs carry what they are given, whatever is in it, in plain ASCII."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from telephony.urls import Urls

URLS = Urls(public="https://centre.example")
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.dictionaries(st.sampled_from(["n", "x_due", "x_who"]), WORDS))
def test_what_a_url_carries_comes_back_as_it_was(carried: dict[str, str]) -> None:
    url = URLS.flow("CA1", **carried)
    assert url.isascii()
    assert dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)) == carried
    assert urlsplit(url).query == urlencode(carried)
