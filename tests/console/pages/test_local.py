"""What people read is written as they write it."""

from datetime import date
from decimal import Decimal

import pytest

from cases.update_cadence import WHAT
from console.pages.local import civil, language_name, lira, readable


@pytest.mark.parametrize(
    ("language", "amount", "name", "day", "kept"),
    [
        ("tr", "1.470,50 TL", "İngilizce", "2 Şubat 2029", "Ayşe: Müşteriye durum bildirilecek"),
        ("en", "1,470.50 TL", "English", "2 February 2029", "Ayşe: The customer is told how it stands"),
    ],
)
def test_amounts_languages_days_and_our_own_promises(
    language: str, amount: str, name: str, day: str, kept: str
) -> None:
    assert lira(Decimal("1470.5"), language) == lira("1470.50", language) == amount
    assert language_name("en", language) == name
    assert civil(date(2029, 2, 2), language) == day
    assert readable(f"Ayşe: {WHAT}", language) == kept
    assert readable("Kod: {code}.", language) == "Kod: ••••."


@pytest.mark.parametrize("code", ["xx", "", "no such", "tr_"])
def test_a_language_nobody_knows_is_told_by_its_code(code: str) -> None:
    assert language_name(code, "tr") == code
