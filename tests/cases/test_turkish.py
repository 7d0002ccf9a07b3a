import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.turkish import tr_fold, tr_lower, tr_sort_key


@pytest.mark.parametrize(
    ("written", "lower"),
    [("İSTANBUL", "istanbul"), ("ISPARTA", "ısparta"), ("IŞIL İNCİ", "ışıl inci"), ("I\u0307zmir", "izmir")],
)
def test_lower_case_keeps_both_turkish_is(written, lower):
    assert tr_lower(written) == lower


@pytest.mark.parametrize("searched", ["ışıl", "IŞIL", "isil", "ISIL", "Işıl", "ıs\u0327ıl", "  ışıl "])
def test_a_search_finds_a_name_however_it_is_typed(searched):
    assert tr_fold(searched) == tr_fold("Işıl") == "isil"


def test_names_are_in_the_order_of_a_turkish_dictionary():
    order = [
        "Ayşe",
        "Can",
        "Cem",
        "Çağla",
        "Deniz",
        "Gül",
        "Ğ",
        "Hale",
        "Ilgın",
        "Işıl",
        "İnci",
        "Jale",
        "Oya",
        "Özlem",
        "Selin",
        "Şule",
        "Umut",
        "Ümit",
        "Veli",
        "Will",
        "Xena",
        "Yalçın",
        "Zeynep",
    ]
    assert sorted(set(order), key=tr_sort_key) == order


def test_a_shorter_name_and_a_blank_come_first():
    assert sorted(["Can Işık", "Canan", "Can"], key=tr_sort_key) == ["Can", "Can Işık", "Canan"]


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert tr_fold(tr_fold(text)) == tr_fold(text)


@given(st.text())
def test_any_text_can_be_sorted(text):
    assert isinstance(tr_sort_key(text), str)
