"""Numbers of cases in what customers write, and what only looks like one."""

import pytest

from cases.named_case import MOST, Named, numbers_named


def named(text: str) -> list[tuple[str, bool]]:
    return [(one.number, one.surely) for one in numbers_named(text)]


@pytest.mark.parametrize(
    "text",
    ["[#4812] Sözümüz", "Re: Ynt: [#4812] Söz", "Dosya no: 4812 ne oldu?", "DOSYA NUMARAM 4812", "Başvuru 4812",
     "kayıt nr. 4812.", "my case number is 4812", "Case 4812?", "dosya no 4812"],
)  # fmt: skip
def test_a_case_that_is_called_one_is_named_surely(text: str) -> None:
    assert named(text) == [("4812", True)]


@pytest.mark.parametrize("text", ["4812", "4812 hakkında yazıyorum", "Merhaba, 4812!"])
def test_a_number_alone_may_be_one(text: str) -> None:
    assert named(text) == [("4812", False)]


@pytest.mark.parametrize(
    "text",
    ["+905321234812", "0532 12", "149,90 TL", "12.11.2026", "4812/3", "a4812b", "2026-11-25", "15.30", ""],
)
def test_what_is_no_number_of_a_case_is_none(text: str) -> None:
    assert [one for one in named(text) if one[0] == "4812" or one[1]] == []


def test_letters_before_the_number_belong_to_it() -> None:
    assert numbers_named("Dosya TR-4812 için") == [Named(number="tr-4812", surely=True)]


def test_a_list_of_numbers_is_not_read_to_its_end() -> None:
    assert len(named(" ".join(map(str, range(1000, 2000))))) == MOST
