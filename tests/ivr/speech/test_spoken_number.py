"""Numbers as callers say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.filling import filled
from ivr.speech.spoken_number import spoken_number


@pytest.mark.parametrize(
    ("language", "speech", "digits"),
    [
        ("tr", "dört bin sekiz yüz on iki", "4812"),
        ("tr", "kırk sekiz on iki", "4812"),
        ("tr", "dört sekiz bir iki", "4812"),
        ("tr", "DÖRT BİN SEKİZ YÜZ ON İKİ", "4812"),
        ("tr", "dort bin sekiz yuz on ikiyi", "4812"),
        ("tr", "dörtbinsekizyüzoniki", "4812"),
        ("tr", "4812", "4812"),
        ("tr", "4 8 1 2", "4812"),
        ("tr", "48-12", "4812"),
        ("tr", "4.812", "4812"),
        ("tr", "dosya numaram dört sekiz bir iki", "4812"),
        ("tr", "4812 buzdolabı için", "4812"),
        ("tr", "sıfır beş yüz otuz iki, yüz on bir, sıfır sıfır, otuz üç", "05321110033"),
        ("tr", "iki bin yirmi altı", "2026"),
        ("tr", "bin bir", "1001"),
        ("tr", "yüz bin", "100000"),
        ("tr", "iki milyon üç yüz bin beş", "2300005"),
        ("tr", "çift sıfır yedi", "007"),
        ("tr", "bir dakika", None),
        ("tr", "bin", "1000"),
        ("tr", "şikayetim var", None),
        ("tr", "", None),
        ("en", "four thousand eight hundred and twelve", "4812"),
        ("en", "forty-eight twelve", "4812"),
        ("en", "my case number is four eight one two", "4812"),
        ("en", "double five oh three", "5503"),
        ("en", "one moment", None),
    ],
)
def test_a_number_is_understood_however_it_is_said(language: str, speech: str, digits: str | None) -> None:
    assert spoken_number(speech, language) == digits


@given(st.integers(min_value=0, max_value=10**15 - 1), st.sampled_from(["tr", "en"]))
def test_every_number_we_say_we_also_understand(number: int, language: str) -> None:
    assert spoken_number(filled("{x:number}", {"x": str(number)}, language), language) == str(number)


@given(
    st.from_regex(r"[0-9]{1,12}", fullmatch=True), st.sampled_from(["digits", "pairs"]), st.sampled_from(["tr", "en"])
)
def test_digits_said_back_to_us_are_the_same_digits(digits: str, form: str, language: str) -> None:
    said = filled(f"{{x:{form}}}", {"x": digits}, language)
    assert spoken_number(said, language) == digits


@given(st.text(max_size=300), st.sampled_from(["tr", "en"]))
def test_whatever_is_said_a_number_is_digits(speech: str, language: str) -> None:
    number = spoken_number(speech, language)
    assert number is None or (number.isascii() and number.isdigit() and len(number) <= 40)
