"""How a debt is divided."""

from datetime import date

import pytest

from cases.instalments import Terms, instalments_for
from cases.money import kurus_of, lira

TERMS = Terms(least_total=20_000, most_total=2_000_000, least_instalment=10_000, most_instalments=3,
              first_after_days=10, every_days=30)  # fmt: skip


@pytest.mark.parametrize("kurus", range(20_000, 60_000, 3_137))
def test_instalments_add_up_and_none_is_too_small(kurus: int) -> None:
    instalments = instalments_for(kurus, TERMS, date(2026, 11, 23))
    assert sum(each.kurus for each in instalments) == kurus
    assert all(each.kurus >= TERMS.least_instalment for each in instalments)
    assert 2 <= len(instalments) <= TERMS.most_instalments


@pytest.mark.parametrize("kurus", [19_999, 2_000_001, 0])
def test_a_debt_outside_the_terms_is_not_divided(kurus: int) -> None:
    assert instalments_for(kurus, TERMS, date(2026, 11, 23)) == ()


@pytest.mark.parametrize(
    ("text", "kurus"),
    [("149.90", 14_990), ("149,9", 14_990), ("149", 14_900), ("1.149,90", 114_990)],
)
def test_an_amount_is_read_as_it_is_written_here_and_abroad(text: str, kurus: int) -> None:
    assert kurus_of(text) == kurus


@pytest.mark.parametrize("text", ["", "-5", "1e9", "1.1.1", "1.149", "١٤٩", "149.905", "9" * 30, "1,149.90"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert kurus_of(text) is None


def test_an_amount_is_written_with_a_point() -> None:
    assert [lira(kurus) for kurus in (14_990, 5, 100)] == ["149.90", "0.05", "1.00"]
