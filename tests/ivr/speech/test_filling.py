"""Values filled into words: as Turks and English speakers say them, and as they are written in a text message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.filling import filled, places_of
from ivr.speech.forms import FORMS, LONGEST_VALUE

EVENING = "2026-11-25T14:30:00+00:00"


@pytest.mark.parametrize(
    ("form", "value", "spoken", "written"),
    [
        ("number", "4812", "dört bin sekiz yüz on iki", "4.812"),
        ("number", "1000", "bin", "1.000"),
        ("number", "1001000", "bir milyon bin", "1.001.000"),
        ("number", "100", "yüz", "100"),
        ("number", "0", "sıfır", "0"),
        ("number", "-3.5", "eksi üç virgül beş", "-3,5"),
        ("number", "0.05", "sıfır virgül sıfır beş", "0,05"),
        ("number_dative", "4", "dörde", "4'e"),
        ("number_genitive", "4", "dördün", "4'ün"),
        ("number_locative", "4", "dörtte", "4'te"),
        ("number_ablative", "40", "kırktan", "40'tan"),
        ("number_accusative", "6", "altıyı", "6'yı"),
        ("ordinal", "3", "üçüncü", "3."),
        ("ordinal", "24", "yirmi dördüncü", "24."),
        ("digits", "4812", "dört, sekiz, bir, iki", "4812"),
        ("digits", "A-07", "A, sıfır, yedi", "A-07"),
        ("pairs", "4812", "kırk sekiz, on iki", "4812"),
        ("pairs", "10503", "bir, sıfır beş, sıfır üç", "10503"),
        ("pairs_dative", "4812", "kırk sekiz, on ikiye", "4812'ye"),
        ("phone", "+905321110203", "sıfır, beş otuz iki, bir on bir, sıfır iki, sıfır üç", "0 532 111 02 03"),
        ("phone", "4440123", "dört yüz kırk dört, sıfır, yüz yirmi üç", "444 0 123"),
        ("money", "1250.50", "bin iki yüz elli lira elli kuruş", "1.250,50 lira"),
        ("money", "0.05", "beş kuruş", "0,05 lira"),
        ("money_dative", "90", "doksan liraya", "90 liraya"),
        ("money_dative", "1250.5", "bin iki yüz elli lira elli kuruşa", "1.250,50 liraya"),
        ("date", EVENING, "yirmi beş Kasım Çarşamba", "25 Kasım Çarşamba"),
        ("date_dative", "2026-11-25", "yirmi beş Kasım Çarşamba'ya", "25 Kasım Çarşamba'ya"),
        ("date_locative", "2026-11-24", "yirmi dört Kasım Salı'da", "24 Kasım Salı'da"),
        ("full_date_ablative", "2026-11-25", "yirmi beş Kasım iki bin yirmi altıdan", "25 Kasım 2026'dan"),
        ("weekday_dative", "2026-11-22", "Pazar'a", "Pazar'a"),
        ("time", EVENING, "on yedi otuz", "17.30"),
        ("time_dative", "15:30", "on beş otuza", "15.30'a"),
        ("time_dative", "15:00", "on beşe", "15.00'e"),
        ("time_locative", "15:05", "on beş sıfır beşte", "15.05'te"),
        ("time_dative", "00:00", "yirmi dörde", "24.00'e"),
        ("moment_dative", EVENING, "yirmi beş Kasım Çarşamba saat on yedi otuza", "25 Kasım Çarşamba saat 17.30'a"),
    ],
)
def test_turkish_says_and_writes_it_so(form: str, value: str, spoken: str, written: str) -> None:
    words = f"{{x:{form}}} kadar"
    assert filled(words, {"x": value}, "tr") == f"{spoken} kadar"
    assert filled(words, {"x": value}, "tr", written=True) == f"{written} kadar"


@pytest.mark.parametrize(
    ("form", "value", "spoken", "written"),
    [
        ("number", "4812", "four thousand eight hundred twelve", "4,812"),
        ("number", "21.05", "twenty-one point zero five", "21.05"),
        ("ordinal", "22", "twenty-second", "22nd"),
        ("ordinal", "112", "one hundred twelfth", "112th"),
        ("pairs", "4812", "four eight, one two", "4812"),
        ("money", "1250.50", "one thousand two hundred fifty lira fifty kuruş", "1,250.50 lira"),
        ("date_dative", EVENING, "Wednesday, November twenty-fifth", "Wednesday, 25 November"),
        ("time_dative", EVENING, "five thirty PM", "17:30"),
        ("time", "00:05", "twelve oh five AM", "00:05"),
        ("phone", "+442071", "plus four, four, two, zero, seven, one", "+442071"),
    ],
)
def test_english_says_and_writes_it_so_and_leaves_turkish_endings_out(
    form: str, value: str, spoken: str, written: str
) -> None:
    words = f"by {{x:{form}}}."
    assert filled(words, {"x": value}, "en") == f"by {spoken}."
    assert filled(words, {"x": value}, "en", written=True) == f"by {written}."


def test_a_value_nobody_knows_is_left_out_and_one_without_a_form_stands_as_it_is() -> None:
    assert filled("Dosya {case}, {due:date}.", {"case": "A12"}, "tr") == "Dosya A12, ."


def test_a_value_that_is_not_what_its_form_is_for_stands_as_it_is() -> None:
    for form in FORMS - {"digits"}:
        if not form.startswith(("digits", "pairs")):
            assert filled(f"{{x:{form}}}", {"x": "yarın sabah"}, "tr") == "yarın sabah"


def test_a_day_alone_has_no_time_of_day() -> None:
    assert filled("{x:time}", {"x": "2026-11-25"}, "tr") == "2026-11-25"


def test_midnight_in_turkey_is_not_the_day_before_as_in_london() -> None:
    assert filled("{x:date}", {"x": "2026-11-24T22:00:00Z"}, "tr") == "yirmi beş Kasım Çarşamba"


def test_values_are_never_filled_into_values() -> None:
    assert filled("{a}", {"a": "{b}", "b": "secret"}, "tr") == "{b}"


def test_the_places_of_words_are_told_with_their_forms() -> None:
    assert places_of("{case:pairs} {when} {due:time_dative}") == [
        ("case", "pairs"),
        ("when", None),
        ("due", "time_dative"),
    ]
    assert {"pairs", "time_dative", "money", "date_locative", "number", "digits"} <= FORMS
    assert "time_datvie" not in FORMS


@given(st.text(max_size=300), st.sampled_from(sorted(FORMS)), st.sampled_from(["tr", "en"]), st.booleans())
def test_any_value_in_any_form_is_one_line_that_can_be_encoded(
    value: str, form: str, language: str, written: bool
) -> None:
    said = filled(f"{{x:{form}}}", {"x": value}, language, written=written)
    assert "\n" not in said
    assert "\x00" not in said
    assert len(said) <= LONGEST_VALUE + len("'ndan") or value.isascii()
    said.encode()


@given(st.integers(min_value=0, max_value=10**15 - 2))
def test_two_numbers_are_never_said_alike(number: int) -> None:
    said = {filled("{x:number}", {"x": str(each)}, "tr") for each in (number, number + 1)}
    assert len(said) == 2
